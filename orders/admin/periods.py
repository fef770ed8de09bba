"""Stretches of time that people ask for by name: today, last month; for filters of lists."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ONE_DAY = timedelta(days=1)
CHOICES = (
    ("today", _("Today")),
    ("7", _("Last 7 days")),
    ("30", _("Last 30 days")),
    ("month", _("This month")),
    ("last-month", _("Last month")),
    ("year", _("This year")),
)


def days_of(name: str, today: date) -> tuple[date, date]:
    """(first day, last day), both included, of a named stretch as seen from `today`. KeyError for others."""
    first_of_month = today.replace(day=1)
    end_of_last = first_of_month - timedelta(days=1)
    return {
        "today": (today, today),
        "7": (today - timedelta(days=6), today),
        "30": (today - timedelta(days=29), today),
        "month": (first_of_month, today),
        "last-month": (end_of_last.replace(day=1), end_of_last),
        "year": (today.replace(month=1, day=1), today),
    }[name]


def links(request: HttpRequest, name: str) -> list[dict[str, Any]]:
    """[{label, url, is_chosen}] for a list filtered by `name`; the chosen one leads back to any time."""
    chosen, page = request.GET.get(name), request.GET.copy()
    page.pop("p", None)
    found = []
    for key, label in CHOICES:
        page[name] = "" if key == chosen else key
        found.append({"label": label, "url": f"?{page.urlencode()}", "is_chosen": key == chosen})
    return found


class PeriodFilter(django_filters.ChoiceFilter):
    """Rows whose time lies in a named stretch, by the days of the shop's time zone."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name=field_name, choices=CHOICES, empty_label=_("Any time"), **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        first, last = days_of(value, timezone.localdate())
        # Two moments and not two dates: an index on the time serves these.
        begin, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, last + ONE_DAY))
        return qs.filter(**{f"{self.field_name}__gte": begin, f"{self.field_name}__lt": end})
