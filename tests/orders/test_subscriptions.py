"""A subscription is paid, renewed, owed, cancelled and ended; its right lasts as long as was paid for."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from orders import audit, checkout, refunds, steering, subscriptions
from orders.gateway import client
from orders.gifts import Wrapping
from orders.models import Item, JournalEntry, Order, StripeEvent, Subscription
from orders.pricing import Refused, Wish, quote
from products.models import Entitlement
from sandbox import clock
from tests.orders.subscribing import DAY, MONTH, after, at_stripe, subjects, subscribe, sums, totals

GRACE = timedelta(days=7)


def period_end(plan):
    return at_stripe(plan)["items"].data[0].current_period_end


def test_the_first_payment_opens_the_right_for_the_period_and_its_grace(till, bob, monthly, mailoutbox):
    plan = subscribe(till, bob, monthly)

    right = Entitlement.objects.get()
    assert (plan.state, plan.amount, plan.interval, plan.fee_bps) == ("active", 900, "month", 1000)
    assert int(plan.paid_until.timestamp()) == period_end(plan)
    assert right.ends_at == plan.paid_until + GRACE
    assert right.is_open
    assert sums() == {"stripe": 900, "fee": -90, "seller": -810}
    assert JournalEntry.objects.get().source == f"sale-{plan.orders.get().pk}"
    assert plan.orders.get().payment_intent.startswith("pi_")
    assert len(subjects(mailoutbox)) == 2  # the receipt, and the seller's


def test_a_renewal_is_an_order_of_its_own_and_extends_the_right(till, plan, bob, mailoutbox):
    first = plan.orders.get()
    mailoutbox.clear()

    after(till, MONTH)

    renewal = Order.objects.latest("pk")
    item = renewal.items.get()
    plan.refresh_from_db()
    assert (renewal.state, renewal.total, renewal.email, renewal.country) == ("paid", 900, bob.email, "DE")
    assert (item.is_renewal, item.entitlement_id, item.fee) == (True, plan.entitlement_id, 90)
    assert renewal.number == f"S{renewal.pk:07d}"
    assert renewal.payment_intent != first.payment_intent
    assert sums() == {"stripe": 1800, "fee": -180, "seller": -1620}
    assert int(plan.paid_until.timestamp()) == period_end(plan)
    assert Entitlement.objects.get().ends_at == plan.paid_until + GRACE
    assert subjects(mailoutbox) == ["Your receipt for another period of Sounds of the month"]
    call_command("check_ledger")


def test_doubled_and_shuffled_events_of_a_year_book_each_month_once(till, plan):
    with clock.travelled(MONTH):
        clock.sweep()
    after(till, 366 * DAY, duplicate=True, shuffle=True)

    assert totals() == [900] * 13
    assert sums() == {"stripe": 11700, "fee": -1170, "seller": -10530}
    assert not list(audit.problems())


def test_every_event_handled_again_changes_nothing(till, plan):
    after(till, MONTH)
    before = Subscription.objects.values().get()

    for event in StripeEvent.objects.all():
        subscriptions.follow(plan)
        assert event.handled_at
    plan.refresh_from_db()

    assert totals() == [900, 900]
    assert {**Subscription.objects.values().get(), "version": 0} == {**before, "version": 0}


def test_a_bill_that_is_heard_of_before_the_page_settles_the_order(till, bob, monthly):
    order = till.place(bob, monthly)
    till.pay(order)
    with till.commits(execute=True):
        assert subscriptions.follow(subscriptions.find("sub_unknown", order.token))

    assert (Subscription.objects.get().state, totals()) == ("active", [900])


def test_cancelling_ends_it_with_the_period_that_is_paid(till, plan, mailoutbox):
    mailoutbox.clear()
    with till.commits(execute=True):
        steering.cancel(plan, "expensive", "Half of it would do.")
    till.hear()
    plan.refresh_from_db()
    assert (plan.state, plan.is_ending, plan.why) == ("active", True, "expensive")
    assert Entitlement.objects.get().ends_at == plan.paid_until

    after(till, MONTH)

    plan.refresh_from_db()
    assert (plan.state, plan.why, plan.words) == ("ended", "expensive", "Half of it would do.")
    assert Entitlement.objects.get().state == "ended"
    assert totals() == [900]
    assert subjects(mailoutbox) == [
        "You have cancelled Sounds of the month",
        "Sounds of the month has ended",
    ]


def test_a_cancellation_can_be_taken_back_and_the_next_month_is_paid(till, plan, mailoutbox):
    with till.commits(execute=True):
        steering.cancel(plan, "unused")
        steering.resume(plan)

    after(till, MONTH)

    plan.refresh_from_db()
    assert (plan.state, plan.is_ending, plan.why, totals()) == ("active", False, "", [900, 900])
    assert Entitlement.objects.get().ends_at == plan.paid_until + GRACE
    assert "Sounds of the month goes on" in subjects(mailoutbox)


def test_what_has_ended_cannot_be_cancelled_or_resumed(till, plan):
    client().v1.subscriptions.cancel(plan.stripe_id)
    till.hear()

    for change in (steering.cancel, steering.resume):
        with pytest.raises(steering.CannotChange):
            change(plan)

    assert Subscription.objects.get().why == "at_stripe"


def test_a_refund_of_the_latest_period_ends_it_and_one_before_only_gives_money_back(till, plan):
    after(till, MONTH)
    first, second = Item.objects.order_by("pk")

    with till.commits(execute=True):
        refunds.ask(first, 900, "", None)
    till.hear()
    plan.refresh_from_db()
    assert (plan.state, Entitlement.objects.get().state) == ("active", "active")
    assert sums() == {"stripe": 900, "fee": -90, "seller": -810}

    with till.commits(execute=True):
        refunds.ask(second, 900, "", None)
    till.hear()

    plan.refresh_from_db()
    assert (plan.state, plan.why, Entitlement.objects.get().state) == ("ended", "refunded", "ended")
    assert at_stripe(plan).status == "canceled"
    assert sums() == {"stripe": 0, "fee": 0, "seller": 0}
    assert not list(audit.problems())


def test_part_of_a_period_given_back_ends_nothing(till, plan):
    with till.commits(execute=True):
        refunds.ask(Item.objects.get(), 899, "", None)
    till.hear()

    plan.refresh_from_db()
    assert (plan.state, Entitlement.objects.get().state) == ("active", "active")
    assert sums() == {"stripe": 1, "fee": 0, "seller": -1}


def test_a_subscription_is_paid_for_on_its_own(bob, monthly, offer):
    with pytest.raises(Refused, match="on its own"):
        checkout.start(quote([Wish(monthly.pk), Wish(offer.pk)]), checkout.Buyer(bob, bob.email))

    assert not Order.objects.exists()


def test_a_subscription_is_no_gift(bob, monthly):
    buyer = checkout.Buyer(bob, bob.email, gift=Wrapping("Bob", "", "", None))

    with pytest.raises(Refused, match="as a gift"):
        checkout.start(quote([Wish(monthly.pk)]), buyer)

    assert not Order.objects.exists()
