"""Listings that nobody has touched or bought for long: for their sellers, and for those who run the shop."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from accounts.abilities import LISTINGS
from accounts.roles import is_admin, seller_ids_of
from cms.reporting import Report
from orders import reports
from orders.models import Item, Order
from products.models import Listing

MONTH = 30
UNTOUCHED = [(3 * MONTH, _("3 months")), (6 * MONTH, _("6 months")), (365, _("a year"))]
UNSOLD = [(30, _("30 days")), (90, _("90 days")), (365, _("a year"))]


class AgeingFilters(WagtailFilterSet):
    """How long not edited, how long not sold."""

    untouched = django_filters.TypedChoiceFilter(
        label=_("Not edited for"), choices=UNTOUCHED, coerce=int, method="filter_untouched"
    )
    unsold = django_filters.TypedChoiceFilter(
        label=_("No sale for"), choices=UNSOLD, coerce=int, method="filter_unsold"
    )

    class Meta:
        model = Listing
        fields = ["untouched", "unsold"]

    def filter_untouched(self, rows: QuerySet, name: str, days: int) -> QuerySet:
        return rows.filter(latest_revision_created_at__lt=timezone.now() - timedelta(days=days))

    def filter_unsold(self, rows: QuerySet, name: str, days: int) -> QuerySet:
        since = timezone.now() - timedelta(days=days)
        sold = Item.objects.filter(
            listing=OuterRef("pk"), order__state=Order.State.PAID, order__paid_at__gte=since
        )
        return rows.filter(~Exists(sold), first_published_at__lt=since)


class AgeingListings(Report):
    """What is on sale, the longest untouched first. A listing younger than the time asked for is not old."""

    open_to_sellers = True  # it asks for own sellers only
    model = Listing
    page_title = _("Ageing listings")
    header_icon = "time"
    slug = "ageing-listings"
    index_url_name = "report_ageing"
    default_ordering = "latest_revision_created_at"
    filterset_class = AgeingFilters
    no_results = _("No listing is that old.")

    @classmethod
    def allows(cls, request: HttpRequest) -> bool:
        return is_admin(request.user) or bool(seller_ids_of(request.user, LISTINGS))

    @cached_property
    def columns(self) -> list[Column]:
        title = TitleColumn("title", label=_("Listing"), get_url=self.edit_url, sort_key="title")
        seller = Column(
            "seller", label=_("Seller"), accessor="card.seller.name", sort_key="card__seller__name"
        )
        return [
            title,
            *([seller] if is_admin(self.request.user) else []),
            DateColumn(
                "edited", _("Last edited"), "latest_revision_created_at", sort_key=self.default_ordering
            ),
            DateColumn("sold_at", label=_("Last sale")),
            Column("sales", label=_("Sales"), accessor="card.sales", sort_key="card__sales"),
        ]

    def get_base_queryset(self) -> QuerySet:
        rows = Listing.objects.live().filter(card__isnull=False).select_related("card__seller")
        if not is_admin(self.request.user):
            rows = rows.filter(card__seller__in=seller_ids_of(self.request.user, LISTINGS))
        return rows.defer_streamfields()

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by(self.ordering, "pk")

    def get_table(self, object_list: Any) -> Any:
        return super().get_table(with_last_sales(object_list))

    @staticmethod
    def edit_url(listing: Any) -> str:
        """Where one mends it."""
        return reverse("wagtailadmin_pages:edit", args=[listing.pk])


def with_last_sales(listings: Any) -> Any:
    """The same listings, each with `sold_at`. One query."""
    found = reports.last_sales([listing.pk for listing in listings])
    for listing in listings:
        listing.sold_at = found.get(listing.pk)
    return listings
