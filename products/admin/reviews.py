"""What buyers said: sellers read and answer it, moderators hide what breaks the rules; nobody rewrites it."""

from typing import Any

import django_filters
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button

from accounts.abilities import SERVICE
from accounts.gate import open_to_sellers
from accounts.menu_groups import CUSTOMERS
from accounts.models import Member
from accounts.roles import seller_ids_of
from accounts.scoping import ScopedModelViewSet
from cms.spreadsheets import HarmlessExport
from products.admin.review_actions import AnswerView, may_answer, may_moderate
from products.models import Review, ReviewReport


def with_reports(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Each review with `open_reports`, how many readers complain, and `is_asked`, whether its store does.

    A store asks a moderator to look by the same form; that is one voice, however many of its team ask.
    """
    team = Member.objects.filter(user=OuterRef("reporter"), seller=OuterRef("review__listing__card__seller"))
    waiting = ReviewReport.objects.filter(review=OuterRef("pk"), settled_at=None).order_by()
    readers = waiting.filter(~Exists(team)).values("review").annotate(n=Count("pk")).values("n")
    count = Coalesce(Subquery(readers, output_field=IntegerField()), 0)
    return reviews.annotate(open_reports=count, is_asked=Exists(waiting.filter(Exists(team))))


class ReviewFilters(WagtailFilterSet):
    """By stars, shown or hidden, reported, unanswered; for staff who also sell, of their own stores."""

    reported = django_filters.BooleanFilter(label=gettext_lazy("Reported"), method="filter_reported")
    unanswered = django_filters.BooleanFilter(label=gettext_lazy("Not answered"), method="filter_unanswered")
    own = django_filters.BooleanFilter(label=gettext_lazy("Of your own store"), method="filter_own")

    class Meta:
        model = Review
        fields = ["stars", "is_public", "reported", "unanswered", "own"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.request.user
        if not (may_moderate(user) and seller_ids_of(user, SERVICE)):
            del self.filters["own"]

    def filter_reported(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        reported = Q(open_reports__gt=0) | Q(is_asked=True)
        return rows.filter(reported) if value else rows.exclude(reported)

    def filter_unanswered(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        """What is hidden needs no answer and cannot be given one."""
        return rows.filter(reply="", is_public=True) if value else rows.exclude(reply="")

    def filter_own(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        own = Q(listing__card__seller__in=seller_ids_of(self.request.user, SERVICE))
        return rows.filter(own) if value else rows.exclude(own)


def reports_of(review: Any) -> str:
    """ "3 reports, the store asks", or nothing."""
    count = review.open_reports
    readers = [ngettext("%(n)d report", "%(n)d reports", count) % {"n": count}] if count else []
    return ", ".join([*readers, *([_("the store asks")] if review.is_asked else [])])


class ReviewIndex(HarmlessExport, IndexView):
    """The newest first, each with its listing; who moderates may tick several."""

    def get_base_queryset(self) -> QuerySet:
        return with_reports(super().get_base_queryset().select_related("listing__card"))

    @cached_property
    def columns(self) -> list[Column]:
        found = super().columns
        if not may_moderate(self.request.user):
            return [column for column in found if column.name != "open_reports"]
        return [BulkActionsCheckboxColumn("bulk_actions", obj_type="review"), *found]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_tick=may_moderate(self.request.user), **kwargs)

    def get_list_more_buttons(self, instance: Any) -> list[Button]:
        found = super().get_list_more_buttons(instance)
        if may_answer(self.request.user, instance):
            label = _("Change your answer") if instance.reply else _("Answer")
            url = reverse("reviews:answer", args=[instance.pk])
            found.append(Button(label, url=url, icon_name="comment", priority=10))
        if may_moderate(self.request.user, instance):
            found += [
                Button(label, url=bulk_url(action, instance.pk), icon_name=icon, priority=20 + place)
                for place, (action, label, icon) in enumerate(_moderating(instance))
            ]
        return found


def _moderating(review: Any) -> list[tuple[str, str, str]]:
    """(action, label, icon) for what a moderator can do with it now."""
    found = [("hide", _("Hide"), "view")] if review.is_public else [("show", _("Show again"), "view")]
    is_reported = review.open_reports or review.is_asked
    return [*found, ("dismiss", _("Dismiss reports"), "cross")] if is_reported else found


def bulk_url(action: str, pk: int) -> str:
    """The page that does an action to one review: the same that does it to many."""
    page = reverse("wagtail_bulk_action", args=["products", "review", action])
    return f"{page}?id={pk}&next={reverse('reviews:index')}"


def to_dos(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits: reports for moderators, reviews without an answer for sellers; both for who is both.

    One query each.
    """
    user, address = request.user, reverse("reviews:index")
    moderates, own = may_moderate(user), seller_ids_of(user, SERVICE)
    found = [_reported(address)] if moderates else []
    if own or not moderates:
        found.append(_unanswered(own, f"{address}?unanswered=true{'&own=true' if moderates else ''}"))
    return found


def _reported(address: str) -> dict[str, Any]:
    reported = Review.objects.filter(reports__isnull=False, reports__settled_at=None)
    count = reported.distinct().count()
    label = ngettext("review was reported", "reviews were reported", count)
    return {"label": label, "count": count, "url": f"{address}?reported=true"}


def _unanswered(own: list[int], url: str) -> dict[str, Any]:
    count = Review.objects.filter(listing__card__seller__in=own, is_public=True, reply="").count()
    label = ngettext("review has no answer", "reviews have no answer", count)
    return {"label": label, "count": count, "url": url}


class ReviewViewSet(ScopedModelViewSet):
    """One list for sellers (their listings, to read and answer) and moderators (all, to hide)."""

    model = Review
    seller_path = "listing__card__seller"
    name = "reviews"
    icon = "comment"
    menu_label = gettext_lazy("Reviews")
    menu_order = 230
    menu_hook = CUSTOMERS
    index_view_class = ReviewIndex
    index_template_name = "products/admin/reviews.html"
    filterset_class = ReviewFilters
    default_ordering = "-created_at"
    search_fields = ["text", "author_name", "listing__title"]
    list_display = [
        "__str__",
        Column("text", label=gettext_lazy("Words"), width="32%"),
        Column("listing", label=gettext_lazy("Listing")),
        Column("reply", label=gettext_lazy("Answer")),
        BooleanColumn("is_public", label=gettext_lazy("Shown")),
        Column("hidden_reason", label=gettext_lazy("Why hidden")),
        Column(
            "open_reports",
            label=pgettext_lazy("reviews", "Reports"),
            accessor=reports_of,
            sort_key="open_reports",
        ),
        DateColumn("created_at", label=gettext_lazy("Written"), sort_key="created_at"),
    ]
    list_export = [
        *(
            "stars",
            "text",
            "author_name",
            "listing.title",
            "reply",
            "is_public",
            "hidden_reason",
            "created_at",
        )
    ]
    # The author's account stays unsaid: the shown name is what they chose to tell.
    inspect_view_fields = [
        *("listing", "stars", "text", "author_name", "reply", "is_public", "hidden_reason", "created_at")
    ]
    form_fields = ["is_public"]

    def get_urlpatterns(self) -> list[Any]:
        mine = path("<int:pk>/answer/", open_to_sellers(AnswerView.as_view()), name="answer")
        return [*super().get_urlpatterns(), mine]
