"""Subscriptions under real concurrency: a period is booked once, and an end is an end."""

from contextlib import nullcontext, suppress

import pytest
from django.db.models import Sum

from orders import audit, plan_changes, refunds, steering, subscriptions
from orders.models import Item, JournalEntry, Order, PlanChange, Posting, Subscription, SubscriptionNotice
from products.models import Entitlement, Offer
from sandbox import clock
from tests.conftest import publish_download
from tests.orders.conftest import Till
from tests.orders.subscribing import MONTH, subscribe
from tests.races.crowd import at_once, needs_postgresql

pytestmark = needs_postgresql


@pytest.fixture
def till(client):
    """Commits are real here: what follows them runs by itself."""
    return Till(client, lambda **_: nullcontext())


@pytest.fixture
def plan(till, bob, store):
    offer = publish_download(store, "Sounds of the month", 900, interval="month").offers.get()
    return subscribe(till, bob, offer)


def follow(_number):
    return subscriptions.follow(Subscription.objects.get())


def test_ten_workers_that_follow_one_renewal_book_it_once(plan):
    with clock.travelled(MONTH):
        clock.sweep()

    at_once(follow, 10)

    assert list(Order.objects.order_by("pk").values_list("state", "total")) == [("paid", 900)] * 2
    assert JournalEntry.objects.count() == 2
    assert Posting.objects.filter(account="stripe").aggregate(sum=Sum("amount"))["sum"] == 1800
    assert not list(audit.problems())


def test_a_refund_and_a_renewal_at_once_leave_books_that_agree(plan, till):
    item = Item.objects.get()
    with clock.travelled(MONTH):
        clock.sweep()

    def work(number):
        if number == 0:
            return refunds.ask(Item.objects.get(pk=item.pk), 900, "", None).pk > 0
        return follow(number)

    at_once(work, 6)
    till.hear()
    till.minute()

    assert Order.objects.paid().count() == 2
    assert Posting.objects.filter(account="stripe").aggregate(sum=Sum("amount"))["sum"] == 900
    assert not list(audit.problems())


def test_many_cancel_at_once_and_one_confirmation_is_owed(plan):
    def work(_number):
        return steering.cancel(Subscription.objects.get(), "unused")

    at_once(work, 6)

    plan.refresh_from_db()
    assert (plan.is_ending, plan.state) == (True, "active")
    assert SubscriptionNotice.objects.filter(kind="cancelled").count() == 1
    assert Entitlement.objects.get().ends_at == plan.paid_until


def test_a_plan_that_is_changed_by_six_presses_is_charged_once(plan, till, bob):
    studio = Offer.objects.create(listing=plan.listing, name="Studio", price=2000, interval="month", quota=5)
    said = plan_changes.quote(plan, studio)

    def press(_number):
        with suppress(steering.CannotChange):
            plan_changes.change(Subscription.objects.get(), studio, said.due, said.moment)
        return True

    at_once(press, 6)
    till.hear(duplicate=True, shuffle=True)

    plan.refresh_from_db()
    assert (plan.amount, Entitlement.objects.get().quota) == (2000, 5)
    assert list(Order.objects.order_by("pk").values_list("total", flat=True)) == [900, said.due]
    assert PlanChange.objects.exclude(applied_at=None).count() == 1
    assert not list(audit.problems())
