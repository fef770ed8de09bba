"""A subscriber changes the plan: dearer ones at once for the difference, others when the period ends."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone

from orders import audit, plan_changes, steering
from orders.models import Item, Order, PlanChange, Subscription
from products.models import Entitlement, Offer
from sandbox import clock
from tests.orders.plans import change, four_plans
from tests.orders.subscribing import (
    DAY,
    MONTH,
    after,
    at_stripe,
    card_becomes,
    subjects,
    subscribe,
    sums,
    totals,
)


@pytest.fixture
def pack(store):
    return four_plans(store)


@pytest.fixture
def small(pack):
    return pack.offers.get(name="Small")


@pytest.fixture
def studio(pack):
    return pack.offers.get(name="Studio")


@pytest.fixture
def yearly(pack):
    return pack.offers.get(name="Yearly")


@pytest.fixture
def plan(till, bob, pack):
    """Bob's subscription at 9.00 euro, its first month paid."""
    return subscribe(till, bob, pack.offers.first())


def test_a_dearer_plan_begins_at_once_for_the_difference(till, plan, studio, mailoutbox, monkeypatch):
    then = SimpleNamespace(now=lambda: timezone.now() + timedelta(days=10))
    monkeypatch.setattr(plan_changes, "timezone", then)
    with clock.travelled(10 * DAY):
        said = change(till, plan, studio)

    right = Entitlement.objects.get()
    bill = Order.objects.latest("pk")
    assert 700 < said.due < 800  # of a month of which ten days are over
    assert (plan.offer, plan.offer_name, plan.amount) == (studio, "Studio", 2000)
    assert (right.offer, right.quota, right.is_open) == (studio, 5, True)
    assert totals() == [900, said.due]
    assert (bill.items.get().offer_name, bill.problem) == ("Studio", "")
    assert sums()["stripe"] == 900 + said.due
    assert "Your plan for Sounds of the month is now Studio" in subjects(mailoutbox)
    call_command("check_ledger")
    assert list(audit.problems()) == []


def test_then_the_new_price_is_paid(till, plan, studio):
    said = change(till, plan, studio)
    after(till, MONTH, duplicate=True, shuffle=True)

    assert totals() == [900, said.due, 2000]
    assert not Order.objects.exclude(problem="").exists()


def test_a_cheaper_plan_waits_for_the_end_of_the_period(till, plan, small):
    said = change(till, plan, small)

    right = Entitlement.objects.get()
    assert (said.due, said.is_now) == (0, False)
    assert (plan.amount, right.offer_name, totals()) == (900, plan.offer_name, [900])
    assert plan_changes.waiting(plan).promised.name == "Small"

    after(till, MONTH, duplicate=True, shuffle=True)

    plan.refresh_from_db()
    assert (plan.offer_name, plan.amount, totals()) == ("Small", 500, [900, 500])
    assert Item.objects.latest("pk").offer_name == "Small"
    assert Entitlement.objects.get().offer == small
    assert plan_changes.waiting(plan) is None
    assert not Order.objects.exclude(problem="").exists()


def test_to_pay_by_the_year_begins_a_year_now(till, plan, yearly):
    said = change(till, plan, yearly)

    assert 9000 - 900 <= said.due <= 9000
    assert (plan.interval, totals()) == ("year", [900, said.due])
    assert plan.paid_until > timezone.now() + timedelta(days=360)


def test_to_pay_by_the_month_again_waits_for_the_end_of_the_year(till, bob, yearly, small):
    plan = subscribe(till, bob, yearly)
    said = change(till, plan, small)
    assert (said.due, plan.interval) == (0, "year")

    after(till, 366 * DAY)

    plan.refresh_from_db()
    assert (plan.interval, plan.amount, totals()) == ("month", 500, [9000, 500])


def test_a_change_that_waits_can_be_taken_back_or_replaced(till, plan, small, studio):
    change(till, plan, small)
    assert steering.keep_plan(plan)
    assert plan_changes.waiting(plan) is None

    change(till, plan, small)
    assert plan_changes.choices(plan) == []  # one at a time
    steering.keep_plan(plan)
    said = change(till, plan, studio)

    assert (plan.offer_name, plan_changes.waiting(plan)) == ("Studio", None)
    after(till, MONTH)
    assert totals() == [900, said.due, 2000]


def test_who_cancels_takes_the_change_back(till, plan, small):
    change(till, plan, small)
    steering.cancel(plan)
    after(till, MONTH)

    plan.refresh_from_db()
    assert (plan.state, totals()) == ("ended", [900])


def test_a_declined_card_changes_nothing(till, plan, studio):
    card_becomes(plan, "pm_card_chargeCustomerFail")
    said = plan_changes.quote(plan, studio)

    with pytest.raises(steering.CannotChange, match="declined"):
        plan_changes.change(plan, studio, said.due, said.moment)
    till.hear()

    plan.refresh_from_db()
    assert (plan.state, plan.amount, totals()) == ("active", 900, [900])
    assert not PlanChange.objects.open().exists()


def test_another_sum_or_an_old_page_is_refused(plan, studio):
    said = plan_changes.quote(plan, studio)

    with pytest.raises(steering.CannotChange, match="amount has changed"):
        plan_changes.change(plan, studio, said.due - 1, said.moment)
    with pytest.raises(steering.CannotChange, match="open for long"):
        plan_changes.change(plan, studio, said.due, said.moment - timedelta(hours=1))
    with pytest.raises(steering.CannotChange, match="open for long"):
        plan_changes.change(plan, studio, 100, said.moment + timedelta(days=20))  # the cheap end of the month
    assert not PlanChange.objects.exists()


def test_an_answer_that_is_lost_is_found_out_by_the_events(till, plan, studio, stripe_is):
    said = plan_changes.quote(plan, studio)
    made = plan_changes._write(plan, said)
    plan_changes._ask_stripe(made, said)  # and the process dies

    till.hear(duplicate=True, shuffle=True)

    plan.refresh_from_db()
    made.refresh_from_db()
    assert (plan.offer_name, totals()) == ("Studio", [900, said.due])
    assert made.applied_at


def test_two_presses_change_it_once(till, plan, studio):
    said = change(till, plan, studio)

    with pytest.raises(steering.CannotChange):
        plan_changes.change(plan, studio, said.due, said.moment)

    assert totals() == [900, said.due]


def test_while_it_is_tried_another_plan_costs_nothing_yet(till, carol, pack, studio):
    Offer.objects.filter(listing=pack).update(trial_days=14)
    till.sell(carol, pack.offers.first())
    plan = Subscription.objects.get()

    said = change(till, plan, studio)

    assert (said.due, plan.offer_name, plan.state, totals()) == (0, "Studio", "trial", [0])
    after(till, 15 * DAY)
    assert totals() == [0, 2000]


def test_only_plans_that_are_on_sale_and_others_are_offered(plan, pack, small, studio, yearly):
    Offer.objects.filter(pk=small.pk).update(is_active=False)
    Offer.objects.create(listing=pack, name="Once", price=5000)
    Offer.objects.create(listing=pack, name="Few", price=700, interval="month", stock=3)

    assert plan_changes.choices(plan) == [studio, yearly]
    Subscription.objects.update(state="past_due")
    plan.refresh_from_db()
    assert plan_changes.choices(plan) == []


def test_where_time_was_let_pass_for_a_test_a_plan_can_be_changed_too(till, plan, studio):
    after(till, MONTH)  # the period that is paid now lies ahead of the shop's clock

    said = change(till, plan, studio)

    assert said.due == 1100  # of a whole month
    assert totals() == [900, 900, 1100]


def test_after_a_cheaper_plan_has_begun_a_dearer_one_can_be_had_at_once(till, plan, small, studio):
    change(till, plan, small)
    after(till, MONTH)
    plan.refresh_from_db()
    assert not at_stripe(plan).schedule

    change(till, plan, studio)

    assert (plan.offer_name, totals()[:2]) == ("Studio", [900, 500])


def test_a_changed_plan_that_goes_on_after_a_pause_is_billed_without_a_doubt(till, plan, studio):
    change(till, plan, studio)
    with till.commits(execute=True):
        steering.pause(plan, 1)
    Subscription.objects.update(paid_until=timezone.now() - timedelta(days=1))
    plan.refresh_from_db()

    with till.commits(execute=True):
        steering.go_on(plan)
    till.hear()

    assert totals() == [900, 1100, 2000]
    assert not Order.objects.exclude(problem="").exists()
