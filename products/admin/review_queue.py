"""The moderators' queue: what waits for a review, the longest waiting first, and what waits too long."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Length, Substr
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.models import Page, Task, TaskState

from accounts.verification import decides
from cms.reporting import Report
from products.admin.mine import kind_choices, kind_of
from products.models import Category, HumanReview, Listing, ReviewSettings
from products.models.judging import own_store_paths

AT_ONCE = 200
LOOKED_BACK = timedelta(days=30)
DECIDED = (TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED)


def waiting_tasks() -> QuerySet:
    """What somebody, or the machine that reads first, has on the desk: one for each page under review."""
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
    )


def listings_of(tasks: QuerySet) -> Any:
    """The listings that these task states are about."""
    key = Listing._meta.pk.target_field  # type: ignore[union-attr]
    pages = tasks.values(page=Cast("workflow_state__object_id", key.__class__()))
    return Listing.objects.filter(pk__in=pages.values("page"))


def waiting_listings(user: Any) -> Any:
    """Listings under review that the person's own team does not sell.

    Each has `waits_since` and `desk`, the name of its step.
    """
    mine = waiting_tasks().filter(workflow_state__object_id=Cast(OuterRef("pk"), CharField()))
    rows: Any = listings_of(waiting_tasks()).defer_streamfields()
    for own in () if user.is_superuser else own_store_paths(user):
        rows = rows.exclude(path__startswith=own)
    return rows.annotate(
        waits_since=Subquery(mine.order_by("started_at").values("started_at")[:1]),
        desk=Subquery(mine.order_by("started_at").values("task__name")[:1]),
    )


def store_path(path: str) -> str:
    """A listing stands right below its store."""
    return path[: -Listing.steplen]


def known_stores(paths: Iterable[str]) -> set[str]:
    """Those of the stores at these paths of which something was on sale before; one query for each 200."""
    known: set[str] = set()
    asked = sorted(set(paths))
    for start in range(0, len(asked), AT_ONCE):
        below = reduce(or_, (Q(path__startswith=path) for path in asked[start : start + AT_ONCE]))
        seen = Listing.objects.filter(below, first_published_at__isnull=False)
        stores = seen.annotate(store=Substr("path", 1, Length("path") - Listing.steplen))
        known.update(stores.order_by().values_list("store", flat=True).distinct())
    return known


def late_before(request: HttpRequest) -> datetime:
    """What has waited since before this moment is late."""
    return timezone.now() - timedelta(hours=ReviewSettings.for_request(request).hours)


def in_time(hours: int) -> tuple[int, int]:
    """(decisions of people in the last thirty days, those of them that kept the promised hours)."""
    decided = TaskState.objects.filter(
        task__in=HumanReview.objects.all(),
        status__in=DECIDED,
        finished_at__gte=timezone.now() - LOOKED_BACK,
    )
    kept = Q(finished_at__lte=F("started_at") + timedelta(hours=hours))
    found = decided.aggregate(all=Count("pk"), kept=Count("pk", filter=kept))
    return found["all"], found["kept"]


class QueueFilters(WagtailFilterSet):
    """By kind, by the shelf of the draft, by step; late ones, first ones, those on one's own desk."""

    mine = django_filters.BooleanFilter(label=gettext_lazy("For me to decide"), method="filter_mine")
    late = django_filters.BooleanFilter(label=gettext_lazy("Late"), method="filter_late")
    is_first = django_filters.BooleanFilter(label=gettext_lazy("First of its store"), method="filter_first")
    content_type = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Kind"), choices=kind_choices, widget=forms.CheckboxSelectMultiple
    )
    category = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Category"), queryset=Category.objects.all(), method="filter_category"
    )
    step = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Step"), queryset=Task.objects.filter(active=True), method="filter_step"
    )

    class Meta:
        model = Listing
        fields = ["mine", "late", "is_first", "content_type", "category", "step"]

    def filter_mine(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        mine = listings_of(TaskState.objects.reviewable_by(self.request.user)).values("pk")
        return rows.filter(pk__in=mine) if value else rows.exclude(pk__in=mine)

    def filter_late(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        late = Q(waits_since__lt=late_before(self.request))
        return rows.filter(late) if value else rows.exclude(late)

    def filter_first(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        waiting = dict(rows.values_list("pk", "path"))
        known = known_stores(map(store_path, waiting.values()))
        return rows.filter(pk__in=[k for k, path in waiting.items() if (store_path(path) in known) != value])

    def filter_category(self, rows: QuerySet, name: str, value: Category) -> QuerySet:
        """The shelf that the draft asks for: the published rows may still say another."""
        drafts = rows.values_list("pk", "latest_revision__content__categories")
        return rows.filter(pk__in=[pk for pk, shelves in drafts if value.pk in (shelves or ())])

    def filter_step(self, rows: QuerySet, name: str, value: Task) -> QuerySet:
        return rows.filter(pk__in=listings_of(waiting_tasks().filter(task=value)).values("pk"))


class ReviewQueue(Report):
    """The longest waiting first; each row leads to the editor, where one decides."""

    model = Listing
    page_title = gettext_lazy("Review queue")
    header_icon = "clipboard-list"
    template_name = "products/admin/review_queue.html"
    slug = "review-queue"
    index_url_name = "review_queue"
    default_ordering = "waits_since"
    filterset_class = QueueFilters
    is_searchable = True
    search_fields = ("title", "draft_title")
    search_backend_name = None  # type: ignore[assignment]  # few rows wait
    no_results = gettext_lazy("Nothing waits for a review.")

    @classmethod
    def allows(cls, request: HttpRequest) -> bool:
        return decides(request.user)

    @cached_property
    def late_before(self) -> datetime:
        """Asked once for the page."""
        return late_before(self.request)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=_("Listing"),
                accessor="draft_title",
                get_url=self.edit_url,
                classname="report-name",
            ),
            Column("seller", label=_("Store"), accessor=self.store_of),
            Column("what", label=_("What it is"), accessor=self.what_it_is),
            Column("desk", label=_("Step"), sort_key="desk"),
            StatusTagColumn(
                "age",
                label=_("Waits for"),
                accessor=self.age_of,
                primary=lambda row: row.waits_since < self.late_before,
                sort_key="waits_since",
            ),
        ]

    def get_base_queryset(self) -> QuerySet:
        return waiting_listings(self.request.user)

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by(self.ordering, "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hours = ReviewSettings.for_request(self.request).hours
        decided, kept = in_time(hours)
        return {**super().get_context_data(**kwargs), "hours": hours, "decided": decided, "kept": kept}

    def age_of(self, listing: Any) -> str:
        """ "3 days, 2 hours", and whether that is too long."""
        age = timesince(listing.waits_since, timezone.now())
        return _("%(age)s, late") % {"age": age} if listing.waits_since < self.late_before else age

    @cached_property
    def stores(self) -> dict[str, str]:
        """{path: title} of the stores; none is asked for twice."""
        return {}

    def store_of(self, listing: Any) -> str:
        """The storefront's title; it stands one above the listing."""
        return self.stores.get(store_path(listing.path), "")

    @cached_property
    def known(self) -> set[str]:
        """Paths of stores of which something was on sale before."""
        return set()

    def what_it_is(self, listing: Any) -> str:
        """Its kind, and whether a moderator has seen it, or anything of the store, before."""
        if listing.first_published_at:
            what = _("%(kind)s, changed")
        elif store_path(listing.path) in self.known:
            what = _("%(kind)s, new")
        else:
            what = _("%(kind)s, the first of its store")
        return what % {"kind": kind_of(listing)}

    def get_table(self, object_list: Any) -> Any:
        self.learn_stores(object_list)
        return super().get_table(object_list)

    def learn_stores(self, listings: Any) -> None:
        """Two queries for the stores of all these listings."""
        paths = {store_path(listing.path) for listing in listings}
        self.known.update(known_stores(paths))
        self.stores.update(Page.objects.filter(path__in=paths).values_list("path", "title"))

    @staticmethod
    def edit_url(listing: Any) -> str:
        """Where one decides."""
        return reverse("wagtailadmin_pages:edit", args=[listing.pk])


def to_dos(request: HttpRequest) -> list[dict[str, Any]]:
    """[{label, count, url}]: how many wait, for how long, how many of them too long. Two queries."""
    if not decides(request.user):
        return []
    rows = waiting_listings(request.user)
    late = Count("pk", filter=Q(waits_since__lt=late_before(request)))
    found = rows.aggregate(waiting=Count("pk"), late=late, since=Min("waits_since"))
    count = found["waiting"]
    label = ngettext("listing waits for review", "listings wait for review", count)
    if count:
        label = _("%(label)s, the oldest for %(age)s") % {
            "label": label,
            "age": timesince(found["since"], timezone.now()),
        }
    if found["late"]:
        label = _("%(label)s, %(n)d late") % {"label": label, "n": found["late"]}
    return [{"label": label, "count": count, "url": reverse("review_queue")}]


class QueueItem(MenuItem):
    """In the main menu, for those who decide."""

    def is_shown(self, request: HttpRequest) -> bool:
        return decides(request.user)


def menu_item() -> MenuItem:
    """The moderators' daily work stands first of the shop's own items."""
    address = reverse("review_queue")
    return QueueItem(
        gettext_lazy("Review queue"), address, name="review", icon_name="clipboard-list", order=150
    )
