"""What money does every minute: lapse, settle late, retry lost events, refunds and mails."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from cms import sweep
from orders import (
    checkout,
    forgetting,
    gateway,
    receipts,
    reconcile,
    refunds,
    reminders,
    returns,
    subscriptions,
    webhooks,
)
from orders.models import Gift, Order, Refund, SaleNotice, StripeEvent, Subscription, SubscriptionNotice
from orders.patience import attempt

BATCH = 100
PATIENCE = timedelta(minutes=1)


def every_minute() -> str:
    """One pass; safe to run twice at once, since every step moves rows forward by condition."""
    before = timezone.now() - PATIENCE  # what is younger is in the hands of its own task
    paid = Order.objects.paid().filter(paid_at__lt=before, receipt_sent_at=None)
    untold = SaleNotice.objects.filter(sent_at=None, order__paid_at__lt=before)
    counts = {
        "events": _each(webhooks.handle, _numbers(StripeEvent.objects.due())),
        "orders ended": _each(_end, Order.objects.overdue()[:BATCH]),
        "refunds": _each(refunds.send, _numbers(Refund.objects.unsent().filter(created_at__lt=before))),
        "payments returned": _each(returns.send, _numbers(Order.objects.owed_back())),
        "receipts": _each(receipts.send, _numbers(paid)),
        "sales told": _each(receipts.send_sale, _numbers(untold)),
        "refund mails": _each(
            receipts.send_refund, _numbers(Refund.objects.untold().filter(done_at__lt=before))
        ),
        "gifts sent": _each(receipts.send_gift, _numbers(Gift.objects.due(before))),
        "gifts told": _each(
            receipts.tell_of_gift, _numbers(Gift.objects.untold().filter(redeemed_at__lt=before))
        ),
        "carts reminded of": _each(reminders.send, _numbers(reminders.due())),
        "bad news": _each(receipts.send_bad_news, _numbers(Order.objects.untold())),
        **_of_subscriptions(before),
    }
    said = [f"{count} {name}" for name, count in counts.items() if count]
    reminders.forget_old()
    if attempt(_compare, None):
        said.append("compared with Stripe")
    return ", ".join(said) or "nothing to do"


def _of_subscriptions(before: datetime) -> dict[str, int]:
    """End what must end, tell who must be told."""
    plans, now = Subscription.objects, timezone.now()
    unsent = SubscriptionNotice.objects.filter(sent_at=None)
    return {
        "subscriptions given up": _each(subscriptions.give_up, _numbers(plans.out_of_grace(now))),
        "subscriptions stopped": _each(
            subscriptions.stop, _numbers(plans.to_stop().filter(stop_asked_at__lt=before))
        ),
        "customers forgotten": _each(forgetting.forget_customer, _numbers(plans.to_forget())),
        "last calls": subscriptions.write_last_calls(now),
        "trials that end": subscriptions.write_trial_ends(now),
        "notices": _each(receipts.send_notice, _numbers(unsent.filter(created_at__lt=before))),
    }


def _numbers(rows: Any) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _each(step: Callable[[Any], bool], subjects: Iterable[Any]) -> int:
    """How many subjects a step moved; what must wait for Stripe or the mail server waits quietly."""
    return sweep.each(partial(attempt, step), subjects)


def _compare(_nothing: None) -> bool:
    return bool(reconcile.once_a_day())


def _end(order: Order) -> bool:
    """Settle an overdue order that was paid after all, else close its payment page and lapse it."""
    if checkout.settle(order) or order.state != Order.State.PLACED or order.processing_at:
        return True
    if order.session_id and not gateway.expire_session(order.session_id):
        return checkout.settle(order)  # paid in this very moment
    return checkout.expire(order)
