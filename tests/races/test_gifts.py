"""A gift is had by one, however many come with its link at the same moment."""

import pytest
from django.utils import timezone

from orders import checkout, gifts, refunds
from orders.models import Gift, Item, Order, Refund
from orders.pricing import Wish, quote
from products import delivery
from products.models import Entitlement
from tests.conftest import person
from tests.races.crowd import at_once, needs_postgresql

pytestmark = needs_postgresql


@pytest.fixture
def gift(listing):
    """Paid, and waiting to be redeemed."""
    giver = person("giver@example.com")
    wrapping = gifts.Wrapping("Ada", "friend@example.org")
    buyer = checkout.Buyer(giver, giver.email, gift=wrapping)
    order = checkout.start(quote([Wish(listing.offers.get().pk)]), buyer)
    Order.objects.filter(pk=order.pk).update(state="paid", paid_at=timezone.now(), number="S1")
    delivery.wrap_all([item.entitlement_id for item in order.items.all()], timezone.now())
    return Gift.objects.select_related("order").get()


def test_two_browsers_redeem_at_once_and_one_wins(gift):
    people = [person(f"friend{number}@example.com") for number in range(8)]

    said = at_once(lambda number: gifts.redeem(gift, people[number]), 8)

    assert said.count("CannotGive") == 7
    gift.refresh_from_db()
    held = Entitlement.objects.get()
    assert held.state == "active"
    assert held.holder == gift.redeemed_by


def test_a_new_link_and_a_redeeming_of_the_old_one_never_both_count(gift):
    friend = person("friend@example.com")

    def work(number):
        if number % 2:
            return gifts.send_to(gift, f"other{number}@example.org", None)
        return gifts.redeem(gift, friend)

    said = at_once(work, 6)

    assert said.count("CannotGive") == 5
    held, row = Entitlement.objects.get(), Gift.objects.get()
    assert (held.state == "active") == (row.token == gift.token) == bool(row.redeemed_at)


def test_a_refund_and_a_redeeming_at_once_leave_nothing_open(gift):
    friend = person("friend@example.com")
    item = Item.objects.get()
    Item.objects.update(refunded_amount=item.amount)
    refund = Refund.objects.create(item=item, amount=item.amount)

    def work(number):
        return refunds._finish(refund) if number % 2 else gifts.redeem(gift, friend)

    at_once(work, 6)

    assert Entitlement.objects.get().state == "ended"
    assert not delivery.may_open(friend, Entitlement.objects.get())
