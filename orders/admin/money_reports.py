"""The reports of money: by listing, by month and country, by seller, and what went back."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.countries import name_of
from orders import reports
from orders.admin.reporting import AmountColumn, CountColumn, MoneyReport
from orders.models import JournalEntry

SOLD = _("Sold")


def sums() -> list[Column]:
    """How often, for how much, and what became of it."""
    return [CountColumn("sold", SOLD), *(AmountColumn(name) for name in reports.AMOUNTS)]


def seller_column() -> Column:
    """For reports over several stores."""
    return Column("seller_name", label=_("Seller"), sort_key="seller_name")


class SalesByListing(MoneyReport):
    """What each listing sold, and what was left of it."""

    page_title = _("Sales by listing")
    header_icon = "tag"
    slug = "sales-by-listing"
    index_url_name = "report_by_listing"
    default_ordering = "-gross"
    tie_breakers = ("listing_id", "currency")

    @cached_property
    def columns(self) -> list[Column]:
        of = [seller_column()] if self.names_sellers else []
        return [Column("name", label=_("Listing"), sort_key="name"), *of, *sums()]

    def grouped(self) -> Any:
        return reports.by_listing(self.postings)


def month_of(row: Any) -> str:
    """ "2026-11", which sorts and says no more than it knows; the row of sums says what it is."""
    return row["month"] if isinstance(row["month"], str) else f"{row['month']:%Y-%m}"


def country_of(row: Any) -> str:
    """Its name; what was bought before countries were asked for has none."""
    if isinstance(row["month"], str):
        return ""
    return name_of(row["country"]) if row["country"] else str(_("Not said"))


class SalesByMonth(MoneyReport):
    """What came in, month by month and country by country, as tax returns want it."""

    page_title = _("Sales by month and country")
    header_icon = "date"
    slug = "sales-by-month"
    index_url_name = "report_by_month"
    default_ordering = "-month"
    tie_breakers = ("country", "currency")

    @cached_property
    def columns(self) -> list[Column]:
        month = Column("month", label=_("Month"), accessor=month_of, sort_key="month")
        return [
            month,
            Column("country", label=_("Country"), accessor=country_of, sort_key="country"),
            *sums(),
        ]

    def grouped(self) -> Any:
        return reports.by_month(self.postings)


class SalesBySeller(MoneyReport):
    """What each store sold, and what it earned by that."""

    page_title = _("Sales by seller")
    header_icon = "group"
    slug = "sales-by-seller"
    index_url_name = "report_by_seller"
    default_ordering = "-gross"
    tie_breakers = ("sold_by", "currency")

    @cached_property
    def columns(self) -> list[Column]:
        return [seller_column(), *sums()]

    def grouped(self) -> Any:
        return reports.by_seller(self.postings)


class RefundsPosted(MoneyReport):
    """Money that went back, with what each side gave for it."""

    page_title = _("Refunds")
    header_icon = "rotate"
    slug = "refunds"
    index_url_name = "report_refunds"
    default_ordering = "-at"
    tie_breakers = ("entry_id",)
    no_results = _("Nothing went back in this time.")

    @cached_property
    def columns(self) -> list[Column]:
        of = [seller_column()] if self.names_sellers else []
        return [
            TitleColumn("number", label=_("Order"), get_url=self.order_url, sort_key="number"),
            DateColumn("at", label=_("When"), sort_key="at"),
            Column("title", label=_("Listing"), sort_key="title"),
            *of,
            Column("kind", label=_("What"), accessor=self.what),
            AmountColumn("refunded", _("To the buyer")),
            AmountColumn("fee", _("From the fee")),
            AmountColumn("earned", _("From the seller")),
            AmountColumn("lost", _("Did not arrive")),
        ]

    @cached_property
    def postings(self) -> Any:
        return self.filter_queryset(reports.refund_postings(self.sellers))

    def grouped(self) -> Any:
        return reports.refunds_posted(self.postings)

    def totals(self) -> list[dict[str, Any]]:
        return reports.refund_totals(self.postings)

    @staticmethod
    def what(row: Any) -> str:
        """The kind in words; nothing in the row of sums."""
        return str(JournalEntry.Kind(row["kind"]).label).capitalize() if row["kind"] else ""

    @staticmethod
    def order_url(row: Any) -> str | None:
        """The order's page; none in the row of sums."""
        return reverse("orders:inspect", args=[row["order_id"]]) if "order_id" in row else None

    @cached_property
    def header_buttons(self) -> list[Any]:
        """What is on its way is in no ledger yet: it stands in the list of refunds."""
        ask = reverse("refunds:index") + "?state=asked"
        return [HeaderButton(_("On their way"), url=ask, icon_name="rotate")]


REPORTS: tuple[type[MoneyReport], ...] = (SalesByListing, SalesByMonth, SalesBySeller, RefundsPosted)
