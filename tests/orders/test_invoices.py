"""An invoice is made once, numbered without a gap, and shown to those who may see the order."""

from django.urls import reverse
from wagtail.models import Site

from cms.models import LegalSettings
from orders.models import Invoice
from tests.orders.buying import pay, place, text_of


def test_an_invoice_is_made_once_and_numbered_without_a_gap(client, listing, commits, settings):
    LegalSettings.objects.create(site=Site.objects.get(), legal_name="Stoa GmbH", vat_id="DE123456789")
    orders = [pay(client, place(client, listing, attempt=c * 32, country="FR"), commits) for c in "ab"]
    for order in orders:
        said = {
            "buyer_name": "Bob SARL",
            "buyer_address": "1 Rue X\nParis",
            "buyer_tax_id": "FR 12 123456789",
        }
        client.post(reverse("order_invoice", args=[order.token]), said)
    client.post(reverse("order_invoice", args=[orders[0].token]), {"buyer_name": "Somebody else"})

    page = text_of(client.get(reverse("order_invoice", args=[orders[0].token])))

    assert list(Invoice.objects.order_by("pk").values_list("number", "buyer_name")) == [
        (1, "Bob SARL"),
        (2, "Bob SARL"),
    ]
    assert "R000001" in page
    assert "Stoa GmbH" in page
    assert "FR12123456789" in page
    assert "Reverse charge" in page


def test_a_consumers_invoice_has_no_reverse_charge(client, guest_order):
    client.post(reverse("order_invoice", args=[guest_order.token]), {"buyer_name": "Bob"})

    page = text_of(client.get(reverse("order_invoice", args=[guest_order.token])))

    assert "Reverse charge" not in page
    assert "Prices include VAT where it applies." in page


def test_a_stranger_with_a_members_address_gets_no_invoice(client, bob, carol, listing, commits):
    client.force_login(bob)
    order = pay(client, place(client, listing), commits)
    stranger = type(client)()
    stranger.force_login(carol)

    answer = stranger.post(reverse("order_invoice", args=[order.token]), {"buyer_name": "Carol"})

    assert answer.status_code == 404
    assert Invoice.objects.count() == 0


def test_an_unpaid_order_has_no_invoice(client, listing):
    order = place(client, listing)

    assert client.get(reverse("order_invoice", args=[order.token])).status_code == 404
