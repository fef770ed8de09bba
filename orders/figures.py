"""Figures for those who glance: what came in day by day, and how the shop stands. Sums of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from orders.models import JournalEntry, Order, Posting

OF_SHOP = (Posting.Account.FEE, Posting.Account.COUPON)

RANGES = (30, 90, 365)
MOST_BARS = 90
WEEK = 7
WIDTH, HEIGHT, GAP = 720, 160, 2


@dataclass(frozen=True)
class Bar:
    """One day, or the week that begins there: its place in the drawing and what came in, in minor units."""

    x: int
    y: int
    width: int
    height: int
    day: date
    amount: int


@dataclass(frozen=True)
class Chart:
    """Earnings of a period beside those of the period before, in minor units of the shop's currency."""

    days: int
    bars: list[Bar]
    total: int
    before: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def first(self) -> date:
        """The day on which the drawing begins."""
        return self.bars[0].day

    @property
    def change(self) -> int | None:
        """Per cent more (or less, negative) than before; None when there is nothing to compare with."""
        return round((self.total - self.before) * 100 / self.before) if self.before > 0 else None


def chart_of(seller_ids: Sequence[int], days: int, today: date | None = None) -> Chart:
    """What these sellers earned in the last `days` days, after fee and refunds. One query."""
    last = today or timezone.localdate()
    first = last - timedelta(days=days - 1)
    earned = _by_day(seller_ids, first - timedelta(days=days))
    now = [earned.get(first + timedelta(days=n), 0) for n in range(days)]
    before = sum(amount for day, amount in earned.items() if day < first)
    return Chart(days, _bars(first, now), sum(now), before)


def _by_day(seller_ids: Sequence[int], since: date) -> dict[date, int]:
    """{day in the shop's time zone: amount} from the ledger."""
    begins = timezone.make_aware(datetime.combine(since, datetime.min.time()))
    rows: Any = Posting.objects.filter(
        account=Posting.Account.SELLER,
        seller__in=seller_ids,
        currency=settings.SHOP_CURRENCY,
        entry__occurred_at__gte=begins,
    )
    days = rows.values(day=TruncDate("entry__occurred_at")).annotate(sum=Sum("amount"))
    return {row["day"]: -row["sum"] for row in days.order_by("day")}


def _bars(first: date, amounts: list[int]) -> list[Bar]:
    """A bar for each day, or for each week when days would be hairlines. A day of refunds stands at zero."""
    step = 1 if len(amounts) <= MOST_BARS else WEEK
    sums = [sum(amounts[n : n + step]) for n in range(0, len(amounts), step)]
    highest, room = max(*sums, 1), WIDTH // len(sums)
    drawn = []
    for number, amount in enumerate(sums):
        height = max(amount, 0) * HEIGHT // highest
        day = first + timedelta(days=number * step)
        drawn.append(Bar(number * room, HEIGHT - height, room - GAP, height, day, amount))
    return drawn


def of_the_shop(days: int = 30, now: datetime | None = None) -> dict[str, int]:
    """{volume, fees, placed, paid, returned, problems}: the last days of the whole shop. Two queries.

    Volume is what buyers paid, fees what the shop keeps of it; `problems` and `returned` are of all time.
    """
    since = (now or timezone.now()) - timedelta(days=days)
    lately = Q(entry__occurred_at__gte=since)
    sale = Q(entry__kind=JournalEntry.Kind.SALE, account=Posting.Account.STRIPE)
    money = Posting.objects.filter(currency=settings.SHOP_CURRENCY).aggregate(
        volume=Sum("amount", filter=lately & sale, default=0),
        fees=Sum("amount", filter=lately & Q(account__in=OF_SHOP), default=0),
    )
    orders = Order.objects.aggregate(
        placed=Count("pk", filter=Q(created_at__gte=since)),
        paid=Count("pk", filter=Q(created_at__gte=since, state=Order.State.PAID)),
        returned=Count("pk", filter=Q(state=Order.State.RETURNED, late_refund_id="")),
        problems=Count("pk", filter=~Q(problem="")),
    )
    return {**orders, "volume": money["volume"], "fees": -money["fees"]}
