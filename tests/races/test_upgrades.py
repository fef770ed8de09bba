"""A right is upgraded once, however many pay for it at once, and never after its money went back."""

import pytest

from orders import checkout, refunds
from orders.models import Item, Order, Posting, Refund, Upgrade
from orders.pricing import Wish, quote
from products.models import Entitlement
from tests.conftest import person
from tests.orders.upgrading import edition, publish_editions, up
from tests.races.crowd import at_once, needs_postgresql

pytestmark = needs_postgresql


def settle(order):
    """As after Stripe's word: the money is here. Which state the order has then."""
    intent = f"pi_{order.pk}"
    session = Session(order, intent)
    checkout._take(order, session)
    return order.state


class Session:
    """What `checkout` reads of a paid session."""

    subscription, customer, bill = "", "", None

    def __init__(self, order, intent):
        self.id, self.payment_intent = f"cs_{order.pk}", intent
        self.amount_total, self.currency = order.total, order.currency


@pytest.fixture
def holder(db):
    return person("holder@example.com")


@pytest.fixture
def program(store):
    return publish_editions(store)


@pytest.fixture
def first(program, holder):
    """The purchase of Personal."""
    wish = Wish(edition(program, "Personal").pk)
    order = checkout.start(quote([wish]), checkout.Buyer(holder, holder.email))
    assert settle(order) == Order.State.PAID
    return order


@pytest.fixture
def waiting(program, holder, first):
    """Six orders for the upgrade to Team, from six browsers."""
    wish = up(program, "Team", holder)
    return [checkout.start(quote([wish]), checkout.Buyer(holder, holder.email)) for _ in range(6)]


def test_six_browsers_pay_and_one_upgrade_is_made(waiting):
    said = at_once(lambda number: settle(waiting[number]), 6)

    assert said.count("paid") == 1
    states = list(Order.objects.filter(pk__in=[one.pk for one in waiting]).values_list("state", flat=True))
    assert (states.count("paid"), states.count("placed")) == (1, 0)
    assert Upgrade.objects.standing().count() == 1
    assert (Entitlement.objects.get().offer_name, Entitlement.objects.get().quota) == ("Team", 10)
    assert sum(Posting.objects.filter(account="stripe").values_list("amount", flat=True)) == 9000


def test_two_doors_settle_the_same_upgrade_once(waiting):
    said = at_once(lambda _number: settle(Order.objects.get(pk=waiting[0].pk)), 8)

    assert said == ["paid"] * 8
    assert Upgrade.objects.standing().count() == 1
    assert sum(Posting.objects.filter(account="stripe").values_list("amount", flat=True)) == 9000


def test_a_refund_of_the_purchase_and_the_upgrade_at_once_leave_nothing_unanswered(first, waiting):
    item = first.items.get()
    refund = Refund.objects.create(item=item, amount=item.amount)  # reserved at the moment of the payment

    def work(number):
        if number:
            return settle(waiting[number])
        Item.objects.filter(pk=item.pk).update(refunded_amount=item.amount)
        return refunds._finish(refund)

    at_once(work, 4)

    assert Entitlement.objects.get().state == "ended"
    assert not Upgrade.objects.standing().exists()
    made = Upgrade.objects.exclude(made_at=None).first()
    back = Refund.objects.exclude(pk=refund.pk)
    assert [row.amount for row in back] == ([6000] if made else [])
    assert not Order.objects.placed().filter(pk__in=[one.pk for one in waiting[1:4]]).exists()


def test_refunds_of_both_steps_at_once_never_wait_for_one_another(first, waiting):
    settle(waiting[0])
    items = [first.items.get(), waiting[0].items.get()]
    rows = []
    for item in items:
        Item.objects.filter(pk=item.pk).update(refunded_amount=item.amount)
        rows.append(Refund.objects.create(item=item, amount=item.amount))

    said = at_once(lambda number: refunds._finish(rows[number % 2]), 8)

    assert said == [None] * 8
    assert Entitlement.objects.get().state == "ended"
    assert Refund.objects.filter(state="done").count() == 2
    assert sum(Posting.objects.filter(account="stripe").values_list("amount", flat=True)) == 0
