"""Subscriptions follow Stripe: each paid bill is booked once, and the right lasts as long as was paid for.

Events only say that something happened. `follow` reads how the subscription and all its bills stand, so that
late, doubled and shuffled events, two workers and the nightly comparison come to the same end.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.money import share
from cms.queue import soon
from orders import billing, checkout, subscribing
from orders.bills import Bill, Plan
from orders.gateway import GatewayTrouble
from orders.models import Item, JournalEntry, Order, Subscription, SubscriptionNotice
from orders.models.subscription import grace
from products import delivery

log = logging.getLogger(__name__)

State, Why, Kind = Subscription.State, Subscription.Why, SubscriptionNotice.Kind

STATES = {
    "trialing": State.TRIAL,
    "active": State.ACTIVE,
    "past_due": State.PAST_DUE,
    "unpaid": State.PAST_DUE,
    "paused": State.PAUSED,
    "canceled": State.ENDED,
    "incomplete_expired": State.ENDED,
}
READS = 5
LAST_CALL = timedelta(days=2)


class CannotChange(Exception):
    """The subscription cannot be changed so; the message is fit to show its buyer."""


def find(stripe_id: str, order_token: str) -> Subscription | None:
    """Ours, by Stripe's key or, before we were told that, by the order that began it."""
    mine = Subscription.objects.filter(stripe_id=stripe_id) if stripe_id else Subscription.objects.none()
    found = mine.first()
    if found is None and order_token:
        found = Subscription.objects.filter(orders__token=order_token).first()
    return found


def follow(subscription: Subscription) -> bool:
    """Bring a subscription and its orders up to Stripe; False while its first payment is not there.

    Safe at any time and from several places at once. Raises GatewayTrouble.
    """
    first = first_order(subscription)
    if first.state in (Order.State.PLACED, Order.State.LAPSED):
        checkout.settle(first)
    subscription.refresh_from_db()
    if not subscription.stripe_id or first.state not in (Order.State.PAID, Order.State.RETURNED):
        return False
    for _attempt in range(READS):
        plan, bills = billing.read(subscription.stripe_id), billing.bills_of(subscription.stripe_id)
        if _take_over(subscription, plan, bills):
            return True
        subscription.refresh_from_db()
    raise GatewayTrouble("Others wrote again and again while Stripe was read.")


def first_order(subscription: Subscription) -> Order:
    """The one that began it."""
    return subscription.orders.order_by("pk")[0]


def _take_over(subscription: Subscription, plan: Plan, bills: list[Bill]) -> bool:
    """Book what was paid and move the state, in one go. False when another wrote since it was read."""
    with transaction.atomic():
        locked = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if locked.version != subscription.version:
            return False
        paid = [bill for bill in bills if bill.is_paid]
        booked = set(locked.orders.values_list("stripe_invoice", flat=True))
        for bill in paid:
            if bill.amount and bill.id not in booked:
                _book(locked, bill, is_late=_is_late(bill, plan))
        ends = [bill.until for bill in paid if bill.until and not _is_late(bill, plan)]
        locked.paid_until = max([*ends, *filter(None, [locked.paid_until])], default=None)
        _move(locked, plan)
        locked.version += 1
        locked.save()
    subscription.refresh_from_db()
    return True


def _is_late(bill: Bill, plan: Plan) -> bool:
    """Paid after the subscription was over: both moments are Stripe's."""
    return bool(plan.ended_at and bill.paid_at and bill.paid_at > plan.ended_at)


def _book(subscription: Subscription, bill: Bill, *, is_late: bool) -> None:
    """One more paid period is an order of its own, with its item and its sale; late money goes back."""
    first = first_order(subscription)
    now = timezone.now()
    order = Order.objects.create(
        subscription=subscription,
        stripe_invoice=bill.id,
        buyer_id=first.buyer_id,
        email=first.email,
        language=first.language,
        country=first.country,
        business_name=first.business_name,
        tax_id=first.tax_id,
        is_guest=first.is_guest,
        currency=bill.currency,
        total=bill.amount,
        terms_accepted_at=first.terms_accepted_at,
        terms_revision_id=first.terms_revision_id,
        withdrawal_revision_id=first.withdrawal_revision_id,
        immediate_delivery_at=first.immediate_delivery_at,
        payment_intent=bill.payment_intent,
        state=Order.State.LAPSED if is_late else Order.State.PAID,
        paid_at=None if is_late else now,
        expires_at=now,
        problem=_doubts(subscription, bill),
    )
    item = _renewed(subscription, order)
    if is_late:
        checkout.give_back(order, bill.payment_intent)
        return
    Order.objects.filter(pk=order.pk).update(number=f"S{order.pk:07d}")
    JournalEntry.post(JournalEntry.Kind.SALE, f"sale-{order.pk}", order, checkout.sale_lines([item]))
    soon("orders.tasks.send_receipt", order.pk)


def _doubts(subscription: Subscription, bill: Bill) -> str:
    """What a person must look at: Stripe took something else than was agreed."""
    is_plain = bill.reason == "subscription_cycle"
    if (bill.currency == subscription.currency and bill.amount == subscription.amount) or not is_plain:
        return "" if bill.payment_intent else "Stripe calls it paid, but names no payment."
    log.error("subscription.other_amount", extra={"subscription": subscription.pk, "bill": bill.id})
    return f"Stripe took {bill.amount} {bill.currency}, agreed is {subscription.amount}."


def _renewed(subscription: Subscription, order: Order) -> Item:
    """The item of a further period: at the agreed fee, under the terms that were accepted."""
    before = Item.objects.filter(entitlement=subscription.entitlement_id).order_by("pk")[0]
    return Item.objects.create(
        order=order,
        entitlement_id=subscription.entitlement_id,
        is_renewal=True,
        seller_id=subscription.seller_id,
        listing_id=subscription.listing_id,
        offer_id=subscription.offer_id,
        revision_id=before.revision_id,
        refund_revision_id=before.refund_revision_id,
        licence_revision_id=before.licence_revision_id,
        title=subscription.title,
        offer_name=subscription.offer_name,
        seller_name=before.seller_name,
        kind=before.kind,
        amount=order.total,
        fee_bps=subscription.fee_bps,
        fee=share(order.total, subscription.fee_bps),
    )


def _move(locked: Subscription, plan: Plan) -> None:
    """The state that Stripe says, what follows from it for the right, and whom to tell. Forward only."""
    state = State.ENDED if locked.ended_at else STATES.get(plan.status, locked.state)
    locked.card = plan.card or locked.card
    _hear_of_cancelling(locked, plan, state)
    locked.state = state
    if state == State.ENDED:
        _end(locked)
    elif locked.opens_until:
        delivery.extend(locked.entitlement_id, locked.opens_until)
    if state == State.PAST_DUE:
        locked.past_due_at = locked.past_due_at or timezone.now()
        SubscriptionNotice.write(locked, Kind.PAST_DUE, plan.bill)
    else:
        locked.past_due_at = None
        SubscriptionNotice.forget(locked, (Kind.PAST_DUE, Kind.LAST_CALL))


def _hear_of_cancelling(locked: Subscription, plan: Plan, state: str) -> None:
    """Said here, in Stripe's portal or in its dashboard: each is confirmed, and can be taken back."""
    if state != State.ENDED and locked.is_ending != plan.is_ending:
        locked.is_ending = plan.is_ending
        if not plan.is_ending:
            locked.why = locked.words = ""
        kind = Kind.CANCELLED if plan.is_ending else Kind.RESUMED
        SubscriptionNotice.write(locked, kind, locked.version + 1)


def _end(locked: Subscription) -> None:
    if locked.ended_at:
        return
    locked.ended_at = timezone.now()
    if not locked.why and not locked.is_ending:
        locked.why = Why.UNPAID if locked.past_due_at else Why.AT_STRIPE
    delivery.withdraw(locked.entitlement)
    if locked.started_at:
        SubscriptionNotice.write(locked, Kind.ENDED, "end")


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
    billing.end_with_period(subscription, is_ending=True)
    follow(subscription)


def resume(subscription: Subscription) -> None:
    """Take a cancellation back while the period runs. Raises CannotChange or GatewayTrouble."""
    _refuse_unless_running(subscription)
    billing.end_with_period(subscription, is_ending=False)
    follow(subscription)


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


def stop(pk: int) -> bool:
    """End at Stripe what was asked to stop. True when this call saw it end. Raises GatewayTrouble."""
    subscription = Subscription.objects.to_stop().filter(pk=pk).first()
    if subscription is None:
        return False
    billing.stop(subscription.stripe_id)
    return follow(subscription)


def give_up(pk: int) -> bool:
    """Grace is over: end it, unless the money came after all. Raises GatewayTrouble."""
    now = timezone.now()
    subscription = Subscription.objects.out_of_grace(now).filter(pk=pk).first()
    if subscription is None or not follow(subscription):
        return False
    is_still = Subscription.objects.out_of_grace(now).filter(pk=pk).exists()
    return is_still and subscribing.ask_to_stop(pk, Why.UNPAID)


def write_last_calls(now: datetime | None = None) -> int:
    """Owe a last mail to those whose grace ends soon; how many there are."""
    moment = now or timezone.now()
    soon_over = moment + LAST_CALL - grace()
    rows: Collection[Subscription] = Subscription.objects.owing().filter(paid_until__lt=soon_over)[:100]
    return sum(SubscriptionNotice.write(row, Kind.LAST_CALL, row.paid_until) for row in rows)
