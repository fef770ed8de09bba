"""Endpoints beside the one in the settings get the events that they ask for, signed with their own secret."""

import stripe

from sandbox import delivery
from sandbox.models import Delivery


def parcels():
    """Address and type of everything that waits."""
    return [(parcel.url, parcel.event_type) for parcel in map(delivery.parcel, delivery.waiting())]


def test_an_endpoint_gets_only_what_it_asks_for():
    stripe.WebhookEndpoint.create(url="http://testserver/other/", enabled_events=["product.created"])

    stripe.Product.create(name="Logo")
    stripe.Customer.create(email="bob@example.org")

    assert parcels() == [
        ("http://testserver/stripe/webhook/", "product.created"),
        ("http://testserver/other/", "product.created"),
        ("http://testserver/stripe/webhook/", "customer.created"),
    ]


def test_its_parcels_carry_its_own_signature():
    endpoint = stripe.WebhookEndpoint.create(url="http://testserver/other/", enabled_events=["*"])
    stripe.Product.create(name="Logo")

    parcel = delivery.parcel(Delivery.objects.get(endpoint=endpoint.id))

    event = stripe.Webhook.construct_event(parcel.payload, parcel.signature(), endpoint.secret)
    assert event.type == "product.created"


def test_the_secret_is_shown_once():
    endpoint = stripe.WebhookEndpoint.create(url="http://testserver/other/", enabled_events=["*"])

    assert endpoint.secret.startswith("whsec_")
    assert "secret" not in stripe.WebhookEndpoint.retrieve(endpoint.id)


def test_an_endpoint_can_be_switched_off_and_deleted():
    endpoint = stripe.WebhookEndpoint.create(url="http://testserver/other/", enabled_events=["*"])

    stripe.WebhookEndpoint.modify(endpoint.id, disabled=True)
    stripe.Product.create(name="Logo")
    stripe.WebhookEndpoint.delete(endpoint.id)

    assert parcels() == [("http://testserver/stripe/webhook/", "product.created")]
    assert stripe.WebhookEndpoint.list().data == []


def test_an_endpoint_for_the_same_address_takes_the_place_of_the_one_in_the_settings():
    stripe.WebhookEndpoint.create(url=delivery.site_url(), enabled_events=["product.created"])

    stripe.Product.create(name="Logo")
    stripe.Customer.create(email="bob@example.org")

    assert parcels() == [(delivery.site_url(), "product.created")]
