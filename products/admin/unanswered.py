"""Listings whose reviews wait for the seller's answer, the longest waiting first."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from accounts.abilities import SERVICE
from accounts.roles import seller_ids_of
from accounts.verification import decides
from cms.reporting import Report
from products.models import Review


class UnansweredReviews(Report):
    """Sellers see their own listings, those who decide see all. Hidden reviews need no answer."""

    open_to_sellers = True  # it asks for own listings only
    model = Review
    page_title = _("Unanswered reviews")
    header_icon = "comment"
    slug = "unanswered-reviews"
    index_url_name = "report_unanswered"
    default_ordering = "since"
    no_results = _("Every review has its answer.")

    @classmethod
    def allows(cls, request: HttpRequest) -> bool:
        return decides(request.user) or bool(seller_ids_of(request.user, SERVICE))

    @cached_property
    def columns(self) -> list[Column]:
        store = [Column("store", label=_("Store"), sort_key="store")] if decides(self.request.user) else []
        return [
            TitleColumn("title", label=_("Listing"), get_url=self.reviews_url, sort_key="title"),
            *store,
            Column("waiting", label=_("Not answered"), sort_key="waiting"),
            DateColumn("since", label=_("The oldest since"), sort_key="since"),
        ]

    def get_queryset(self) -> Any:
        rows: Any = Review.objects.filter(reply="", is_public=True, listing__card__isnull=False)
        if not decides(self.request.user):
            rows = rows.filter(listing__card__seller__in=seller_ids_of(self.request.user, SERVICE))
        by_listing = rows.values(
            "listing_id", title=F("listing__title"), store=F("listing__card__seller__name")
        )
        found = by_listing.annotate(waiting=Count("pk"), since=Min("created_at"))
        return found.order_by(self.ordering, "listing_id")

    @staticmethod
    def reviews_url(row: Any) -> str:
        """Its reviews without an answer."""
        asked = {"unanswered": "true", "q": row["title"]}
        return f"{reverse('reviews:index')}?{urlencode(asked)}"
