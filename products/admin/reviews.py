"""What buyers said: sellers read it, moderators hide what breaks the rules; nobody rewrites it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import EditView, IndexView

from accounts import abilities
from accounts.menu_groups import CUSTOMERS
from accounts.scoping import ScopedModelViewSet
from products.cards import recount_rating
from products.models import Review


class ReviewIndex(IndexView):
    """The newest first, each with its listing."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("listing")


class ReviewEdit(EditView):
    """Show it or hide it; the listing's stars follow at once."""

    def save_instance(self) -> Any:
        review = super().save_instance()
        recount_rating(review.listing_id)
        return review


class ReviewViewSet(ScopedModelViewSet):
    """One list for sellers (their listings, to read) and moderators (all, to hide)."""

    model = Review
    seller_path = "listing__card__seller"
    ability_to_change = abilities.SERVICE
    name = "reviews"
    icon = "comment"
    menu_label = _("Reviews")
    menu_order = 230
    menu_hook = CUSTOMERS
    index_view_class = ReviewIndex
    edit_view_class = ReviewEdit
    default_ordering = "-created_at"
    search_fields = ["text", "author_name", "listing__title"]
    list_filter = ["stars", "is_public"]
    list_display = [
        Column("stars", label=_("Stars"), sort_key="stars"),
        Column("text", label=_("Review")),
        Column("listing", label=_("Listing")),
        BooleanColumn("is_public", label=_("Shown")),
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
    ]
    list_export = ["stars", "text", "author_name", "listing.title", "is_public", "created_at"]
    # The author's account stays unsaid: the shown name is what they chose to tell.
    inspect_view_fields = ["listing", "stars", "text", "author_name", "is_public", "created_at"]
    panels = [
        FieldPanel("stars", read_only=True),
        FieldPanel("text", read_only=True),
        FieldPanel("is_public", help_text=_("Hidden reviews do not count in the stars.")),
    ]
