"""What money keeps about a person: orders with their items, invoices, refunds and coupons."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.erased import DOMAIN
from cms.money import major
from cms.parts import Leaving, Sheet, sheet
from orders import forgetting, subscribing
from orders.models import Coupon, Gift, Invoice, Item, LeftCart, Order, Redemption, Refund, Subscription

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
        _subscriptions(person),
        _in_major_units(
            *("items", _("What was in your orders"), items),
            **{"order": "order__number", "title": "title", "offer": "offer_name", "seller": "seller_name"},
            **{"upgraded_from": "upgraded_from"},
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


def _subscriptions(person: Any) -> Sheet:
    return _in_major_units(
        *("subscriptions", _("Your subscriptions"), Subscription.objects.bought_by(person).order_by("pk")),
        **{"title": "title", "plan": "offer_name", "currency": "currency", "amount": "amount"},
        **{"each": "interval", "state": "state", "since": "started_at", "paid_until": "paid_until"},
        **{"card": "card", "why": "why", "words": "words", "ended": "ended_at"},
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


GOES = (
    gettext_lazy("Your address and company in orders, and which coupons you used"),
    gettext_lazy("Your subscriptions: they end at once, also in the middle of a period you have paid"),
)
STAYS = (
    gettext_lazy("Your orders and what they cost, without your name: the books must add up"),
    gettext_lazy("Invoices as they were issued, with the name on them: tax law asks to keep them"),
    gettext_lazy("What the payment provider keeps by itself, under its own rules"),
    gettext_lazy("Gifts you gave: whoever has the link may still redeem it"),
)


def hindrances(person: Any) -> list[str]:
    """Money under way has to arrive first."""
    mine = Order.objects.filter(buyer=person.pk)
    back = Refund.objects.filter(item__order__buyer=person.pk, state=Refund.State.ASKED)
    if mine.placed().exists() or mine.owed_back().exists() or back.exists():
        return [_("A payment or a refund of yours is under way. Come back when it has arrived.")]
    return []


def erase(leaving: Leaving) -> None:
    """Amounts, countries and days stay; who it was does not. The ledger names nobody and is not touched."""
    mine = Order.objects.filter(buyer=leaving.person)
    forgetting.forget_payments(mine)
    for redemption in Redemption.objects.filter(buyer=leaving.person):
        nobody = f"order-{redemption.order_id}@{DOMAIN}"  # of each order by itself: uses are counted by it
        Redemption.objects.filter(pk=redemption.pk).update(who=nobody)
    Gift.objects.filter(order__in=mine).update(giver_name=_("Somebody"))
    Gift.objects.filter(recipient__iexact=leaving.email).update(recipient="")
    Coupon.objects.filter(seller__owner=leaving.person).delete()  # of a store without buyers
    emptied = {"business_name": "", "tax_id": "", "session_url": ""}
    LeftCart.objects.filter(Q(person=leaving.person) | Q(email__iexact=leaving.email)).delete()
    _end_subscriptions(leaving)
    mine.update(**emptied, email=leaving.pseudonym, is_guest=False)


def _end_subscriptions(leaving: Leaving) -> None:
    """No more payments; the heartbeat ends them at Stripe and then has their customer deleted there."""
    mine = Subscription.objects.bought_by(leaving.person)
    for plan in mine.running():
        subscribing.ask_to_stop(plan.pk, Subscription.Why.OTHER)
    mine.update(forget_asked_at=timezone.now())
