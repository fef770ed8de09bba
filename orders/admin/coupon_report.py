"""What coupons gave: how many orders, how much was taken off, and who bears it. Equal to the ledger."""

from typing import Any

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from accounts.roles import is_admin
from orders import reports
from orders.admin.reporting import AmountColumn, CountColumn, MoneyReport
from orders.models import Item


class PaidBetween(WagtailFilterSet):
    """From the first day to the last, both included, in the shop's time zone."""

    order__paid_at = django_filters.DateFromToRangeFilter(label=_("Between"), widget=DateRangePickerWidget)

    class Meta:
        model = Item
        fields = ["order__paid_at"]


class CouponsUsed(MoneyReport):
    """One row for a coupon and a currency; a seller's people see what was taken off their own things."""

    page_title = _("Coupons")
    header_icon = "tag"
    slug = "coupons"
    index_url_name = "report_coupons"
    model = Item  # type: ignore[assignment]
    filterset_class = PaidBetween  # type: ignore[assignment]
    default_ordering = "-taken_off"
    tie_breakers = ("coupon_id", "currency")
    no_results = _("No coupon was used in this time.")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("code", label=_("Coupon"), accessor=self.code_of),
            CountColumn("orders", _("Orders")),
            AmountColumn("full", _("Before the coupon")),
            AmountColumn("taken_off", _("Taken off")),
            AmountColumn("by_shop", _("Of it borne by the shop")),
            AmountColumn("gross", _("Sold for")),
        ]

    def code_of(self, row: dict[str, Any]) -> str:
        """The code; stores do not read the shop's own, for codes get about."""
        return (
            str(_("A coupon of the shop"))
            if row["by_shop"] and not is_admin(self.request.user)
            else row["code"]
        )

    @cached_property
    def postings(self) -> Any:
        return self.filter_queryset(reports.discounted(self.sellers))

    def grouped(self) -> Any:
        return reports.by_coupon(self.postings)

    def totals(self) -> list[dict[str, Any]]:
        return reports.coupon_totals(self.postings)
