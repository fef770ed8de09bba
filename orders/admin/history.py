"""Who did what when with an order: from its own rows and from Wagtail's log."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from cms.money import show
from orders.models import Gift
from products.admin.entitlement_page import Moment, entries_of


def history_of(order: Any) -> list[Moment]:
    """The moments of an order, oldest first; what was done to items only of its `shown_items`."""
    moments = [Moment(order.created_at, _("Placed")), *_of_payment(order), *_of_people(order)]
    for item in order.shown_items:
        for refund in item.refunds.select_related("asked_by"):
            moments += _of_refund(order, item, refund)
    for entry in entries_of(item.entitlement for item in order.shown_items):
        moments.append(Moment(entry.timestamp, str(entry.message), str(entry.user or "")))
    return sorted(moments, key=lambda moment: moment.at)


def _of_people(order: Any) -> list[Moment]:
    """The log of the order; of one shared by sellers each reads of own items, and nobody else's name.

    Refunds stand in the history by their own rows, which say more.
    """
    shown = {item.pk for item in order.shown_items}
    is_whole = len(shown) == order.items.count()
    moments = []
    log = ModelLogEntry.objects.for_instance(order).exclude(action="orders.refund")
    for entry in log.select_related("user"):
        item = entry.data.get("item")
        if is_whole or item is None or item in shown:
            who = str(entry.user or "") if is_whole or item in shown else ""
            moments.append(Moment(entry.timestamp, str(entry.message), who))
    return moments


def _of_payment(order: Any) -> list[Moment]:
    steps = [
        (order.processing_at, _("Bank debit begun")),
        (order.failed_at, _("Bank debit failed")),
        (order.paid_at, _("Paid")),
        (order.receipt_sent_at, _("Receipt sent")),
        (order.told_at, _("Buyer told that the payment failed or goes back")),
    ]
    gift = Gift.objects.filter(order=order).first()
    if gift:
        steps += [(gift.sent_at, _("Gift mailed")), (gift.redeemed_at, _("Gift redeemed"))]
    return [Moment(at, words) for at, words in steps if at]


def _of_refund(order: Any, item: Any, refund: Any) -> list[Moment]:
    what = {"amount": show(refund.amount, order.currency), "title": item.title}
    asked = _("Refund of %(amount)s for “%(title)s” asked for") % what
    reason = f": {refund.reason}" if refund.reason else ""
    moments = [Moment(refund.created_at, asked + reason, str(refund.asked_by or ""))]
    if refund.done_at:
        moments.append(Moment(refund.done_at, _("Refund of %(amount)s for “%(title)s” done") % what))
    return moments
