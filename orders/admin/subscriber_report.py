"""Subscribers: by plan, how many pay, what they bring in a month, who came and who left."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column

from orders import recurring
from orders.admin.reporting import AmountColumn, CountColumn, MoneyReport
from orders.models import Subscription
from products.models.offer import per


class Subscribers(MoneyReport):
    """One row for a plan at a price; those who pay an old price stand in a row of their own."""

    page_title = _("Subscribers")
    header_icon = "rotate"
    slug = "subscribers"
    index_url_name = "report_subscribers"
    model = Subscription  # type: ignore[assignment]
    filterset_class = None  # type: ignore[assignment]
    default_ordering = "-a_month"
    tie_breakers = ("listing_id", "offer_name", "amount", "currency")
    no_results = _("Nobody subscribes yet. Offers that are paid every month or year stand here once sold.")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("title", label=_("Listing"), accessor=lambda row: row.get("title", "")),
            Column("offer_name", label=_("Plan"), accessor=_plan),
            AmountColumn("amount", _("Price")),
            CountColumn("running", _("Subscribers")),
            CountColumn("trying", _("Trying it")),
            CountColumn("owing", _("Owing")),
            CountColumn("ending", pgettext_lazy("subscription", "Cancelled")),
            CountColumn("came", _("New, 30 days")),
            CountColumn("left", _("Ended, 30 days")),
            Column("churn", label=_("Churn"), accessor=_churn, classname="report-number"),
            AmountColumn("a_month", _("A month")),
        ]

    @cached_property
    def postings(self) -> Any:
        return recurring.begun(self.sellers)

    def grouped(self) -> Any:
        return recurring.by_plan(self.postings)

    def totals(self) -> list[dict[str, Any]]:
        return [{**row, "amount": None} for row in recurring.totals(self.postings)]


def _plan(row: dict[str, Any]) -> str:
    return f"{row['offer_name']}, {per(row['interval'])}" if "interval" in row else ""


def _churn(row: dict[str, Any]) -> str:
    share = recurring.churn(row) if row.get("were") else None
    return "" if share is None else f"{share} %"
