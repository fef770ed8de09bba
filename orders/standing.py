"""How an order stands, in the one word that its page, its history row and its tag go by."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orders.models import Item, Order

WORDS = {
    "paid": (_("Paid"), "ok"),
    "refunded": (_("Refunded"), ""),
    "partly_refunded": (_("Partly refunded"), "warn"),
    "processing": (_("Payment under way"), "warn"),
    "waiting": (_("Waiting for payment"), "warn"),
    "failed": (_("Payment failed"), "danger"),
    "lapsed": (_("Not paid"), ""),
    "returned": (_("Money returned"), ""),
}


def of(order: Order, items: Iterable[Item]) -> str:
    """One of the words above. Needs the order's items, asks the database nothing."""
    if order.state == Order.State.PAID:
        return _of_paid(order, items)
    if order.state == Order.State.RETURNED:
        return "returned"
    if order.state == Order.State.PLACED:
        return _of_placed(order)
    return "failed" if order.failed_at else "lapsed"


def _of_paid(order: Order, items: Iterable[Item]) -> str:
    refunded = sum(item.refunded_amount for item in items)
    if not refunded:
        return "paid"
    return "refunded" if refunded >= order.total else "partly_refunded"


def _of_placed(order: Order) -> str:
    if order.processing_at:
        return "processing"
    return "waiting" if order.expires_at > timezone.now() else "lapsed"


def tag(order: Order, items: Iterable[Item]) -> dict[str, str]:
    """{label, tone} as components/tag.html takes them."""
    label, tone = WORDS[of(order, items)]
    return {"label": str(label), "tone": tone}
