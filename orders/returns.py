"""Money that came too late goes back at once and in full: never silence, never twice."""

import logging

from cms.queue import soon
from orders import gateway
from orders.models import Order

log = logging.getLogger(__name__)

State = Order.State


def begin(order: Order, payment_intent: str) -> bool:
    """lapsed → returned, once; the money follows after commit. The order can never be settled then."""
    won = Order.objects.filter(pk=order.pk, state=State.LAPSED).update(
        state=State.RETURNED, payment_intent=payment_intent
    )
    if won:
        log.warning("order.paid_too_late", extra={"order": order.pk})
        soon("orders.tasks.return_payment", order.pk)
        soon("orders.tasks.send_bad_news", order.pk)
    return bool(won)


def send(pk: int) -> bool:
    """Send a late payment back; the idempotency key makes a second call find the first one's refund.

    Raises GatewayTrouble: the row waits for the next pass.
    """
    order = Order.objects.owed_back().filter(pk=pk).first()
    if order is None:
        return False
    try:
        made = gateway.return_payment(order)
    except gateway.GatewayRefusal as refusal:
        log.error("order.return_refused", extra={"order": pk, "words": str(refusal)})
        Order.objects.filter(pk=pk).update(problem=f"Late payment not returned: {refusal}"[:200])
        raise
    return bool(Order.objects.owed_back().filter(pk=pk).update(late_refund_id=made.id))
