"""Once a day orders are compared with Stripe's sessions: what a lost event would have said is made up for."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from orders import checkout, gateway, refunds, subscriptions
from orders.models import Comparison, Order, Subscription

log = logging.getLogger(__name__)

DAYS = 3


def once_a_day() -> str:
    """Compare when nobody did today; what was found, in words, or "" when it is not time yet."""
    today = timezone.localdate()
    row, is_mine = Comparison.objects.get_or_create(day=today)
    if not is_mine:
        return ""
    try:
        row.mended = compare(timezone.now() - timedelta(days=DAYS))
    except Exception:
        row.delete()  # the next pass tries again
        raise
    row.save()
    return f"{row.mended} orders mended by comparing with Stripe"


def compare(since: datetime) -> int:
    """Bring orders up to their sessions at Stripe, subscriptions to their bills, hear of every refund.

    How many changed.
    Each difference is logged as an error: an event was lost. Raises GatewayTrouble.
    """
    mended = sum(_mend(session) for session in gateway.sessions_since(since) if session.order_token)
    waiting = Order.objects.under_way()
    mended += sum(_settled(order, order.session_id) for order in waiting)
    renewals = Order.objects.paid().filter(paid_at__gte=since, items__is_renewal=True)
    mended += sum(_refunds_heard(order) for order in renewals)
    return mended + sum(_followed(plan) for plan in Subscription.objects.overdue(timezone.now()))


def _followed(plan: Subscription) -> bool:
    """Its paid time is over and nobody told us more: ask Stripe. Whether that changed anything."""
    before = (plan.state, plan.paid_until)
    subscriptions.follow(plan)
    plan.refresh_from_db()
    after = (plan.state, plan.paid_until)
    if after != before:
        log.error("reconcile.followed", extra={"subscription": plan.pk, "before": str(before)})
    return after != before


def _mend(session: gateway.Session) -> bool:
    order = Order.objects.filter(token=session.order_token).first()
    if order is None:
        log.error("reconcile.unknown_order", extra={"session": session.id})
        return False
    is_open = session.status == "open"
    return bool(not is_open and _settled(order, session.id)) | _refunds_heard(order)


def _settled(order: Order, session_id: str) -> bool:
    before = order.state
    checkout.settle(order, session_id)
    if order.state != before:
        log.error("reconcile.mended", extra={"order": order.pk, "before": before, "after": order.state})
    return order.state != before


def _refunds_heard(order: Order) -> bool:
    """Whether Stripe had given back more or less than our rows say."""
    if order.state != Order.State.PAID or not order.payment_intent:
        return False
    before = order.refunded()
    for said in gateway.refunds_of(order.payment_intent):
        refunds.hear(said)
    return order.refunded() != before
