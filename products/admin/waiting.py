"""How long listings have waited for a moderator: the report of unreviewed age."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.models import Page, TaskState

from accounts.verification import decides
from cms.reporting import Report
from products.models import Listing


def waiting_tasks() -> QuerySet:
    """What somebody, or the machine that reads first, has on the desk: one for each page under review."""
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
    )


def waiting_listings() -> Any:
    """Listings under review, each with `waits_since` and `desk`, the name of the step it waits at."""
    tasks = waiting_tasks()
    key = Listing._meta.pk.target_field  # type: ignore[union-attr]
    mine = tasks.filter(workflow_state__object_id=Cast(OuterRef("pk"), CharField()))
    pages = tasks.values(page=Cast("workflow_state__object_id", key.__class__()))
    rows: Any = Listing.objects.filter(pk__in=pages.values("page"))
    return rows.defer_streamfields().annotate(
        waits_since=Subquery(mine.order_by("started_at").values("started_at")[:1]),
        desk=Subquery(mine.order_by("started_at").values("task__name")[:1]),
    )


def age_of(listing: Any) -> str:
    """ "3 days, 2 hours"."""
    return timesince(listing.waits_since, timezone.now())


class UnreviewedAge(Report):
    """The longest waiting first."""

    model = Listing
    page_title = _("Waiting for review")
    header_icon = "clipboard-list"
    slug = "waiting-for-review"
    index_url_name = "report_waiting"
    default_ordering = "waits_since"
    no_results = _("Nothing waits for a review.")

    @classmethod
    def allows(cls, request: HttpRequest) -> bool:
        return decides(request.user)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Listing"), accessor="draft_title", get_url=self.edit_url),
            Column("seller", label=_("Store"), accessor=self.store_of),
            Column("desk", label=_("Step"), sort_key="desk"),
            DateColumn("waits_since", label=_("Since"), sort_key="waits_since"),
            Column(
                "age", label=_("Waits for"), accessor=lambda row: timesince(row.waits_since, timezone.now())
            ),
        ]

    def get_base_queryset(self) -> QuerySet:
        return waiting_listings()

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by(self.ordering, "pk")

    @cached_property
    def stores(self) -> dict[str, str]:
        """{path: title} of the stores; none is asked for twice."""
        return {}

    def store_of(self, listing: Any) -> str:
        """The storefront's title; it stands one above the listing."""
        return self.stores.get(listing.path[: -Listing.steplen], "")

    def get_table(self, object_list: Any) -> Any:
        self.learn_stores(object_list)
        return super().get_table(object_list)

    def learn_stores(self, listings: Any) -> None:
        """One query for the stores of all these listings."""
        paths = {listing.path[: -Listing.steplen] for listing in listings}
        self.stores.update(Page.objects.filter(path__in=paths).values_list("path", "title"))

    @staticmethod
    def edit_url(listing: Any) -> str:
        """Where one decides."""
        return reverse("wagtailadmin_pages:edit", args=[listing.pk])
