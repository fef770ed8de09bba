"""What money does every minute: lapse, settle late, retry events, send receipts that were lost."""

from django.utils import timezone

from orders import checkout, gateway, receipts, webhooks
from orders.models import Order, StripeEvent

BATCH = 100


def every_minute() -> str:
    """One pass; safe to run twice at once, since every step moves rows forward by condition."""
    due = StripeEvent.objects.filter(handled_at=None, next_attempt_at__lte=timezone.now(), attempts__lt=12)
    events = sum(webhooks.handle(pk) for pk in due.values_list("pk", flat=True)[:BATCH])
    overdue = sum(_end(order) for order in Order.objects.overdue()[:BATCH])
    unsent = Order.objects.paid().filter(receipt_sent_at=None).values_list("pk", flat=True)[:BATCH]
    mails = sum(receipts.send(pk) for pk in list(unsent))
    return f"{events} events, {overdue} orders lapsed or settled, {mails} receipts"


def _end(order: Order) -> bool:
    """Settle an overdue order that was paid after all, else close its payment page and lapse it."""
    try:
        if checkout.settle(order):
            return True
        if order.session_id:
            gateway.expire_session(order.session_id)
    except gateway.GatewayTrouble:
        return False
    return checkout.lapse(order)
