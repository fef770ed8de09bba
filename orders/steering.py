"""What a subscriber decides: to cancel, to go on, to pause, to pay by another card."""

import logging
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.months import months_after
from orders import billing, planning, subscribing
from orders.bills import Bill
from orders.gateway import CardDeclined, GatewayTrouble
from orders.models import PlanChange, Subscription
from orders.subscriptions import follow
from products.models import Offer

log = logging.getLogger(__name__)

State = Subscription.State
MOST_MONTHS = 3  # of a pause
BEFORE_THE_BILL = timedelta(hours=1)  # a pause is over before the next bill is written


class CannotChange(Exception):
    """The subscription cannot be changed so; the message is fit to show its buyer."""


def cancel(subscription: Subscription, why: str = "", words: str = "") -> None:
    """Let it end with the period that is paid; one whose payment failed ends at once.

    Raises CannotChange when it is not running, GatewayTrouble when Stripe does not answer: then it runs on.
    """
    _refuse_unless_running(subscription)
    said = {"why": why if why in Subscription.OF_BUYERS else "", "words": words[:300]}
    Subscription.objects.filter(pk=subscription.pk).update(**said)
    if subscription.state == State.PAST_DUE:
        subscribing.ask_to_stop(subscription.pk, said["why"])
        return
    keep_plan(subscription)
    billing.end_with_period(subscription, is_ending=True)
    follow(subscription)


def resume(subscription: Subscription) -> None:
    """Take a cancellation back while the period runs. Raises CannotChange or GatewayTrouble."""
    _refuse_unless_running(subscription)
    billing.end_with_period(subscription, is_ending=False)
    follow(subscription)


def may_pause(subscription: Subscription) -> bool:
    """What is paid by the month and is neither tried, owed nor cancelled."""
    is_plain = subscription.state == State.ACTIVE and not subscription.is_ending
    return is_plain and subscription.interval == Offer.Interval.MONTH and not subscription.stop_asked_at


def pause(subscription: Subscription, months: int) -> None:
    """Skip the payments of so many months; it stays open as long as was paid, and goes on by itself.

    Raises CannotChange or GatewayTrouble.
    """
    _refuse_unless_running(subscription)
    if not may_pause(subscription) or subscription.paid_until is None:
        raise CannotChange(_("This subscription cannot be paused now."))
    keep_plan(subscription)
    skipped = months_after(subscription.paid_until, min(max(months, 1), MOST_MONTHS))
    billing.pause(subscription, skipped - BEFORE_THE_BILL)
    follow(subscription)


def go_on(subscription: Subscription) -> None:
    """End a pause early: what is paid for runs on, else a new period begins and is charged now.

    Raises CannotChange, also when the card is declined, or GatewayTrouble.
    """
    _refuse_unless_running(subscription)
    if not subscription.is_paused:
        return
    is_over = subscription.paid_until is None or subscription.paid_until <= timezone.now()
    try:
        billing.go_on(subscription, begins_anew=is_over)
    except CardDeclined as error:
        follow(subscription)  # another version, another key: Stripe repeats a refusal to the same one
        raise CannotChange(_("Your card was declined. Please give another one, then go on.")) from error
    follow(subscription)


def keep_plan(subscription: Subscription) -> bool:
    """Take back the change of plan that waits for the end of the period. False when none waits.

    Raises GatewayTrouble.
    """
    planning.release(billing.read(subscription.stripe_id).schedule)
    return any([change.drop() for change in PlanChange.objects.waiting().filter(subscription=subscription)])


def take_card(subscription: Subscription, session_id: str) -> bool:
    """Let the card that was given on a page of Stripe's pay from now on, and what is owed at once.

    False when no card was saved there for this subscription. Safe to repeat, and an older page never
    takes the place of a newer one. Raises GatewayTrouble.
    """
    method, opened_at = billing.saved_card(subscription, session_id)
    if not method or opened_at is None:
        return False
    subscription.refresh_from_db()
    if subscription.card_given_at is None or subscription.card_given_at < opened_at:
        billing.use_card(subscription, method)
        for bill in billing.bills_of(subscription.stripe_id):
            if bill.status == "open":
                _collect(bill, method)
        Subscription.objects.filter(pk=subscription.pk).update(card_given_at=opened_at)
    return follow(subscription)


def _collect(bill: Bill, method: str) -> None:
    try:
        billing.collect(bill, method)
    except GatewayTrouble:  # declined again: Stripe has told us, and tries once more by itself
        log.warning("subscription.not_collected", extra={"bill": bill.id}, exc_info=True)


def _refuse_unless_running(subscription: Subscription) -> None:
    subscription.refresh_from_db()
    if not subscription.is_running or subscription.stop_asked_at:
        raise CannotChange(_("This subscription has ended."))
