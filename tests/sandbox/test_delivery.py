"""Events reach the shop's webhook endpoint, signed, until they are taken."""

from datetime import timedelta

import pytest
import stripe
from django.utils import timezone

from sandbox import delivery
from sandbox.models import Delivery
from tests.sandbox import inbox


@pytest.fixture(autouse=True)
def site(settings):
    settings.ROOT_URLCONF = "tests.sandbox.inbox"
    inbox.received.clear()
    inbox.refusals.clear()


def test_events_arrive_signed_and_in_order(open_session, pay, client):
    session = open_session()
    pay(session, number="4242424242424242")

    sent = delivery.drain(client)

    assert [one.status for one in sent] == [204, 204, 204, 204]
    assert [event.type for event in inbox.received] == [one.event_type for one in sent]
    assert inbox.received[-1].type == "checkout.session.completed"
    assert inbox.received[-1].data.object.id == session.id
    assert inbox.received[-1].api_version == stripe.api_version


def test_nothing_is_sent_twice_by_a_second_drain(client):
    stripe.Customer.create(email="bob@example.org")

    assert len(delivery.drain(client)) == 1
    assert delivery.drain(client) == []


def test_drain_can_duplicate_and_shuffle(client):
    for number in range(4):
        stripe.Customer.create(email=f"bob{number}@example.org")

    delivery.drain(client, duplicate=True, shuffle=True)

    ids = [event.id for event in inbox.received]
    assert len(ids) == 8
    assert len(set(ids)) == 4


def test_a_refused_event_is_tried_again_later(client):
    inbox.refusals[:] = [500]
    stripe.Customer.create(email="bob@example.org")

    first = delivery.drain(client)
    waiting = Delivery.objects.get()
    second = delivery.drain(client)

    assert [first[0].status, second[0].status] == [500, 204]
    assert (waiting.attempts, waiting.delivered_at) == (1, None)
    assert timedelta(0) < waiting.next_attempt_at - timezone.now() <= timedelta(seconds=2)
    assert [event.type for event in inbox.received] == ["customer.created"]


def test_an_event_is_given_up_after_eight_attempts(client):
    inbox.refusals[:] = [500] * 9
    stripe.Customer.create(email="bob@example.org")

    attempts = [len(delivery.drain(client)) for _ in range(9)]

    assert attempts == [1, 1, 1, 1, 1, 1, 1, 1, 0]
    assert inbox.received == []


def test_a_forged_signature_is_told_apart(client):
    stripe.Customer.create(email="bob@example.org")
    parcel = delivery.parcel(Delivery.objects.get())

    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(parcel.payload, parcel.signature(), "whsec_another")
