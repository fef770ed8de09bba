"""What money keeps about a person: orders with their items, invoices, refunds and coupons."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cms.money import major
from cms.parts import Sheet, sheet
from orders.models import Gift, Invoice, Item, LeftCart, Order, Redemption, Refund

TOLD = (
    *("orders.Order.buyer", "orders.Order.email", "orders.Redemption.buyer", "orders.Redemption.who"),
    *("orders.LeftCart.person", "orders.LeftCart.email"),
    *("orders.Invoice.order", "orders.Gift.recipient", "orders.Gift.redeemed_by"),
)
_MIRROR = "A copy of what Stripe keeps; the orders say the same."
UNTOLD = {
    "orders.Refund.asked_by": "Done for a store or the shop, in its history.",
    "djstripe.Customer.subscriber": _MIRROR,
    "djstripe.Customer.email": _MIRROR,
}
AMOUNTS = ("total", "discount", "paid", "refunded", "amount")


def export(person: Any) -> list[Sheet]:
    """In major units, each with its currency."""
    mine = {"order__buyer": person.pk}
    items = Item.objects.filter(**mine).order_by("pk")
    refunds = Refund.objects.filter(item__order__buyer=person.pk).order_by("pk")
    invoices = Invoice.objects.filter(**mine).order_by("number")
    to = {"name": "buyer_name", "address": "buyer_address", "tax_number": "buyer_tax_id"}
    return [
        _orders(person),
        _in_major_units(
            *("items", _("What was in your orders"), items),
            **{"order": "order__number", "title": "title", "offer": "offer_name", "seller": "seller_name"},
            **{"currency": "order__currency", "paid": "amount", "discount": "discount"},
            **{"refunded": "refunded_amount"},
        ),
        sheet(
            *("invoices", _("Your invoices"), invoices),
            **{"number": "number", "order": "order__number", "issued": "issued_at", **to},
        ),
        _in_major_units(
            *("refunds", _("Your refunds"), refunds),
            **{"order": "item__order__number", "title": "item__title", "currency": "item__order__currency"},
            **{"amount": "amount", "reason": "reason", "state": "state", "on": "created_at"},
        ),
        *_gifts(person),
        sheet(
            *("left_carts", _("A cart you left"), LeftCart.objects.filter(person=person.pk)),
            **{"goods": "rows", "left": "left_at", "reminded": "told_at"},
        ),
        sheet(
            *("coupons", _("Coupons you used"), Redemption.objects.filter(buyer=person.pk).order_by("pk")),
            **{"code": "coupon__code", "order": "order__number", "as_whom": "who", "on": "created_at"},
        ),
    ]


def _orders(person: Any) -> Sheet:
    return _in_major_units(
        *("orders", _("Your orders"), Order.objects.filter(buyer=person.pk).order_by("pk")),
        **{"number": "number", "placed": "created_at", "paid_at": "paid_at", "state": "state"},
        **{"currency": "currency", "total": "total", "discount": "discount", "coupon": "coupon_code"},
        **{"email": "email", "country": "country", "company": "business_name", "tax_number": "tax_id"},
        **{"terms_accepted": "terms_accepted_at", "delivery_at_once": "immediate_delivery_at"},
    )


def _gifts(person: Any) -> list[Sheet]:
    """Those given, and those received; whoever gave one is told by the name they chose to be shown."""
    given = Gift.objects.filter(order__buyer=person.pk).order_by("pk")
    arrived = Q(recipient__iexact=person.email, sent_at__isnull=False)  # what waits is a surprise
    received = Gift.objects.filter(Q(redeemed_by=person.pk) | arrived).order_by("pk")
    said = {"words": "words", "sent": "sent_at", "redeemed": "redeemed_at"}
    to = {"order": "order__number", "recipient": "recipient", "shown_as": "giver_name"}
    return [
        sheet("gifts", _("Your gifts to others"), given, **to, **said),
        sheet("gifts_received", _("Gifts to you"), received, giver="giver_name", **said),
    ]


def _in_major_units(name: str, title: str, rows: Any, /, **columns: str) -> Sheet:
    found = sheet(name, title, rows, **columns)
    for row in found.rows:
        row.update({key: major(row[key], row["currency"]) for key in AMOUNTS if key in row})
    return found
