"""“My listings”: what a seller has, with its picture, price, sales and standing, on one page."""

from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.middleware.csrf import get_token
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.images.shortcuts import get_rendition_or_not_found

from cms.money import major, show
from cms.spreadsheets import HarmlessExport
from products.admin.importing import urlpatterns as import_urls
from products.admin.own import OwnListings, below
from products.admin.pins import PinView
from products.admin.quick_edit import QuickEdit, prices_of
from products.admin.standings import Standing, standing_label, with_standing
from products.models import Card, Category, Listing, Offer
from products.presentation_offers import price_of

CARD_FACTS = ("listing", "cover", "sales", "rating", "rating_count", "url", "pinned_at")
THUMB = "max-165x165"  # the size that the picture chooser has made already


def kind_choices() -> list[tuple[int, Any]]:
    """(key of the content type, label) of every kind in the shop."""
    return [(ContentType.objects.get_for_model(kind).pk, kind.kind_label) for kind in Listing.kinds()]


class ListingFilters(WagtailFilterSet):
    """By standing, by kind, by shelf."""

    standing = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Status"), choices=Standing.choices, widget=forms.CheckboxSelectMultiple
    )
    content_type = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Kind"), choices=kind_choices, widget=forms.CheckboxSelectMultiple
    )
    categories = django_filters.ModelMultipleChoiceFilter(
        label=gettext_lazy("Category"),
        queryset=Category.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Listing
        fields = ["standing", "content_type", "categories"]


class CoverColumn(Column):
    """A small picture; the card's own where there is one, for it is made already."""

    cell_template_name = "products/admin/cover_cell.html"

    def get_value(self, instance: Any) -> str:
        card = getattr(instance, "card", None)
        if card and card.cover.get("thumb"):
            return card.cover["thumb"]
        return get_rendition_or_not_found(instance.cover, THUMB).url if instance.cover else ""


class PriceColumn(Column):
    """The price, which opens the quick edit of a live listing where it stands."""

    cell_template_name = "products/admin/price_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        context |= {"request": request, "csrf_token": get_token(request)}
        if instance.live:
            context["prices"] = prices_of(instance)
        return context


def price_label(listing: Any) -> str:
    """ "€29", "from €29", "Free", or that there is none yet."""
    offers = sorted((o for o in listing.offers.all() if o.is_buyable), key=lambda offer: offer.lowest)
    if not offers:
        return _("Not on sale") if any(o.is_priced for o in listing.offers.all()) else _("Not priced yet")
    price = price_of(offers[0])
    return price if len(offers) == 1 else _("from %(price)s") % {"price": price}


def kind_of(listing: Any) -> str:
    """The kind's label; pages of a kind that is gone say nothing."""
    kind = listing.specific_class
    return str(kind.kind_label) if kind else ""


class MyListings(HarmlessExport, OwnListings, IndexView):
    """Rows of the common table: a page of them costs the same for ten listings and for a thousand."""

    model = Listing
    any_permission_required = None
    page_title = gettext_lazy("My listings")
    header_icon = "tag"
    template_name = "products/admin/mine.html"
    results_template_name = "products/admin/mine_results.html"
    index_url_name = "listings:index"
    index_results_url_name = "listings:index_results"
    default_ordering = "-latest_revision_created_at"
    paginate_by = 25
    search_fields = ["title", "draft_title", "summary"]
    search_backend_name = None  # type: ignore[assignment]  # a few thousand rows of one's own: no index needed
    filterset_class = ListingFilters
    export_filename = "listings"
    list_export = [
        *("title", "kind", "standing", "price", "offers", "sales", "rating", "summary", "address"),
        *("first_published_at", "latest_revision_created_at"),
    ]
    export_headings = {
        "title": gettext_lazy("Title"),
        "kind": gettext_lazy("Kind"),
        "standing": gettext_lazy("Status"),
        "price": gettext_lazy("Price from"),
        "offers": gettext_lazy("Offers"),
        "sales": gettext_lazy("Sales"),
        "rating": gettext_lazy("Rating"),
        "summary": gettext_lazy("Summary"),
        "address": gettext_lazy("Address"),
        "first_published_at": gettext_lazy("First published"),
        "latest_revision_created_at": gettext_lazy("Last edited"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            CoverColumn("cover", label=""),
            title(
                "title",
                label=_("Title"),
                accessor="get_admin_display_title",
                get_url=lambda listing: reverse("wagtailadmin_pages:edit", args=[listing.pk]),
                sort_key="title",
            ),
            Column("kind", label=_("Kind"), accessor=kind_of),
            PriceColumn("price", label=_("Price"), accessor=price_label, sort_key="lowest"),
            Column("sold", label=_("Sales"), sort_key="sold"),
            StatusTagColumn(
                "standing",
                label=_("Status"),
                accessor=standing_label,
                primary=lambda listing: listing.live,
                sort_key="standing",
            ),
        ]

    def get_valid_orderings(self) -> list[str]:
        return [*super().get_valid_orderings(), "latest_revision_created_at", "-latest_revision_created_at"]

    def get_base_queryset(self) -> QuerySet:
        cards = Card.objects.only(*CARD_FACTS)
        pages: Any = below(self.stores)
        rows = pages.defer_streamfields().select_related("cover")
        rows = rows.prefetch_related("offers", Prefetch("card", cards), "cover__renditions")
        priced = Offer.objects.filter(listing=OuterRef("pk"), is_active=True, price__isnull=False)
        return with_standing(rows).annotate(
            sold=Coalesce("card__sales", 0), lowest=Subquery(priced.order_by("price").values("price")[:1])
        )

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return super().order_queryset(queryset).order_by(self.ordering, "-pk")

    def get_add_url(self) -> str:
        return reverse("wagtailadmin_pages:add_subpage", args=[self.stores[0].pk])

    @cached_property
    def add_item_label(self) -> str:
        return _("New listing")

    @cached_property
    def header_buttons(self) -> list[Button]:
        """One for each store, where a person works for several."""
        if len(self.stores) == 1:
            return [HeaderButton(_("New listing"), url=self.get_add_url(), icon_name="plus")]
        return [
            HeaderButton(
                _("New listing in %(store)s") % {"store": store.title},
                url=reverse("wagtailadmin_pages:add_subpage", args=[store.pk]),
                icon_name="plus",
            )
            for store in self.stores
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        bring = Button(
            _("Import from a spreadsheet"), url=reverse("listings:import"), icon_name="upload", priority=50
        )
        return [bring, *super().header_more_buttons]

    def get_list_more_buttons(self, instance: Any) -> list[Button]:
        key = [instance.pk]
        found = [Button(_("Edit"), url=reverse("wagtailadmin_pages:edit", args=key), icon_name="edit")]
        if instance.live:
            found += [
                Button(_("Price and stock"), url=reverse("listings:prices", args=key), icon_name="tag"),
                Button(_("See it in the shop"), url=instance.card.url, icon_name="view"),
            ]
        card = getattr(instance, "card", None)
        is_first = bool(card and card.pinned_at)
        if instance.live or is_first:
            words = _("Show with the others") if is_first else _("Show first in the store")
            found.append(Button(words, url=reverse("listings:pin", args=key), icon_name="thumbtack"))
        found.append(
            Button(_("Duplicate"), url=reverse("wagtailadmin_pages:copy", args=key), icon_name="copy")
        )
        found.append(
            Button(_("History"), url=reverse("wagtailadmin_pages:history", args=key), icon_name="history")
        )
        if not instance.live:
            away = reverse("wagtailadmin_pages:delete", args=key)
            found.append(Button(_("Delete"), url=away, icon_name="bin"))
        return found

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """The exported facts of one listing, in the order of `list_export`."""
        card = getattr(item, "card", None)
        offers = [offer for offer in item.offers.all() if offer.is_active]
        lowest = min((offer.lowest for offer in offers if offer.lowest is not None), default=None)
        facts = {
            "title": item.get_admin_display_title(),
            "kind": kind_of(item),
            "standing": standing_label(item),
            "price": "" if lowest is None else major(lowest),
            "offers": "; ".join(f"{offer.name} {_exact(offer)}" for offer in offers),
            "sales": item.sold,
            "rating": card.rating if card and card.rating_count else "",
            "summary": item.summary,
            "address": card.url if card else "",
        }
        return {name: facts[name] if name in facts else getattr(item, name) for name in self.list_export}


def _exact(offer: Any) -> str:
    return show(offer.lowest) if offer.lowest else price_of(offer) if offer.is_priced else _("not priced")


class MyListingsViewSet(ViewSet):
    """The list and what one does from it; each view asks by itself whose the listing is."""

    name = "listings"
    icon = "tag"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", MyListings.as_view(), name="index"),
            path("results/", MyListings.as_view(results_only=True), name="index_results"),
            path("<int:pk>/prices/", QuickEdit.as_view(), name="prices"),
            path("<int:pk>/first/", PinView.as_view(), name="pin"),
            *import_urls,
        ]
