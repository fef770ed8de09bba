"""An order is placed whole or not at all, and its payment page opens once however often it is asked for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders import checkout, gateway
from orders.models import Item, Order, Posting
from orders.pricing import Quote, Refused, Wish, quote
from products.models import Entitlement, Offer, Stock, Unavailable
from sandbox.models import StoredObject
from tests.conftest import publish_download


def sessions():
    return StoredObject.objects.filter(kind="checkout.session").count()


def own_queries(captured):
    """The shop's own statements: the sandbox keeps its objects in the same database."""
    return [q["sql"] for q in captured if "sandbox_" not in q["sql"] and "SAVEPOINT" not in q["sql"]]


def test_what_was_sold_is_frozen_on_the_item(till, bob, offer, listing):
    order = till.place(bob, offer)

    item = order.items.get()
    assert (item.title, item.offer_name, item.seller_name) == (
        "Aster Serif",
        "Personal licence",
        "Alice's Fonts",
    )
    assert (item.amount, item.fee, item.fee_bps, item.revision_id) == (
        2900,
        290,
        1000,
        listing.live_revision_id,
    )


def test_an_empty_quote_is_refused(bob, db):
    with pytest.raises(Refused):
        checkout.start(Quote(()), checkout.Buyer(bob, bob.email))

    assert not Order.objects.exists()


def test_a_total_below_what_cards_can_pay_is_refused(till, bob, store):
    cheap = publish_download(store, "Tiny", 49).offers.get()

    with pytest.raises(Refused):
        till.place(bob, cheap)

    assert not Order.objects.exists()


def test_a_free_order_is_paid_at_once_without_stripe_and_without_postings(till, bob, store):
    free = publish_download(store, "Gift", None, is_free=True).offers.get()

    order = till.place(bob, free)

    assert (order.state, order.number, sessions()) == ("paid", f"S{order.pk:07d}", 0)
    assert order.items.get().entitlement.delivered_at
    assert not Posting.objects.exists()


def test_the_sold_out_second_item_takes_the_first_back(till, bob, offer, store):
    last = publish_download(store, "Last", 900, stock=1).offers.get()
    till.place(bob, last)

    with pytest.raises(Unavailable):
        till.place(bob, offer, last)

    assert Order.objects.count() == Item.objects.count() == Entitlement.objects.count() == 1
    assert Stock.objects.get(offer=last).taken == 1


def test_the_payment_page_is_the_same_when_asked_twice(till, bob, offer):
    order = till.place(bob, offer)

    assert checkout.payment_page(order) == checkout.payment_page(Order.objects.get())
    assert sessions() == 1


def test_stripe_down_leaves_the_order_placed_and_a_retry_opens_one_page(till, bob, offer, stripe_is):
    stripe_is("down")
    with pytest.raises(gateway.GatewayTrouble):
        till.place(bob, offer)
    order = Order.objects.get()
    stripe_is("up")

    page = checkout.payment_page(order)

    assert (order.state, sessions()) == ("placed", 1)
    assert page.endswith(f"/pay/{order.session_id}/")


def test_a_lost_answer_is_found_again_by_its_key(till, bob, offer, stripe_is):
    stripe_is("mute")
    with pytest.raises(gateway.GatewayTrouble):
        till.place(bob, offer)
    stripe_is("up")

    checkout.payment_page(Order.objects.get())

    assert sessions() == 1


def test_with_too_little_time_left_a_new_attempt_is_made(till, bob, offer, stripe_is):
    stripe_is("down")
    with pytest.raises(gateway.GatewayTrouble):
        till.place(bob, offer)
    Order.objects.update(expires_at=timezone.now() + timedelta(minutes=5))
    stripe_is("up")
    order = Order.objects.get()

    checkout.payment_page(order)

    assert order.payment_attempt == 2
    assert order.expires_at > timezone.now() + timedelta(minutes=34)


def test_an_order_whose_time_is_over_leads_to_its_own_page(till, bob, offer):
    order = till.place(bob, offer)
    Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert checkout.payment_page(Order.objects.get()) == order.get_absolute_url()


@pytest.mark.parametrize(("count", "most"), [(1, 6), (3, 10)])
def test_placing_an_order_costs_few_queries(bob, store, count, most):
    offers = [publish_download(store, f"Font {n}", 900).offers.get() for n in range(count)]
    priced = quote([Wish(offer.pk) for offer in offers])

    with CaptureQueriesContext(
        connection,
    ) as captured:
        checkout.start(priced, checkout.Buyer(bob, bob.email))

    assert len(own_queries(captured)) <= most


def test_stock_of_an_offer_without_a_limit_is_not_given_back(till, bob, offer):
    order = till.place(bob, offer)
    Offer.objects.update(stock=5)
    Stock.objects.create(offer=offer, taken=3)

    checkout.lapse(order)

    assert Stock.objects.get().taken == 3
