"""Refunds never pass what was paid, mirror the sale to the last unit, and end the right exactly once."""

import itertools
import random

import pytest

from cms.money import share, split
from orders import refunds
from orders.models import Item, JournalEntry, Order, Posting, Refund
from sandbox import clock
from tests.conftest import publish_download


def refund(till, item, amount, by=None):
    """Ask and send, as the back-office does."""
    with till.commits(execute=True):
        return refunds.ask(item, amount, "It was not for me.", by)


def sums():
    """{account: sum} of the whole ledger."""
    found = {}
    for posting in Posting.objects.all():
        found[posting.account] = found.get(posting.account, 0) + posting.amount
    return found


def at_stripe(order, **params):
    """Refund as somebody would in Stripe's dashboard."""
    import stripe
    from django.conf import settings

    client = stripe.StripeClient(settings.STRIPE_SECRET_KEY)
    return client.v1.refunds.create({"payment_intent": order.payment_intent, **params})


@pytest.fixture
def sold(till, bob, offer):
    return till.sell(bob, offer)


@pytest.fixture
def item(sold):
    return sold.items.get()


def test_a_full_refund_mirrors_the_sale_ends_the_right_and_is_mailed(till, item, mailoutbox):
    mailoutbox.clear()

    refund(till, item, 2900)
    till.hear(duplicate=True, shuffle=True)

    item.refresh_from_db()
    assert (item.refunded_amount, item.entitlement.state) == (2900, "ended")
    assert sums() == {"stripe": 0, "fee": 0, "seller": 0}
    assert Refund.objects.get().state == "done"
    assert [mail.subject for mail in mailoutbox] == [f"A refund for your order {item.order}"]


def test_a_part_keeps_the_right_and_the_last_part_ends_it(till, item):
    refund(till, item, 1450)
    item.refresh_from_db()
    kept = item.entitlement.state

    refund(till, item, 1450)

    item.refresh_from_db()
    assert (kept, Item.objects.get().entitlement.state) == ("active", "ended")
    assert sums() == {"stripe": 0, "fee": 0, "seller": 0}


@pytest.mark.parametrize("amount", [0, -1, 2901])
def test_nothing_and_more_than_was_paid_are_refused(till, item, amount):
    with pytest.raises(refunds.CannotRefund):
        refund(till, item, amount)

    item.refresh_from_db()
    assert item.refunded_amount == 0
    assert not Refund.objects.exists()


def test_a_second_full_refund_is_refused(till, item):
    refund(till, item, 2900)

    with pytest.raises(refunds.CannotRefund):
        refund(till, item, 1)

    assert Refund.objects.count() == 1


def test_an_unpaid_order_is_not_refunded(till, bob, offer):
    order = till.place(bob, offer)

    with pytest.raises(refunds.CannotRefund):
        refund(till, order.items.get(), 100)


def test_an_item_whose_right_has_ended_can_be_refunded(till, item):
    from products import delivery

    delivery.withdraw(item.entitlement)

    refund(till, item, 2900)

    assert Refund.objects.get().state == "done"


def test_a_pending_refund_is_posted_when_the_bank_is_done(till, bob, offer):
    order = till.place(bob, offer)
    till.pay(order, number="4000000000007726")
    till.hear()
    refund(till, order.items.get(), 2900)
    assert (Refund.objects.get().state, sums()["stripe"]) == ("asked", 2900)

    with clock.travelled(60):
        till.hear()

    assert (Refund.objects.get().state, sums()["stripe"]) == ("done", 0)


def test_a_refund_that_fails_later_is_owed_to_the_buyer_and_shown_to_support(till, bob, offer):
    order = till.place(bob, offer)
    till.pay(order, number="4000000000005126")
    till.hear()
    refund(till, order.items.get(), 2900)

    with clock.travelled(60):
        till.hear(duplicate=True)

    order.refresh_from_db()
    assert Refund.objects.get().state == "failed"
    assert sums() == {"stripe": 2900, "fee": 0, "seller": 0, "buyer": -2900}
    assert "failed" in order.problem
    assert order.items.get().entitlement.state == "ended"


def test_a_refund_that_stripe_refuses_frees_the_amount(till, sold, item):
    at_stripe(sold)

    refund(till, item, 2900)

    item.refresh_from_db()
    assert (Refund.objects.get().state, item.refunded_amount) == ("failed", 0)
    assert sums()["stripe"] == 2900


def test_stripe_down_is_made_up_for_by_the_sweep_once(till, sold, item, stripe_is):
    stripe_is("mute")
    asked = refund(till, item, 1000)
    stripe_is("up")
    Refund.objects.update(created_at=sold.created_at.replace(year=2020))

    till.minute()
    till.hear()

    asked.refresh_from_db()
    assert (asked.state, sums()["stripe"]) == ("done", 1900)
    assert [r.amount for r in _stripe_refunds(sold)] == [1000]


def _stripe_refunds(order):
    from orders import gateway

    return gateway.refunds_of(order.payment_intent)


def test_a_refund_made_at_stripe_is_recorded_once(till, sold, item):
    at_stripe(sold, amount=900)

    till.hear(duplicate=True, shuffle=True)

    item.refresh_from_db()
    assert (item.refunded_amount, item.entitlement.state) == (900, "active")
    assert sums() == {"stripe": 2000, "fee": -200, "seller": -1800}


def test_a_full_refund_made_at_stripe_ends_every_right_of_the_order(till, bob, offer, store):
    other = publish_download(store, "Other", 1100).offers.get()
    order = till.sell(bob, offer, other)
    at_stripe(order)

    till.hear()

    assert [i.entitlement.state for i in order.items.all()] == ["ended", "ended"]
    assert sums() == {"stripe": 0, "fee": 0, "seller": 0}


def test_a_refund_event_before_the_paid_event_ends_refunded(till, bob, offer):
    order = till.place(bob, offer)
    till.pay(order)
    from orders import checkout

    checkout.settle(order)
    at_stripe(order)

    till.hear(shuffle=True, duplicate=True)

    order.refresh_from_db()
    assert order.items.get().entitlement.state == "ended"
    assert sums() == {"stripe": 0, "fee": 0, "seller": 0}


def test_refunds_mirror_the_sale_exactly_however_they_are_cut():
    chance = random.Random(7)
    for _ in range(2000):
        amount = chance.randint(1, 99_999_999)
        ours = chance.choice((0, chance.randint(0, 99_999_999)))
        fee = share(amount + ours, chance.randint(0, 10_000))
        item = Item(amount=amount, discount_by_shop=ours, fee=fee, seller_id=1)
        cuts = sorted(chance.randint(0, amount) for _ in range(chance.randint(0, 6)))
        edges = [0, *cuts, amount]
        back = {"stripe": 0, "fee": 0, "seller": 0, "coupon": 0}
        for before, after in itertools.pairwise(edges):
            lines = refunds.mirror_lines(item, before, after - before)
            assert sum(line.amount for line in lines) == 0
            assert [line.amount >= 0 for line in lines[1:3]] == [True, True] and lines[3].amount <= 0
            for line in lines:
                back[line.account] += line.amount
        assert back == {"stripe": -amount, "fee": fee, "seller": amount + ours - fee, "coupon": -ours}


def test_parts_make_the_whole():
    chance = random.Random(11)
    for _ in range(2000):
        total = chance.randint(0, 10**9)
        weights = [chance.randint(0, 10**6) for _ in range(chance.randint(1, 8))]

        parts = split(total, weights)

        assert sum(parts) == total
        assert min(parts) >= 0


def test_total_is_fee_and_shares_to_the_cent():
    chance = random.Random(13)
    for _ in range(5000):
        amount = chance.randint(0, 99_999_999)
        item = Item(amount=amount, fee=share(amount, chance.randint(0, 10_000)))

        assert item.fee + item.seller_share == amount
        assert item.seller_share >= 0


def test_an_order_is_named_in_the_journal(till, sold, item):
    refund(till, item, 2900)

    assert set(JournalEntry.objects.values_list("source", "order")) == {
        (f"sale-{sold.pk}", sold.pk),
        (f"refund-{Refund.objects.get().pk}", sold.pk),
    }
    assert Order.objects.get().refunded() == 2900
