"""Sums for people who run stores and the shop. All are sums of postings, so they agree with the ledger.

Amounts are in minor units of the row's currency. `gross` is what buyers paid, `refunded` what went back,
`fee` what the shop keeps of the rest, less what it bears of its own coupons (so it may be negative), `earned`
what is left for the seller: gross − refunded = fee + earned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from orders.models import Item, JournalEntry, Order, Posting

Kind, Account = JournalEntry.Kind, Posting.Account
# What the shop keeps, and what it adds where its own coupon was used.
OF_SHOP = (Account.FEE, Account.COUPON)
OF_ITEMS = (*OF_SHOP, Account.SELLER)
AMOUNTS = ("gross", "refunded", "fee", "earned")
# Keys, where they are known: with them the database plans for how much each has sold.
Sellers = Sequence[int] | QuerySet


@dataclass(frozen=True)
class Earnings:
    """What sellers have earned after fee and refunds, in minor units of one currency."""

    currency: str
    balance: int
    today: int
    week: int
    month: int
    orders: int


def earnings_of(sellers: Sellers, now: datetime | None = None) -> list[Earnings]:
    """One row per currency, in one query of the ledger; an empty list when nothing was ever sold."""
    moment = now or timezone.now()

    def since(begins: datetime) -> Any:
        return Sum("amount", filter=Q(entry__occurred_at__gte=begins), default=0)

    postings = Posting.objects.filter(account=Account.SELLER, seller__in=sellers)
    rows = postings.values("currency").annotate(
        balance=Sum("amount"),
        today=since(timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)),
        week=since(moment - timedelta(days=7)),
        month=since(moment - timedelta(days=30)),
        orders=Count("entry__order", filter=Q(entry__kind=Kind.SALE), distinct=True),
    )
    return [
        Earnings(row["currency"], -row["balance"], -row["today"], -row["week"], -row["month"], row["orders"])
        for row in rows.order_by("currency")
    ]


def traded(sellers: Sellers | None = None) -> Any:
    """What sales and refunds posted as fees and sellers' shares; of some sellers, or of all."""
    postings = Posting.objects.filter(
        account__in=OF_ITEMS,
        entry__kind__in=(Kind.SALE, Kind.REFUND),
        item__isnull=False,
    )
    return postings if sellers is None else postings.filter(item__seller__in=sellers)


def sums() -> dict[str, Any]:
    """The aggregates behind AMOUNTS, for any grouping of `traded` postings."""
    return {
        "gross": -Sum("amount", filter=Q(entry__kind=Kind.SALE), default=0),
        "refunded": Sum("amount", filter=Q(entry__kind=Kind.REFUND), default=0),
        "fee": -Sum("amount", filter=Q(account__in=OF_SHOP), default=0),
        "earned": -Sum("amount", filter=Q(account=Account.SELLER), default=0),
    }


def sold() -> Any:
    """How many items were sold; one that was given back counts as sold and in `refunded`.

    Each has one posting of the seller's share, or of the fee where nothing is left to share: so it is counted
    without comparing two hundred thousand keys.
    """
    all_fee = Q(account=Account.FEE, item__fee=F("item__amount") + F("item__discount_by_shop"))
    return Count("pk", filter=Q(entry__kind=Kind.SALE) & (Q(account=Account.SELLER) | all_fee))


def by_listing(postings: Any) -> Any:
    """{listing_id, name, sold_by, seller_name, currency, sold, …AMOUNTS} of `traded` postings."""
    rows = postings.values("currency", listing_id=F("item__listing"), sold_by=F("item__seller"))
    # Numbers are grouped faster than words, and each group has one title.
    names = {"name": Max("item__listing__title"), "seller_name": Max("item__seller__name")}
    return rows.annotate(**names, sold=sold(), **sums())


def by_month(postings: Any) -> Any:
    """{month, country, currency, sold, …AMOUNTS} of `traded` postings; a refund counts in its own month."""
    rows = postings.annotate(
        month=TruncMonth("entry__occurred_at"), country=F("entry__order__country")
    ).values("month", "country", "currency")
    return rows.annotate(sold=sold(), **sums())


def by_seller(postings: Any) -> Any:
    """{sold_by, seller_name, currency, sold, …AMOUNTS} of `traded` postings."""
    rows = postings.values("currency", sold_by=F("item__seller"))
    return rows.annotate(seller_name=Max("item__seller__name"), sold=sold(), **sums())


def refund_postings(sellers: Sellers | None = None) -> Any:
    """What refunds posted, and those that came back because the buyer's bank did not take them."""
    postings = Posting.objects.filter(entry__kind__in=(Kind.REFUND, Kind.REFUND_FAILED), item__isnull=False)
    return postings if sellers is None else postings.filter(item__seller__in=sellers)


def _given() -> dict[str, Any]:
    return {
        "refunded": -Sum("amount", filter=Q(account=Account.STRIPE, entry__kind=Kind.REFUND), default=0),
        "fee": Sum("amount", filter=Q(account__in=OF_SHOP), default=0),
        "earned": Sum("amount", filter=Q(account=Account.SELLER), default=0),
        "lost": -Sum("amount", filter=Q(account=Account.BUYER), default=0),
    }


def refunds_posted(postings: Any) -> Any:
    """{entry_id, kind, at, order_id, number, title, seller_name, currency, refunded, fee, earned, lost}.

    One row for each entry of `refund_postings`. `fee` and `earned` say what the shop and the seller gave for
    what went to the buyer; `lost` is what did not arrive, which we still owe them.
    """
    rows = postings.values(
        "entry_id",
        "currency",
        kind=F("entry__kind"),
        at=F("entry__occurred_at"),
        order_id=F("entry__order"),
        number=F("entry__order__number"),
        title=F("item__title"),
        seller_name=F("item__seller__name"),
    )
    return rows.annotate(**_given())


def refund_totals(postings: Any) -> list[dict[str, Any]]:
    """{currency, refunded, fee, earned, lost}: one row per currency. One query."""
    return list(postings.values("currency").annotate(**_given()).order_by("currency"))


def totals(postings: Any) -> list[dict[str, Any]]:
    """{currency, sold, …AMOUNTS}: one row per currency over `traded` postings. One query."""
    return list(postings.values("currency").annotate(sold=sold(), **sums()).order_by("currency"))


def last_sales(listings: list[int]) -> dict[int, datetime]:
    """{listing_id: when it was last sold or claimed}; listings that never were are missing. One query."""
    items: Any = Item.objects.filter(listing__in=listings, order__state=Order.State.PAID)
    rows = items.values("listing_id").annotate(at=Max("order__paid_at"))
    return {row["listing_id"]: row["at"] for row in rows}


def currencies_of(sellers: Sellers | None = None) -> list[str]:
    """In which the sellers were ever owed money, and the shop's own. One query of an index."""
    owed = Posting.objects.filter(account=Account.SELLER)
    owed = owed if sellers is None else owed.filter(seller__in=sellers)
    return sorted({settings.SHOP_CURRENCY, *owed.values_list("currency", flat=True).distinct()})


def spent_in(currency: str) -> str:
    """The name of a sum of `by_buyer`."""
    return f"spent_{currency}"


def about_buyers(currencies: list[str]) -> dict[str, Any]:
    """The aggregates {orders, last_order, first_at, last_at, spent_EUR, …} for `by_buyer`.

    Spent is what buyers paid less what went back, as the postings of the items have it: `gross` − `refunded`.
    Joining the postings repeats items, which changes neither what is distinct nor what comes first or last.
    """
    of_item = Q(
        postings__account__in=OF_ITEMS,
        postings__entry__kind__in=(Kind.SALE, Kind.REFUND),
    )
    spent = {
        spent_in(code): -Sum("postings__amount", filter=of_item & Q(postings__currency=code), default=0)
        for code in currencies
    }
    ends = {"first_at": Min("order__paid_at"), "last_at": Max("order__paid_at"), "last_order": Max("order")}
    return {"orders": Count("order", distinct=True), **ends, **spent}


def by_buyer(items: Any, aggregates: dict[str, Any]) -> Any:
    """{buyer_id, …}: one row per buyer of sold items, with some of `about_buyers`.

    All of them over a hundred thousand orders take seconds; the one that sorts a page takes a moment.
    """
    return items.values(buyer_id=F("order__buyer")).annotate(**aggregates)


def items_about(items: Any, words: str, by_address: bool) -> Any:
    """Those of sold items whose title, order number or, where that may be asked, address holds the words."""
    found = Q(title__icontains=words) | Q(order__number__icontains=words)
    return items.filter(found | Q(order__email__icontains=words) if by_address else found)


def discounted(sellers: Sellers | None = None) -> Any:
    """Sold items off which a coupon took something; the check of the books compares them with the ledger."""
    items = Item.objects.filter(order__state=Order.State.PAID, discount__gt=0)
    return items if sellers is None else items.filter(seller__in=sellers)


def _taken_off() -> dict[str, Any]:
    return {
        "orders": Count("order", distinct=True),
        "full": Sum(F("amount") + F("discount")),
        "taken_off": Sum("discount"),
        "by_shop": Sum("discount_by_shop"),
        "gross": Sum("amount"),
    }


def by_coupon(items: Any) -> Any:
    """{coupon_id, code, currency, orders, full, taken_off, by_shop, gross} of `discounted` items."""
    rows = items.values(coupon_id=F("order__redemption__coupon"), currency=F("order__currency"))
    return rows.annotate(code=Max("order__coupon_code"), **_taken_off())


def coupon_totals(items: Any) -> list[dict[str, Any]]:
    """The same sums, one row per currency. One query."""
    rows = items.values(currency=F("order__currency"))
    return list(rows.annotate(**_taken_off()).order_by("currency"))
