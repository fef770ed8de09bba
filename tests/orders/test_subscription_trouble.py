"""Subscriptions when a payment fails, comes late, is lost or is not what was agreed."""

from datetime import timedelta

from django.utils import timezone

from orders import audit, checkout, reconcile, steering, subscriptions
from orders.gateway import client
from orders.models import Order, Posting, Subscription, SubscriptionNotice
from products.models import Entitlement, Stock
from sandbox import clock
from sandbox.models import StoredObject
from tests.conftest import publish_download
from tests.orders.subscribing import (
    DAY,
    MONTH,
    after,
    at_stripe,
    card_becomes,
    subjects,
    sums,
    totals,
)

GRACE = timedelta(days=7)


def period_end(plan):
    return at_stripe(plan)["items"].data[0].current_period_end


def test_a_failed_renewal_keeps_the_right_for_the_grace_and_is_told_once(till, plan, mailoutbox):
    ends_at = Entitlement.objects.get().ends_at
    mailoutbox.clear()
    card_becomes(plan, "pm_card_chargeCustomerFail")

    after(till, MONTH, duplicate=True)
    till.minute()

    plan.refresh_from_db()
    assert (plan.state, bool(plan.past_due_at)) == ("past_due", True)
    assert Entitlement.objects.get().ends_at == ends_at
    assert totals() == [900]
    assert subjects(mailoutbox) == ["We could not renew Sounds of the month"]


def test_a_renewal_that_succeeds_later_recovers(till, plan):
    card_becomes(plan, "pm_card_chargeCustomerFail")
    after(till, MONTH)
    card_becomes(plan, "pm_card_visa")

    after(till, MONTH + 4 * DAY)

    plan.refresh_from_db()
    assert (plan.state, plan.past_due_at) == ("active", None)
    assert Entitlement.objects.get().ends_at == plan.paid_until + GRACE
    assert totals() == [900, 900]


def test_after_the_grace_it_ends_here_and_at_stripe(till, plan, mailoutbox):
    card_becomes(plan, "pm_card_chargeCustomerFail")
    after(till, MONTH)
    mailoutbox.clear()
    moment = timezone.now() - GRACE - timedelta(minutes=1)
    Subscription.objects.update(paid_until=moment)
    StoredObject.objects.filter(kind="invoice", body__status="paid").delete()  # its period is in the future

    till.minute()
    till.minute()

    plan.refresh_from_db()
    assert (plan.state, plan.why, at_stripe(plan).status) == ("ended", "unpaid", "canceled")
    assert Entitlement.objects.get().state == "ended"
    assert "Sounds of the month has ended" in subjects(mailoutbox)
    assert not list(audit.problems())


def test_a_last_call_comes_two_days_before_the_grace_ends(till, plan, mailoutbox):
    card_becomes(plan, "pm_card_chargeCustomerFail")
    after(till, MONTH)
    mailoutbox.clear()
    Subscription.objects.update(paid_until=timezone.now() - timedelta(days=5, minutes=1))

    till.minute()
    till.minute()

    assert len(mailoutbox) == 1
    assert mailoutbox[0].subject.startswith("Sounds of the month ends on ")


def test_cancelling_while_a_payment_is_owed_ends_it_at_once(till, plan):
    card_becomes(plan, "pm_card_chargeCustomerFail")
    after(till, MONTH)
    plan.refresh_from_db()

    with till.commits(execute=True):
        steering.cancel(plan, "expensive")

    plan.refresh_from_db()
    assert (plan.state, plan.why, at_stripe(plan).status) == ("ended", "expensive", "canceled")
    assert Entitlement.objects.get().state == "ended"


def test_money_that_comes_after_the_end_goes_back(till, plan, mailoutbox):
    client().v1.subscriptions.cancel(plan.stripe_id)
    till.hear()
    mailoutbox.clear()
    bill = client().v1.invoices.list({"subscription": plan.stripe_id}).data[0]
    row = StoredObject.objects.get(key=bill.id)
    late = {**row.body, "id": "in_late"}
    late["status_transitions"] = {**late["status_transitions"], "paid_at": clock.now() + DAY}
    StoredObject.objects.create(key="in_late", kind="invoice", account=row.account, body=late)
    paid = StoredObject.objects.get(kind="invoice_payment")
    body = {**paid.body, "id": "inpay_late", "invoice": "in_late"}
    StoredObject.objects.create(key="inpay_late", kind="invoice_payment", account=row.account, body=body)

    with till.commits(execute=True):
        subscriptions.follow(plan)
        subscriptions.follow(plan)

    order = Order.objects.latest("pk")
    assert (order.state, order.total, bool(order.late_refund_id)) == ("returned", 900, True)
    assert Posting.objects.count() == 3
    assert StoredObject.objects.filter(kind="refund").count() == 1


def test_a_late_first_payment_of_what_is_gone_goes_back_and_the_subscription_ends(till, bob, carol, store):
    scarce = publish_download(store, "Last seat", 900, interval="month", stock=1).offers.get()
    late = till.place(bob, scarce)
    checkout.lapse(late)
    till.sell(carol, scarce)

    till.pay(late)
    till.hear()

    late.refresh_from_db()
    plan = late.subscription
    assert (late.state, bool(late.late_refund_id)) == ("returned", True)
    assert (plan.state, plan.why, at_stripe(plan).status) == ("ended", "gone", "canceled")
    assert Stock.objects.get().taken == 1
    assert sums() == {"stripe": 900, "fee": -90, "seller": -810}  # carol's


def test_a_worker_that_dies_between_two_steps_leaves_rows_that_are_finished(till, plan):
    Subscription.objects.update(
        stop_asked_at=timezone.now() - timedelta(minutes=2), why=Subscription.Why.REFUNDED
    )
    SubscriptionNotice.objects.create(
        subscription=plan, kind="resumed", about="7", created_at=timezone.now() - timedelta(minutes=2)
    )

    said = till.minute()

    plan.refresh_from_db()
    assert (plan.state, at_stripe(plan).status) == ("ended", "canceled")
    assert "1 subscriptions stopped, 1 notices" in said


def test_a_month_whose_events_were_lost_is_found_by_the_nightly_comparison(till, plan, caplog):
    with clock.travelled(MONTH):
        clock.sweep()
    Subscription.objects.update(paid_until=timezone.now() - timedelta(hours=1))

    assert reconcile.compare(timezone.now() - timedelta(days=3)) == 1

    assert totals() == [900, 900]
    assert "reconcile.followed" in [record.message for record in caplog.records]


def test_stripe_taking_another_amount_is_booked_and_shown_to_support(till, plan, caplog):
    Subscription.objects.update(amount=800)

    after(till, MONTH)

    assert Order.objects.latest("pk").problem == "Stripe took 900 EUR, agreed is 800."
    assert sums() == {"stripe": 1800, "fee": -180, "seller": -1620}
    assert "subscription.other_amount" in [record.message for record in caplog.records]


def test_the_audit_names_a_subscription_unlike_its_right(till, plan):
    Entitlement.objects.non_polymorphic().update(state="ended")

    assert list(audit.problems()) == [f"Subscription {plan.pk} is active, its right is ended."]
