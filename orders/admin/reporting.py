"""What every report of money shares: whose it is, from when to when, its sums, its way into a file."""

from typing import Any

import django_filters
from django.forms import Media
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, Table

from accounts.abilities import MONEY
from accounts.roles import is_admin, seller_ids_of
from cms.reporting import Report
from orders import reports
from orders.admin.cells import MoneyColumn, amount_cell
from orders.models import Posting

LABELS = {
    "gross": gettext_lazy("Sold for"),
    "refunded": gettext_lazy("Refunded"),
    "fee": gettext_lazy("Platform fee"),
    "earned": gettext_lazy("Earned"),
}


def may_read_money(request: HttpRequest) -> bool:
    """Those who run the shop, and whoever's part in a team carries its money."""
    return is_admin(request.user) or bool(seller_ids_of(request.user, MONEY))


def currency_of(row: Any) -> str:
    """The currency of all amounts of a row."""
    return row["currency"]


class AmountColumn(MoneyColumn):
    """One amount of a report's row, to the right and sortable."""

    def __init__(self, name: str, label: Any = "") -> None:
        super().__init__(
            name, currency_of, label=label or LABELS[name], sort_key=name, classname="report-number"
        )


class CountColumn(Column):
    """A whole number, to the right and sortable."""

    def __init__(self, name: str, label: Any) -> None:
        super().__init__(name, label=label, sort_key=name, classname="report-number")


class SummedTable(Table):
    """A table with a last row for each currency that sums up all pages."""

    template_name = "orders/admin/summed_table.html"
    totals: list[dict[str, Any]] = []

    @property
    def total_rows(self) -> list[Any]:
        """Rows of the same columns."""
        return [Table.Row(self, row, place) for place, row in enumerate(self.totals)]

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["css/admin-home.css"]})


class Between(WagtailFilterSet):
    """From the first day to the last, both included, in the shop's time zone."""

    entry__occurred_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Between"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Posting
        fields = ["entry__occurred_at"]


class BetweenAndOf(Between):
    """For those who see every store: by name, since ten thousand stores fit into no list."""

    seller = django_filters.CharFilter(
        label=gettext_lazy("Seller"), field_name="item__seller__name", lookup_expr="icontains"
    )

    class Meta(Between.Meta):
        fields = ["entry__occurred_at", "seller"]


class MoneyReport(Report):
    """Rows are grouped, ordered, counted and cut into pages by the database; the sums are the ledger's.

    A seller's person sees the stores whose money is theirs to see; those who run the shop see all.
    """

    open_to_sellers = True  # it asks for own sellers only
    model = Posting
    table_class = SummedTable
    tie_breakers: tuple[str, ...] = ("currency",)
    no_results = gettext_lazy("Nothing sold in this time. Once somebody buys, it stands here.")

    @classmethod
    def allows(cls, request: HttpRequest) -> bool:
        return may_read_money(request)

    @cached_property
    def sees_all(self) -> bool:
        """Whether rows of every seller are shown."""
        return is_admin(self.request.user)

    @cached_property
    def sellers(self) -> list[int] | None:
        """Whose money; None for everybody's."""
        return None if self.sees_all else seller_ids_of(self.request.user, MONEY)

    @cached_property
    def names_sellers(self) -> bool:
        """Whether rows may be of several sellers."""
        return self.sees_all or len(seller_ids_of(self.request.user, MONEY)) > 1

    @cached_property
    def filterset_class(self) -> type[WagtailFilterSet]:
        return BetweenAndOf if self.sees_all else Between

    @cached_property
    def postings(self) -> Any:
        """What is summed, as filtered."""
        return self.filter_queryset(reports.traded(self.sellers))

    def grouped(self) -> Any:
        """The report's rows, from `postings`."""
        raise NotImplementedError

    def totals(self) -> list[dict[str, Any]]:
        """A sum for each currency, under the names of the columns."""
        return reports.totals(self.postings)

    def get_queryset(self) -> Any:
        return self.grouped().order_by(self.ordering, *self.tie_breakers)

    def get_filtered_queryset(self) -> Any:
        return self.get_queryset()  # filtered before it is grouped

    def get_table(self, object_list: Any) -> SummedTable:
        table = super().get_table(object_list)
        if object_list:
            blank = dict.fromkeys(table.columns, "")
            first = {next(iter(table.columns)): _("Total")}
            table.totals = [{**blank, **first, **row} for row in self.totals()]
        return table

    @cached_property
    def export_headings(self) -> dict[str, Any]:  # type: ignore[override]
        return {column.name: column.label for column in self.columns} | {"currency": _("Currency")}

    @cached_property
    def list_export(self) -> list[str]:  # type: ignore[override]
        return list(self.export_headings)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {**super().to_row_dict(item), "currency": item["currency"]}

    def cell(self, column: Column, item: Any) -> Any:
        """Amounts in major units, which spreadsheets can sum."""
        if isinstance(column, MoneyColumn):
            return amount_cell(item[column.name], item["currency"])
        return super().cell(column, item)
