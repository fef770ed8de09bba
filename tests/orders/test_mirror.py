"""Stripe's rows: found, linked with our orders, shown to admins alone and without what opens a payment."""

import re
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from djstripe import models as djstripe

from orders import refunds
from orders.admin.discretion import discreet
from orders.models import StripeEvent
from products.models import Offer
from tests import database
from tests.cast import bob_himself
from tests.conftest import person
from tests.orders.conftest import till_alone
from tests.products.editing import at_desk

KINDS = ["event", "customer", "session", "paymentintent", "charge", "refund"]
PLACES = ("/admin/djstripe/", "/admin/stripe_events/", "/admin/orders/")
PAID = ["event", "session", "paymentintent", "charge"]


@pytest.fixture
def admin(db, settings):
    settings.REQUIRE_TWO_FACTOR = False
    return person("ada@example.com", "admin")


@database.kept(on="listing")
def sold():
    """A sale with a refund, all of it mirrored."""
    till = till_alone()
    order = till.sell(bob_himself(), Offer.objects.get())
    with till.commits(execute=True):
        refunds.ask(order.items.get(), 100, "", None)
    till.hear()
    return order


def listing(kind):
    return reverse(f"djstripe_{kind}_modeladmin_index")


def page(who, address, **asked):
    answer = at_desk(who).get(address, asked)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def rows(said, kind):
    return len(set(re.findall(rf"/admin/djstripe/{kind}/inspect/\d+/", said)))


@pytest.mark.parametrize("kind", [*PAID, "refund"])
def test_each_row_names_its_order_and_leads_to_it(admin, sold, kind):
    said = page(admin, listing(kind))

    assert f'href="{reverse("orders:inspect", args=[sold.pk])}">{sold}</a>' in said
    assert ">test</td>" in said


def test_the_orders_page_leads_to_its_rows_at_stripe(admin, sold):
    said = page(admin, reverse("orders:inspect", args=[sold.pk]))

    for kind, row in (
        ("session", djstripe.Session.objects.get()),
        ("paymentintent", djstripe.PaymentIntent.objects.get()),
        ("charge", djstripe.Charge.objects.get()),
        ("refund", djstripe.Refund.objects.get()),
    ):
        assert reverse(f"djstripe_{kind}_modeladmin_inspect", args=[row.pk]) in said


@pytest.mark.parametrize("kind", [*PAID, "refund"])
@pytest.mark.parametrize("words", ["address", "number"])
def test_rows_are_found_by_the_buyers_address_and_by_the_orders_number(admin, sold, till, kind, words):
    asked = {"address": sold.email, "number": str(sold)}[words]

    assert rows(page(admin, listing(kind), q=asked), kind) >= 1
    assert rows(page(admin, listing(kind), q="nobody@example.com"), kind) == 0


def test_rows_of_another_order_are_not_found(admin, sold, till, carol, offer):
    till.sell(carol, offer)

    assert rows(page(admin, listing("charge")), "charge") == 2
    assert rows(page(admin, listing("charge"), q=sold.email), "charge") == 1
    assert rows(page(admin, listing("charge"), q=sold.payment_intent), "charge") == 0


def test_a_row_is_found_by_stripes_key(admin, sold, till, carol, offer):
    till.sell(carol, offer)
    key = djstripe.Charge.objects.first().id

    assert rows(page(admin, listing("charge"), q=key), "charge") == 1


def test_an_event_says_what_our_inbox_made_of_it(admin, sold):
    event = StripeEvent.objects.filter(kind="checkout.session.completed").get()
    assert ">handled</a>" in page(admin, listing("event"), q=event.event_id)

    StripeEvent.objects.filter(pk=event.pk).update(handled_at=None, attempts=12)

    assert ">given up</a>" in page(admin, listing("event"), q=event.event_id)


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_costs_the_same_for_one_order_and_for_three(admin, sold, till, carol, offer, kind):
    client = at_desk(admin)
    client.get(listing(kind))

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(listing(kind))
        return len(seen)

    one = cost()
    for _ in range(2):
        till.sell(carol, offer)

    assert cost() == one


@pytest.mark.parametrize("kind", KINDS)
def test_the_mirror_is_for_admins(settings, sold, alice, kind):
    settings.REQUIRE_TWO_FACTOR = False
    for who in (alice, person("mod@example.com", "moderator"), person("ed@example.com", "editor")):
        assert at_desk(who).get(listing(kind)).status_code in (302, 403)


def test_nobody_writes_what_is_stripes(admin, sold):
    charge = djstripe.Charge.objects.get()
    client = at_desk(admin)
    for action in ("edit", "delete"):
        address = f"/admin/djstripe/charge/{action}/{charge.pk}/"
        assert client.post(address, {"amount": 1}).status_code in (302, 403, 404)
    assert client.post("/admin/djstripe/charge/create/", {"id": "ch_x"}).status_code in (302, 403, 404)

    assert djstripe.Charge.objects.get().amount == charge.amount


def crawl(client, start):
    """{address: words} of the mirror, the events and the orders, from link to link."""
    todo, seen = [start], {}
    while todo:
        address = todo.pop()
        if address in seen or not address.startswith(
            ("/admin/djstripe/", "/admin/stripe_events/", "/admin/orders/")
        ):
            continue
        answer = client.get(address)
        seen[address] = answer.content.decode() if answer.status_code == 200 and not answer.streaming else ""
        todo += [found.split("?")[0] for found in re.findall(r'href="(/admin/[^"]+)"', seen[address])]
    return seen


def test_no_page_shows_what_opens_a_payment_or_an_order(admin, sold):
    found = crawl(at_desk(admin), listing("event"))

    assert len([address for address in found if "/inspect/" in address]) >= 12
    assert any(address.startswith("/admin/stripe_events/inspect/") for address in found)
    for address, said in found.items():
        for secret in (sold.token, "_secret_", "cs_test_a/", sold.session_url or "-", "last4"):
            assert secret not in said, (address, secret)


def test_what_is_not_secret_stays():
    said = {"id": "x", "receipt_url": "r", "client_secret": "s", "metadata": {"order": "t", "a": "b"}}

    (shown,) = discreet([said])

    assert shown == {
        "id": "x",
        "receipt_url": "…",
        "client_secret": "…",
        "metadata": {"order": "…", "a": "b"},
    }


def test_looking_at_a_row_brings_no_model_that_has_no_table(admin, sold):
    charge = djstripe.Charge.objects.get()

    page(admin, reverse("djstripe_charge_modeladmin_inspect", args=[charge.pk]))

    assert "wagtail.documents.models" not in sys.modules
