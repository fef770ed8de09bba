"""Who holds what: one read-only list over every kind of entitlement; a seller sees that of their listings."""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from accounts.menu_groups import CUSTOMERS
from accounts.scoping import ScopedModelViewSet, policy_of
from cms.spreadsheets import HarmlessExport
from products.admin.entitlement_page import EntitlementInspect, WithdrawView, holder_as_seen_by, kind_of
from products.admin.giving import GiveView, may_give
from products.models import Entitlement, Listing


def kind_choices() -> list[tuple[int, str]]:
    """(key of the content type, name) of every kind of right in the shop."""
    kinds = {kind.entitlement_model() for kind in Listing.kinds()}
    types = ((ContentType.objects.get_for_model(kind).pk, kind._meta.verbose_name) for kind in kinds)
    return sorted(((key, str(name).capitalize()) for key, name in types), key=lambda choice: choice[1])


class EntitlementFilters(WagtailFilterSet):
    """By kind, by state and by when it began."""

    polymorphic_ctype = django_filters.ChoiceFilter(label=_("Kind"), choices=kind_choices)
    created_at = django_filters.DateFromToRangeFilter(label=_("Made between"), widget=DateRangePickerWidget)

    class Meta:
        model = Entitlement
        fields = ["polymorphic_ctype", "state", "created_at"]


class EntitlementIndex(HarmlessExport, IndexView):
    """All kinds in one list."""

    export_headings = {
        "kind": _("Kind"),
        "offer_name": _("Offer"),
        "listing": _("Listing"),
        "holder": _("Holder"),
        "state": _("State"),
        "created_at": _("Since"),
        "activated_at": _("Active since"),
        "ended_at": _("Ended"),
    }

    search_fields: list[str] | None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        found = super().header_buttons
        if may_give(self.request.user):
            url = reverse("entitlements:give")
            found.append(HeaderButton(_("Give something away"), url=url, icon_name="plus"))
        return found

    def get_base_queryset(self) -> QuerySet:
        rows = super().get_base_queryset()
        # The list shows what every kind has, so one query over the base table is enough.
        return rows.non_polymorphic().select_related("holder", "listing", "polymorphic_ctype")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Only staff may look for an address: a search that finds one would confirm it to anybody."""
        if policy_of(Entitlement).reaches_all(self.request.user):
            self.search_fields = [*(self.search_fields or []), "holder__email"]
        return super().search_queryset(queryset)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        own = {
            "kind": kind_of(item),
            "listing": item.listing.title,
            "holder": holder_as_seen_by(self.request.user, item),
            "state": item.get_state_display(),
        }
        return {name: own[name] if name in own else getattr(item, name) for name in self.list_export}


class HolderColumn(Column):
    """Who has it: the whole address for staff, enough to tell buyers apart for sellers."""

    def get_cell_context_data(self, instance: Entitlement, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "value": holder_as_seen_by(parent_context["request"].user, instance)}


class EntitlementViewSet(ScopedModelViewSet):
    """Read only: rights are given and withdrawn by the shop's verbs, never by typing into a row."""

    model = Entitlement
    seller_path = "listing__card__seller"
    name = "entitlements"
    icon = "key"
    menu_label = _("Held by buyers")
    menu_order = 220
    menu_hook = CUSTOMERS
    index_view_class = EntitlementIndex
    filterset_class = EntitlementFilters
    search_fields = ["offer_name", "listing__title"]
    list_display = [
        "offer_name",
        Column("listing", label=_("Listing")),
        Column("kind", label=_("Kind"), accessor=kind_of),
        HolderColumn("holder", label=_("Holder"), accessor="holder.email"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            sort_key="state",
            primary=lambda held: held.state == Entitlement.State.ACTIVE,
        ),
        DateColumn("created_at", label=_("Since"), sort_key="created_at"),
    ]
    list_export = list(EntitlementIndex.export_headings)
    export_filename = "held-by-buyers"
    inspect_view_class = EntitlementInspect
    inspect_view_fields = ["state"]
    form_fields = ["state"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("give/", GiveView.as_view(), name="give"),
            path("<int:pk>/withdraw/", WithdrawView.as_view(), name="withdraw"),
        ]
