"""What buyers said: sellers read and answer it, moderators hide what breaks the rules; nobody rewrites it."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button

from accounts.abilities import SERVICE
from accounts.gate import open_to_sellers
from accounts.menu_groups import CUSTOMERS
from accounts.roles import seller_ids_of
from accounts.scoping import ScopedModelViewSet
from cms.spreadsheets import HarmlessExport
from products.admin.review_actions import AnswerView, may_answer, may_moderate
from products.models import Review

OPEN_REPORTS = Count("reports", filter=Q(reports__settled_at=None), distinct=True)


class ReviewFilters(WagtailFilterSet):
    """By stars, shown or hidden, reported, unanswered."""

    reported = django_filters.BooleanFilter(label=gettext_lazy("Reported"), method="filter_reported")
    unanswered = django_filters.BooleanFilter(label=gettext_lazy("Not answered"), method="filter_unanswered")

    class Meta:
        model = Review
        fields = ["stars", "is_public", "reported", "unanswered"]

    def filter_reported(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(open_reports__gt=0) if value else rows.filter(open_reports=0)

    def filter_unanswered(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(reply="") if value else rows.exclude(reply="")


def reports_of(review: Any) -> str:
    """ "3 reports", or nothing."""
    count = review.open_reports
    return ngettext("%(n)d report", "%(n)d reports", count) % {"n": count} if count else ""


class ReviewIndex(HarmlessExport, IndexView):
    """The newest first, each with its listing; who moderates may tick several."""

    def get_base_queryset(self) -> QuerySet:
        rows = super().get_base_queryset().select_related("listing__card")
        return rows.annotate(open_reports=OPEN_REPORTS)

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
    return [*found, ("dismiss", _("Dismiss reports"), "cross")] if review.open_reports else found


def bulk_url(action: str, pk: int) -> str:
    """The page that does an action to one review: the same that does it to many."""
    page = reverse("wagtail_bulk_action", args=["products", "review", action])
    return f"{page}?id={pk}&next={reverse('reviews:index')}"


def to_dos(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits: reports for moderators, reviews without an answer for sellers. One query each."""
    address = reverse("reviews:index")
    if may_moderate(request.user):
        reported = Review.objects.filter(reports__isnull=False, reports__settled_at=None)
        count = reported.distinct().count()
        label = ngettext("review was reported", "reviews were reported", count)
        return [{"label": label, "count": count, "url": f"{address}?reported=true"}]
    own = seller_ids_of(request.user, SERVICE)
    count = Review.objects.filter(listing__card__seller__in=own, is_public=True, reply="").count()
    label = ngettext("review has no answer", "reviews have no answer", count)
    return [{"label": label, "count": count, "url": f"{address}?unanswered=true&is_public=true"}]


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
        Column("open_reports", label=gettext_lazy("Reports"), accessor=reports_of, sort_key="open_reports"),
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
