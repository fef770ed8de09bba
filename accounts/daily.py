"""How many people were here on a day: each counted once, and nothing kept of who did what."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.site_summary import SummaryItem

from accounts.models import ActiveDay, User
from accounts.roles import is_admin
from cms.ahead import is_ahead


def note_visit(pk: int, today: date) -> bool:
    """Stamp a person with the day and count them, once a day. True when this call was the first."""
    with transaction.atomic():
        mine = User.objects.filter(Q(last_seen_date=None) | Q(last_seen_date__lt=today), pk=pk)
        if not mine.update(last_seen_date=today):
            return False
        ActiveDay.objects.get_or_create(day=today)
        ActiveDay.objects.filter(day=today).update(people=F("people") + 1)
    return True


def people_on(days: int, today: date | None = None) -> list[int]:
    """How many were here today, yesterday, … so many days back. One query."""
    last = today or timezone.localdate()
    found = dict(ActiveDay.objects.filter(day__gt=last - timedelta(days=days)).values_list("day", "people"))
    return [found.get(last - timedelta(days=n), 0) for n in range(days)]


class DailyPeopleMiddleware:
    """Counts whoever a page recognised. A page that did not ask who is there is not made to, and one that the
    browser opened ahead of time is no visit yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "_cached_user", None)  # where Django keeps who was asked for
        today = timezone.localdate()
        if user is None or not user.is_authenticated or is_ahead(request):
            return response
        if user.last_seen_date != today:
            # A figure is never a reason for an error page.
            transaction.on_commit(lambda: note_visit(user.pk, today), robust=True)
        return response


class PeopleToday(SummaryItem):
    """Beside the counts of pages and pictures, for those who run the shop. One query."""

    order = 500
    template_name = "accounts/admin/people_today.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        today, yesterday = people_on(2)
        return {"today": today, "yesterday": yesterday}


def add_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    """How many people were here, for admins."""
    if is_admin(request.user):
        items.append(PeopleToday(request))
