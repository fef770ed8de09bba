"""Subscriptions follow Stripe: each paid bill is booked once, and the right lasts as long as was paid for.

Events only say that something happened. `follow` reads how the subscription and all its bills stand, so that
late, doubled and shuffled events, two workers and the nightly comparison come to the same end.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.money import share
from cms.queue import soon
from orders import agreed, billing, checkout, planning, subscribing, trials
from orders.bills import Bill, Plan
from orders.gateway import GatewayTrouble
from orders.models import Item, JournalEntry, Order, PlanChange, Subscription, SubscriptionNotice
from orders.models.subscription import grace
from products import delivery
from products.models import Offer

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
TRIAL_ENDS = timedelta(days=3)
AT_ONCE = 100  # notices that one pass writes


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
            _let_go(subscription, plan)
            return True
        subscription.refresh_from_db()
    raise GatewayTrouble("Others wrote again and again while Stripe was read.")


def _let_go(subscription: Subscription, plan: Plan) -> None:
    """A schedule whose plan has begun goes: nothing else can be changed while it manages this."""
    made = subscription.changes.filter(when=PlanChange.When.RENEWAL, stripe_price=plan.price)
    if plan.schedule and made.exclude(applied_at=None).exists() and not subscription.changes.waiting():
        planning.release(plan.schedule)


def first_order(subscription: Subscription) -> Order:
    """The one that began it."""
    return subscription.orders.order_by("pk")[0]


def _take_over(subscription: Subscription, plan: Plan, bills: list[Bill]) -> bool:
    """Book what was paid and move the state, in one go. False when another wrote since it was read."""
    with transaction.atomic():
        locked = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if locked.version != subscription.version:
            return False
        agreed.take_over_plan(locked, plan)
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
        problem=agreed.doubts(subscription, bill),
    )
    item = _renewed(subscription, order, agreed.terms_of(subscription, bill))
    if is_late:
        checkout.give_back(order, bill.payment_intent)
        return
    Order.objects.filter(pk=order.pk).update(number=f"S{order.pk:07d}")
    JournalEntry.post(JournalEntry.Kind.SALE, f"sale-{order.pk}", order, checkout.sale_lines([item]))
    soon("orders.tasks.send_receipt", order.pk)


def _renewed(subscription: Subscription, order: Order, terms: agreed.Terms) -> Item:
    """The item of a further period or of another plan: at the agreed fee, under the accepted terms."""
    before = Item.objects.filter(entitlement=subscription.entitlement_id).order_by("pk")[0]
    return Item.objects.create(
        order=order,
        entitlement_id=subscription.entitlement_id,
        is_renewal=True,
        seller_id=subscription.seller_id,
        listing_id=subscription.listing_id,
        offer_id=terms.offer if Offer.objects.filter(pk=terms.offer).exists() else None,
        revision_id=before.revision_id,
        refund_revision_id=before.refund_revision_id,
        licence_revision_id=before.licence_revision_id,
        title=subscription.title,
        offer_name=terms.name,
        seller_name=before.seller_name,
        kind=before.kind,
        amount=order.total,
        fee_bps=subscription.fee_bps,
        fee=share(order.total, subscription.fee_bps),
    )


def _move(locked: Subscription, plan: Plan) -> None:
    """The state that Stripe says, what follows from it for the right, and whom to tell. Forward only."""
    state = State.ENDED if locked.ended_at else _state_of(plan, locked)
    locked.card, locked.card_mark = plan.card or locked.card, plan.card_mark or locked.card_mark
    locked.trial_until = plan.trial_until or locked.trial_until
    _hear_of_cancelling(locked, plan, state)
    _hear_of_pause(locked, plan, state)
    locked.state = state
    if state == State.ENDED:
        _end(locked)
    elif locked.opens_until:
        delivery.extend(locked.entitlement_id, locked.opens_until)
    if state == State.TRIAL and trials.was_had_before(locked):
        _refuse_trial(locked)
    if state == State.PAST_DUE:
        locked.past_due_at = locked.past_due_at or timezone.now()
        SubscriptionNotice.write(locked, Kind.PAST_DUE, plan.bill)
    else:
        locked.past_due_at = None
        SubscriptionNotice.forget(locked, (Kind.PAST_DUE, Kind.LAST_CALL))


def _state_of(plan: Plan, locked: Subscription) -> str:
    if plan.is_paused and plan.status in ("active", "past_due"):
        return State.PAUSED
    return STATES.get(plan.status, locked.state)


def _refuse_trial(locked: Subscription) -> None:
    """This person or card has had the trial: it ends at once, before anything is charged."""
    if locked.stop_asked_at is None:
        locked.stop_asked_at, locked.why = timezone.now(), Why.TRIED
        SubscriptionNotice.write(locked, Kind.TRIED, "trial")
        soon("orders.tasks.stop_subscription", locked.pk)


def _hear_of_pause(locked: Subscription, plan: Plan, state: str) -> None:
    """Told when it begins; what goes on is told by its next bill."""
    locked.goes_on_at = plan.goes_on_at if plan.is_paused else None
    if state != State.ENDED and plan.is_paused and not locked.is_paused:
        SubscriptionNotice.write(locked, Kind.PAUSED, locked.version + 1)
    locked.is_paused = plan.is_paused


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
    SubscriptionNotice.forget(locked, (Kind.TRIAL_ENDS, Kind.PAUSED))
    if locked.started_at and locked.why != Why.TRIED:
        SubscriptionNotice.write(locked, Kind.ENDED, "end")


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


def write_trial_ends(now: datetime | None = None) -> int:
    """Owe a mail to those whose trial ends in three days; a shorter one said so when it began."""
    moment = now or timezone.now()
    ends = Subscription.objects.filter(state=State.TRIAL, is_ending=False, stop_asked_at=None)
    rows = ends.filter(trial_days__gt=TRIAL_ENDS.days, trial_until__lt=moment + TRIAL_ENDS)
    rows = rows.exclude(notices__kind=Kind.TRIAL_ENDS)[:AT_ONCE]
    return sum(SubscriptionNotice.write(row, Kind.TRIAL_ENDS, "trial") for row in rows)


def write_last_calls(now: datetime | None = None) -> int:
    """Owe a last mail to those whose grace ends soon; how many there are."""
    moment = now or timezone.now()
    soon_over = moment + LAST_CALL - grace()
    told = SubscriptionNotice.objects.filter(
        subscription=OuterRef("pk"), kind=Kind.LAST_CALL, created_at__gte=OuterRef("past_due_at")
    )
    rows = Subscription.objects.owing().filter(~Exists(told), paid_until__lt=soon_over)[:AT_ONCE]
    return sum(SubscriptionNotice.write(row, Kind.LAST_CALL, row.paid_until) for row in rows)
