"""Who holds what: one read-only list over every kind of entitlement; a seller sees that of their listings."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView

from accounts.scoping import ScopedModelViewSet, policy_of
from products.models import Entitlement


class EntitlementFilters(WagtailFilterSet):
    """By state and by when it began."""

    created_at = django_filters.DateFromToRangeFilter(label=_("Made between"))

    class Meta:
        model = Entitlement
        fields = ["state", "created_at"]


class EntitlementIndex(IndexView):
    """All kinds in one list."""

    search_fields: list[str] | None

    def get_base_queryset(self) -> QuerySet:
        rows = super().get_base_queryset()
        # The list shows what every kind has, so one query over the base table is enough.
        return rows.non_polymorphic().select_related("holder", "listing", "polymorphic_ctype")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Only staff may look for an address: a search that finds one would confirm it to anybody."""
        if policy_of(Entitlement).reaches_all(self.request.user):
            self.search_fields = [*(self.search_fields or []), "holder__email"]
        return super().search_queryset(queryset)


class HolderColumn(Column):
    """Who has it: the whole address for staff, enough to tell buyers apart for sellers."""

    def get_cell_context_data(self, instance: Entitlement, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        if not policy_of(Entitlement).reaches_all(parent_context["request"].user):
            name, _at, host = instance.holder.email.partition("@")
            context["value"] = f"{name[:1]}…@{host}"
        return context


def kind_of(entitlement: Entitlement) -> str:
    """The kind's name, such as "Download pass"."""
    row_type = entitlement.polymorphic_ctype
    model = row_type.model_class() if row_type else None
    return str((model or Entitlement)._meta.verbose_name).capitalize()


class EntitlementViewSet(ScopedModelViewSet):
    """Read only: rights are given and withdrawn by the shop's verbs, never by typing into a row."""

    model = Entitlement
    seller_path = "listing__card__seller"
    name = "entitlements"
    icon = "key"
    menu_label = _("Held by buyers")
    menu_order = 220
    add_to_admin_menu = True
    index_view_class = EntitlementIndex
    filterset_class = EntitlementFilters
    search_fields = ["offer_name", "listing__title"]
    list_display = [
        "offer_name",
        Column("listing", label=_("Listing")),
        Column("kind", label=_("Kind"), accessor=kind_of),
        HolderColumn("holder", label=_("Holder"), accessor="holder.email"),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label=_("Since"), sort_key="created_at"),
    ]
    list_export = ["pk", "offer_name", "listing.title", "state", "created_at", "activated_at", "ended_at"]
    inspect_view_fields = ["listing", "offer_name", "quota", "state", "created_at", "activated_at", "ends_at"]
    form_fields = ["state"]
