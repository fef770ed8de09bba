"""What every report of money shares: whose it is, from when to when, its sums, its way into a file."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.reports import ReportView

from accounts.abilities import MONEY
from accounts.roles import is_admin, seller_ids_of, sellers_of
from cms.spreadsheets import HarmlessExport
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


class MoneyReport(HarmlessExport, ReportView):
    """Rows are grouped, ordered, counted and cut into pages by the database; the sums are the ledger's.

    A seller's person sees the stores whose money is theirs to see; those who run the shop see all.
    """

    open_to_sellers = True  # it asks for own sellers only
    model = Posting
    any_permission_required = None
    header_icon = "table"
    table_class = SummedTable
    paginate_by = 50
    slug = ""
    tie_breakers: tuple[str, ...] = ("currency",)
    no_results = gettext_lazy("Nothing sold in this time. Once somebody buys, it stands here.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read_money(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def urls(cls) -> list[URLPattern]:
        """The page, and its results alone for filters that load them anew."""
        name = cls.index_url_name
        return [
            path(f"reports/{cls.slug}/", cls.as_view(), name=name),
            path(f"reports/{cls.slug}/results/", cls.as_view(results_only=True), name=f"{name}_results"),
        ]

    @classmethod
    def menu_item(cls, order: int) -> MenuItem:
        """Its entry below Reports."""
        return MoneyMenuItem(
            cls.page_title, reverse(cls.index_url_name), name=cls.slug, icon_name=cls.header_icon, order=order
        )

    def get_index_results_url(self) -> str:
        return reverse(f"{self.index_url_name}_results")

    @cached_property
    def sees_all(self) -> bool:
        """Whether rows of every seller are shown."""
        return is_admin(self.request.user)

    @cached_property
    def sellers(self) -> QuerySet | None:
        """Whose money; None for everybody's."""
        return None if self.sees_all else sellers_of(self.request.user, MONEY)

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
    def no_results_message(self) -> str:
        return str(self.no_results)

    @cached_property
    def list_export(self) -> list[str]:  # type: ignore[override]
        return [*[column.name for column in self.columns], "currency"]

    @cached_property
    def export_headings(self) -> dict[str, Any]:  # type: ignore[override]
        return {column.name: column.label for column in self.columns} | {"currency": _("Currency")}

    def get_filename(self) -> str:
        return self.slug

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Amounts in major units, which spreadsheets can sum; all else as the page says it."""
        row = {}
        for column in self.columns:
            is_amount = isinstance(column, MoneyColumn)
            value = item[column.name] if is_amount else column.get_value(item)
            row[column.name] = amount_cell(value, item["currency"]) if is_amount else value
        return {**row, "currency": item["currency"]}


class MoneyMenuItem(MenuItem):
    """For those who earn here, and those who run the shop."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_read_money(request)
