"""A coupon's limits hold when many buyers order at the same moment."""

import pytest

from orders import checkout
from orders.models import CouponUse, Order, Redemption
from orders.pricing import Wish, quote
from products.models import Entitlement
from tests.conftest import person
from tests.orders.couponing import make_coupon
from tests.races.crowd import at_once, needs_postgresql

pytestmark = needs_postgresql


@pytest.fixture
def offer(listing):
    return listing.offers.get()


def order(buyer, offer, coupon):
    return checkout.start(quote([Wish(offer.pk)], coupon), checkout.Buyer(buyer, buyer.email)).pk


def test_twenty_buyers_and_five_uses(offer):
    coupon = make_coupon(most=5)
    buyers = [person(f"buyer{number}@example.com") for number in range(20)]

    said = at_once(lambda number: order(buyers[number], offer, coupon), 20)

    assert said.count("Spent") == 15
    assert CouponUse.objects.get().taken == Redemption.objects.held().count() == Order.objects.count() == 5
    assert Entitlement.objects.count() == 5


def test_one_person_ten_times_at_once_uses_it_twice(offer):
    coupon = make_coupon(most_each=2)
    twins = [person(f"bob+{number}@example.com") for number in range(10)]

    said = at_once(lambda number: order(twins[number], offer, coupon), 10)

    assert said.count("Spent") == 8
    assert sorted(Redemption.objects.held().values_list("nth", flat=True)) == [1, 2]


def test_a_use_is_let_go_once_however_many_say_so(offer):
    coupon = make_coupon(most=3)
    buyers = [person(f"buyer{number}@example.com") for number in range(3)]
    placed = [Order.objects.get(pk=order(buyer, offer, coupon)) for buyer in buyers]

    said = at_once(lambda number: checkout.lapse(placed[number % 2]), 10)

    assert said.count(True) == 2
    assert CouponUse.objects.get().taken == Redemption.objects.held().count() == 1


def test_lapsing_and_ordering_at_once_never_wait_for_one_another_for_ever(offer):
    coupon = make_coupon(most=10)
    buyers = [person(f"buyer{number}@example.com") for number in range(20)]
    placed = [Order.objects.get(pk=order(buyer, offer, coupon)) for buyer in buyers[:10]]

    def work(number):
        return order(buyers[number], offer, coupon) if number >= 10 else checkout.lapse(placed[number])

    said = at_once(work, 20)

    assert {answer for answer in said if isinstance(answer, str)} <= {"Spent"}
    assert CouponUse.objects.get().taken == Redemption.objects.held().count()
