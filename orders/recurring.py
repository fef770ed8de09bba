"""What comes in again and again: subscribers, what they bring in a month, who came and who left, by plan."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Max, Q, QuerySet, Sum, When
from django.db.models.functions import Cast
from django.utils import timezone

from orders.models import Subscription

State = Subscription.State
LATELY = timedelta(days=30)
PAYING = Q(state__in=(State.ACTIVE, State.PAST_DUE))


def begun(sellers: Collection[int] | None = None) -> QuerySet[Subscription]:
    """Every subscription that was ever paid or tried, of these sellers; None: of all."""
    found = Subscription.objects.begun().order_by()
    return found if sellers is None else found.filter(seller__in=sellers)


def by_plan(plans: QuerySet[Subscription], now: datetime | None = None) -> Any:
    """A row for each listing, plan, price and currency; amounts in minor units. One query."""
    rows = plans.values("listing_id", "offer_name", "interval", "amount", "currency")
    return rows.annotate(title=Max("listing__title"), **_counts(now))


def totals(plans: QuerySet[Subscription], now: datetime | None = None) -> list[dict[str, Any]]:
    """The same for each currency. One query."""
    rows: Any = plans.values("currency")
    return list(rows.annotate(**_counts(now)).order_by("currency"))


def _counts(now: datetime | None) -> dict[str, Any]:
    since = (now or timezone.now()) - LATELY
    then = Q(started_at__lte=since) & (Q(ended_at=None) | Q(ended_at__gt=since))
    month = Case(
        When(interval="year", then=Cast("amount", BigIntegerField()) / 12),
        default=F("amount"),
        output_field=BigIntegerField(),
    )
    return {
        "running": Count("pk", filter=Q(state__in=Subscription.RUNNING)),
        "trying": Count("pk", filter=Q(state=State.TRIAL)),
        "owing": Count("pk", filter=Q(state=State.PAST_DUE)),
        "ending": Count("pk", filter=Q(state__in=Subscription.RUNNING, is_ending=True)),
        "came": Count("pk", filter=Q(started_at__gt=since)),
        "left": Count("pk", filter=Q(ended_at__gt=since)),
        "were": Count("pk", filter=then),
        "lost": Count("pk", filter=then & Q(ended_at__gt=since)),
        "a_month": Sum(month, filter=PAYING, default=0),
    }


def churn(row: dict[str, Any]) -> int | None:
    """Per cent of those who were there a month ago and are not now; None when nobody was."""
    return round(row["lost"] * 100 / row["were"]) if row["were"] else None
