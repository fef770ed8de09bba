"""Money under real concurrency: nothing is sold, settled, refunded or handled once too often."""

import json
import os
import signal
import time
from contextlib import nullcontext
from datetime import timedelta

import pytest
import stripe
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orders import checkout, periodic, refunds
from orders.models import Item, JournalEntry, Order, Posting, Refund, StripeEvent
from orders.models.ledger import Line
from orders.pricing import Wish, quote
from products import delivery, tasks
from products.models import Card, Entitlement, Stock
from sandbox.models import Delivery, StoredObject
from tests.conftest import person, publish_download
from tests.orders.conftest import Till
from tests.races.crowd import at_once, killed_in, needs_postgresql

pytestmark = needs_postgresql


@pytest.fixture
def till(client):
    """Commits are real here: what follows them runs by itself."""
    return Till(client, lambda **_: nullcontext())


@pytest.fixture
def offer(listing):
    return listing.offers.get()


def buy(number, *offers):
    buyer = person(f"buyer{number}@example.com")
    return checkout.start(quote([Wish(offer.pk) for offer in offers]), checkout.Buyer(buyer, buyer.email)).pk


def refunded_at_stripe():
    return sum(row.body["amount"] for row in StoredObject.objects.filter(kind="refund"))


def test_twenty_buyers_and_one_last_item(store):
    last = publish_download(store, "Last", 900, stock=1).offers.get()

    said = at_once(lambda number: buy(number, last), 20)

    assert said.count("Unavailable") == 19
    assert Order.objects.count() == Entitlement.objects.count() == 1
    assert Stock.objects.get().taken == 1


def test_forty_buyers_and_five_items(store):
    few = publish_download(store, "Few", 900, stock=5).offers.get()

    said = at_once(lambda number: buy(number, few), 40)

    assert said.count("Unavailable") == 35
    assert Stock.objects.get().taken == Order.objects.count() == 5


def test_carts_in_opposite_order_never_wait_for_one_another_for_ever(store):
    a = publish_download(store, "A", 900, stock=50).offers.get()
    b = publish_download(store, "B", 900, stock=50).offers.get()

    said = at_once(lambda number: buy(number, *((a, b) if number % 2 else (b, a))), 20)

    assert all(isinstance(answer, int) for answer in said)
    assert [stock.taken for stock in Stock.objects.all()] == [20, 20]


def test_ten_settlements_at_once_make_one_sale(till, bob, offer):
    order = till.place(bob, offer)
    till.pay(order)

    said = at_once(lambda _: checkout.settle(Order.objects.get()), 10)

    assert said == [True] * 10
    assert JournalEntry.objects.count() == 1
    assert Card.objects.get(pk=offer.listing_id).sales == 1
    assert Order.objects.get().receipt_sent_at


def test_a_late_payment_settled_by_many_is_returned_once(till, bob, carol, store):
    last = publish_download(store, "Last", 900, stock=1).offers.get()
    late = till.place(bob, last)
    checkout.lapse(late)
    till.sell(carol, last)
    till.pay(late)

    at_once(lambda _: checkout.settle(Order.objects.get(pk=late.pk)), 8)

    late.refresh_from_db()
    assert (late.state, bool(late.late_refund_id), refunded_at_stripe()) == ("returned", True, 900)


def test_refunds_at_once_never_pass_what_was_paid(till, bob, offer):
    item = till.sell(bob, offer).items.get()

    said = at_once(lambda _: refunds.ask(Item.objects.get(pk=item.pk), 500, "", None).pk, 10)

    item.refresh_from_db()
    assert said.count("CannotRefund") == 5
    assert item.refunded_amount == refunded_at_stripe() == 2500
    assert Posting.objects.filter(account="stripe").aggregate(sum=Sum("amount"))["sum"] == 400


def test_one_full_refund_by_parts_at_once_mirrors_the_sale_and_ends_the_right(till, bob, offer):
    item = till.sell(bob, offer).items.get()

    at_once(lambda _: refunds.ask(Item.objects.get(pk=item.pk), 290, "", None).pk, 10)

    sums = {
        row["account"]: row["sum"] for row in Posting.objects.values("account").annotate(sum=Sum("amount"))
    }
    assert sums == {"stripe": 0, "fee": 0, "seller": 0}
    assert Refund.objects.filter(state="done").count() == 10
    assert Entitlement.objects.get().state == "ended"


def test_one_event_ten_times_at_once_is_handled_once(till, bob, offer):
    order = till.place(bob, offer)
    till.pay(order)
    event = Delivery.objects.get(event__body__type="checkout.session.completed").event.body
    body = json.dumps(event)
    moment = int(time.time())
    key = stripe.WebhookSignature._compute_signature(f"{moment}.{body}", settings.STRIPE_WEBHOOK_SECRET)
    headers = {"Stripe-Signature": f"t={moment},v1={key}"}

    def post(_):
        answer = Client().post(
            reverse("stripe_webhook"), body, content_type="application/json", headers=headers
        )
        return answer.status_code

    said = at_once(post, 10)

    assert said == [200] * 10
    row = StripeEvent.objects.get()
    assert (bool(row.handled_at), row.attempts) == (True, 1)
    assert JournalEntry.objects.count() == 1


def test_a_worker_killed_between_payment_and_delivery_loses_nothing(till, bob, offer, monkeypatch):
    order = till.place(bob, offer)
    till.pay(order)

    def die(pk):
        os.kill(os.getpid(), signal.SIGKILL)

    def settle_and_die():
        monkeypatch.setattr(tasks.delivery, "deliver", die)
        checkout.settle(Order.objects.get())

    assert killed_in(settle_and_die) == signal.SIGKILL
    assert (Order.objects.get().state, Entitlement.objects.get().delivered_at) == ("paid", None)
    past = timezone.now() - timedelta(minutes=2)
    Order.objects.update(paid_at=past)
    Entitlement.objects.update(activated_at=past)

    call_command("tick")
    call_command("tick")

    assert Entitlement.objects.get().delivered_at
    assert Order.objects.get().receipt_sent_at


def test_a_worker_killed_after_stripe_took_the_refund_does_not_refund_twice(till, bob, offer, monkeypatch):
    item = till.sell(bob, offer).items.get()

    def die(*args):
        os.kill(os.getpid(), signal.SIGKILL)

    def ask_and_die():
        monkeypatch.setattr(refunds, "learn", die)
        refunds.ask(item, 2900, "", None)

    assert killed_in(ask_and_die) == signal.SIGKILL
    assert (Refund.objects.get().state, refunded_at_stripe()) == ("asked", 2900)
    Refund.objects.update(created_at=timezone.now() - timedelta(minutes=2))

    periodic.every_minute()

    assert (Refund.objects.get().state, refunded_at_stripe()) == ("done", 2900)


def test_two_sweeps_at_once_do_everything_once(till, bob, offer):
    order = till.place(bob, offer)
    till.pay(order)
    Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    at_once(lambda _: periodic.every_minute(), 4)

    assert JournalEntry.objects.count() == 1
    assert Order.objects.get().state == "paid"


@pytest.mark.parametrize("statement", ["UPDATE orders_posting SET amount = 1", "DELETE FROM orders_posting"])
def test_the_database_refuses_to_change_the_ledger(till, bob, offer, statement):
    till.sell(bob, offer)
    before = list(Posting.objects.values_list("amount", flat=True))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(Posting.objects.values_list("amount", flat=True)) == before


def test_the_database_refuses_an_entry_that_does_not_balance(till, bob, offer):
    order = till.sell(bob, offer)

    with pytest.raises(DatabaseError, match="does not sum to zero"), transaction.atomic():
        entry = JournalEntry.objects.create(kind="sale", source="forged", order=order)
        Posting.objects.create(entry=entry, account="stripe", amount=5, currency="EUR")

    assert JournalEntry.objects.count() == 1


def test_a_delivery_by_many_is_delivered_once(till, bob, offer):
    till.sell(bob, offer)
    held = Entitlement.objects.get()
    Entitlement.objects.update(delivered_at=None)

    said = at_once(lambda _: delivery.deliver(held.pk), 6)

    assert said == [False] * 5 + [True]


def test_lines_that_do_not_balance_are_not_even_tried(till, bob, offer):
    order = till.sell(bob, offer)

    with pytest.raises(Exception, match="does not balance"):
        JournalEntry.post("sale", "forged", order, [Line("stripe", 5)])
