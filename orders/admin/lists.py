"""Refunds, and the inbox of Stripe's events."""

import json
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.models import InspectView

from accounts.menu_groups import CUSTOMERS
from accounts.scoping import ScopedModelViewSet, StaffModelViewSet
from orders.admin.cells import MoneyColumn, amount_cell, defused
from orders.admin.discretion import discreet
from orders.models import Refund, StripeEvent
from orders.models.event import MOST_ATTEMPTS


class RefundFilters(WagtailFilterSet):
    """By state and by when it was asked for."""

    created_at = django_filters.DateFromToRangeFilter(label=_("Asked between"))

    class Meta:
        model = Refund
        fields = ["state", "created_at"]


class RefundIndex(IndexView):
    """One query for the page, with the item and the order of each."""

    export_headings = {
        "created_at": _("Asked"),
        "order": _("Order"),
        "item": _("Item"),
        "currency": _("Currency"),
        "amount": _("Amount"),
        "reason": _("Reason"),
        "state": _("State"),
        "done_at": _("Done"),
    }

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("item__order")

    def to_row_dict(self, refund: Any) -> dict[str, Any]:
        order = refund.item.order
        row = {
            "created_at": refund.created_at,
            "order": str(order),
            "item": str(refund.item),
            "currency": order.currency,
            "amount": amount_cell(refund.amount, order.currency),
            "reason": refund.reason,
            "state": refund.get_state_display(),
            "done_at": refund.done_at,
        }
        return {name: defused(value) for name, value in row.items()}


class RefundViewSet(ScopedModelViewSet):
    """What went back, and what is on its way."""

    model = Refund
    seller_path = "item__seller"
    name = "refunds"
    icon = "rotate"
    menu_label = _("Refunds")
    menu_order = 240
    menu_hook = CUSTOMERS
    index_view_class = RefundIndex
    filterset_class = RefundFilters
    search_fields = ["item__title", "reason"]
    list_display = [
        Column("item", label=_("Item"), accessor="item"),
        Column("order", label=_("Order"), accessor="item.order"),
        MoneyColumn("amount", lambda refund: refund.item.order.currency, label=_("Amount")),
        StatusTagColumn("state", label=_("State"), accessor="get_state_display"),
        DateColumn("created_at", label=_("Asked"), sort_key="created_at"),
    ]
    list_export = list(RefundIndex.export_headings)
    export_filename = "refunds"
    inspect_view_fields = ["item", "amount", "reason", "state", "created_at", "done_at", "problem"]
    form_fields = ["state"]


class EventInspect(InspectView):
    """As it arrived, without what opens a payment or an order."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "payload":
            return json.dumps(discreet(self.object.payload), indent=1, ensure_ascii=False)
        return super().get_field_display_value(field_name, field)


class EventFilters(WagtailFilterSet):
    """What waits, and what was given up."""

    waits = django_filters.BooleanFilter(
        label=_("Not handled"), field_name="handled_at", lookup_expr="isnull"
    )
    given_up = django_filters.BooleanFilter(label=_("Given up"), method="filter_given_up")

    class Meta:
        model = StripeEvent
        fields = ["waits", "given_up"]

    def filter_given_up(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        given_up = {"handled_at": None, "attempts__gte": MOST_ATTEMPTS}
        return rows.filter(**given_up) if value else rows.exclude(**given_up)


class EventViewSet(StaffModelViewSet):
    """As it arrived; only "try again" changes anything."""

    model = StripeEvent
    name = "stripe_events"
    icon = "mail"
    menu_label = _("Inbox of events")
    inspect_view_enabled = True
    inspect_view_class = EventInspect
    inspect_template_name = "orders/admin/event.html"
    filterset_class = EventFilters
    search_fields = ["event_id", "kind"]
    list_display = [
        "kind",
        Column("event_id", label=_("Event")),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
        DateColumn("handled_at", label=_("Handled"), sort_key="handled_at"),
        Column("attempts", label=_("Attempts")),
        Column("error", label=_("Error")),
    ]
    inspect_view_fields = [
        *("event_id", "kind", "received_at", "handled_at", "attempts"),
        *("next_attempt_at", "error", "payload"),
    ]
    form_fields = ["kind"]
