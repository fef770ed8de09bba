"""The books are checked: entries balance, orders match their entries, refunds match their postings."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from orders.models import CouponUse, Item, JournalEntry, Order, Posting, Refund, Subscription, Upgrade
from products.models import Entitlement

Kind = JournalEntry.Kind


def problems() -> Iterator[str]:
    """A sentence for everything that does not add up; nothing when the books are right. Eleven queries."""
    for row in _unbalanced():
        yield f"Entry {row['entry__source']} sums to {row['sum']} {row['currency']}, not to zero."
    for order in _orders_unlike_their_sale():
        yield f"Order {order.number} is {order.total}, its sale is posted as {order.posted}."
    for entry in JournalEntry.objects.filter(kind=Kind.SALE).exclude(order__state=Order.State.PAID):
        yield f"Entry {entry.source} is of an order that is not paid."
    for item in _items_unlike_their_sale():
        yield f"Item {item.pk} was sold for {item.amount}, its postings say {item.posted}."
    yield from _coupon_problems()
    for item in _items_unlike_their_refunds():
        yield f"Item {item.pk} says {item.refunded_amount} refunded, its refunds say {item.asked}."
    for refund in _refunds_unlike_their_entry():
        yield f"Refund {refund.pk} is done, but no entry says so."
    yield from _right_problems()


def _right_problems() -> Iterator[str]:
    for plan in _subscriptions_unlike_their_right():
        yield f"Subscription {plan.pk} is {plan.state}, its right is {plan.entitlement.state}."
    for item in _upgrades_unlike_their_right():
        now = item.entitlement.offer_name
        yield f"Item {item.pk} upgraded to {item.offer_name}, its right is of {now}."


def _subscriptions_unlike_their_right() -> list[Subscription]:
    """Over, and still open; or running without a right, and nothing is on its way to end it."""
    right = Entitlement.State.ACTIVE
    over = Q(ended_at__isnull=False, entitlement__state=right)
    shut = Q(state__in=Subscription.RUNNING, stop_asked_at=None) & ~Q(entitlement__state=right)
    return list(Subscription.objects.filter(over | shut).select_related("entitlement"))


def _upgrades_unlike_their_right() -> list[Item]:
    """What somebody was sold last, and does not have."""
    items = Item.objects.filter(upgrade__in=Upgrade.objects.topmost()).select_related("entitlement")
    right = Entitlement.State.ACTIVE
    return list(
        items.filter(entitlement__state=right).exclude(entitlement__offer_name=F("offer_name")).order_by("pk")
    )


def _coupon_problems() -> Iterator[str]:
    for item in _coupons_unlike_their_postings():
        yield f"Item {item.pk} has {item.discount_by_shop} borne by the shop, its postings say {item.posted}."
    for order in _orders_unlike_their_discounts():
        yield f"Order {order} is {order.discount} off, its items say {order.taken_off}."
    for use in _uses_unlike_their_redemptions():
        yield f"Coupon {use.coupon.code} counts {use.taken} uses, {use.held} are held."


def _unbalanced() -> list[Any]:
    rows: Any = Posting.objects.values("entry__source", "currency").annotate(sum=Sum("amount"))
    return list(rows.exclude(sum=0))


def _orders_unlike_their_sale() -> list[Any]:
    sale = Q(entries__kind=Kind.SALE, entries__postings__account=Posting.Account.STRIPE)
    paid = Order.objects.paid().annotate(posted=Coalesce(Sum("entries__postings__amount", filter=sale), 0))
    return list(paid.exclude(posted=F("total")))


def _items_unlike_their_sale() -> list[Any]:
    # What reports add up: the fee and the seller's share, each posted with its item.
    sale = Q(postings__entry__kind=Kind.SALE)
    paid = Item.objects.filter(order__state=Order.State.PAID)
    items = paid.annotate(posted=-Coalesce(Sum("postings__amount", filter=sale), 0))
    return list(items.exclude(posted=F("amount")))


def _coupons_unlike_their_postings() -> list[Any]:
    sale = Q(postings__entry__kind=Kind.SALE, postings__account=Posting.Account.COUPON)
    paid = Item.objects.filter(order__state=Order.State.PAID)
    items = paid.annotate(posted=Coalesce(Sum("postings__amount", filter=sale), 0))
    return list(items.exclude(posted=F("discount_by_shop")))


def _orders_unlike_their_discounts() -> list[Any]:
    orders = Order.objects.annotate(taken_off=Coalesce(Sum("items__discount"), 0))
    return list(orders.exclude(taken_off=F("discount")))


def _uses_unlike_their_redemptions() -> list[Any]:
    held = Count("coupon__redemptions", filter=Q(coupon__redemptions__released_at=None))
    return list(CouponUse.objects.select_related("coupon").annotate(held=held).exclude(held=F("taken")))


def _items_unlike_their_refunds() -> list[Any]:
    # A refund that failed after it was done stays given back: the money is owed to the buyer.
    counts = ~Q(refunds__state=Refund.State.FAILED) | Q(refunds__done_at__isnull=False)
    items = Item.objects.annotate(asked=Coalesce(Sum("refunds__amount", filter=counts), 0))
    return list(items.exclude(asked=F("refunded_amount")))


def _refunds_unlike_their_entry() -> list[Refund]:
    done = Refund.objects.exclude(done_at=None)
    posted = set(JournalEntry.objects.filter(kind=Kind.REFUND).values_list("source", flat=True))
    return [refund for refund in done if f"refund-{refund.pk}" not in posted]
