"""Sums for people who run stores and the shop: figures are sums of the ledger, or of the rows behind it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from orders.models import Item, JournalEntry, Order, Posting

Kind = JournalEntry.Kind


@dataclass(frozen=True)
class Earnings:
    """What sellers have earned after fee and refunds, in minor units of one currency."""

    currency: str
    balance: int
    today: int
    week: int
    month: int
    orders: int


def earnings_of(sellers: QuerySet, now: datetime | None = None) -> list[Earnings]:
    """One row per currency, in one query of the ledger; an empty list when nothing was ever sold."""
    moment = now or timezone.now()

    def since(begins: datetime) -> Any:
        return Sum("amount", filter=Q(entry__occurred_at__gte=begins), default=0)

    postings = Posting.objects.filter(account=Posting.Account.SELLER, seller__in=sellers)
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


def by_month(sellers: QuerySet) -> list[dict[str, Any]]:
    """[{month, currency, earned}], newest first: what sellers earned after fee and refunds."""
    postings = Posting.objects.filter(account=Posting.Account.SELLER, seller__in=sellers)
    months: Any = postings.annotate(month=TruncMonth("entry__occurred_at")).values("month", "currency")
    return list(months.annotate(earned=-Sum("amount")).order_by("-month", "currency"))


def by_listing(sellers: QuerySet) -> list[dict[str, Any]]:
    """[{listing_id, name, currency, sold, taken, refunded}], the most sold first; amounts before the fee."""
    items = Item.objects.filter(order__state=Order.State.PAID, seller__in=sellers)
    rows: Any = items.values("listing_id", name=F("listing__title"), currency=F("order__currency"))
    sums = {"sold": Count("pk"), "taken": Sum("amount"), "refunded": Sum("refunded_amount")}
    return list(rows.annotate(**sums).order_by("-taken", "listing_id"))


def by_seller(sellers: QuerySet) -> list[dict[str, Any]]:
    """[{seller, currency, balance}]: what each is owed."""
    postings = Posting.objects.filter(account=Posting.Account.SELLER, seller__in=sellers)
    rows: Any = postings.values("currency", name=F("seller__name"))
    return list(rows.annotate(balance=-Sum("amount")).order_by("name", "currency"))
