"""What every report of the admin shares: its two addresses, its entry in the menu, who reads it, its file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from cms.spreadsheets import HarmlessExport


class RowPaginator(WagtailPaginator):
    """Counts rows: what a row is made of is nobody's business."""

    verbose_name = _("row")
    verbose_name_plural = _("rows")


class Report(HarmlessExport, ReportView):
    """A table that answers one question. A subclass names its rows, its columns and who may read them."""

    slug = ""  # of its address and its file
    index_url_name = ""
    any_permission_required = None  # `allows` decides
    paginator_class = RowPaginator
    header_icon = "table"
    no_results: Any = _("There is nothing to show.")

    @classmethod
    def allows(cls, request: HttpRequest) -> bool:
        """Whether the person may read it; asked by the page and by the menu."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.allows(request):
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
        address = reverse(cls.index_url_name)
        item = ReportItem(cls.page_title, address, name=cls.slug, icon_name=cls.header_icon, order=order)
        item.report = cls
        return item

    def get_index_results_url(self) -> str:
        return reverse(f"{self.index_url_name}_results")

    @cached_property
    def no_results_message(self) -> str:
        return str(self.no_results)

    def get_filename(self) -> str:
        return self.slug

    @cached_property
    def list_export(self) -> list[str]:  # type: ignore[override]
        return [column.name for column in self.columns]

    @cached_property
    def export_headings(self) -> dict[str, Any]:  # type: ignore[override]
        return {column.name: column.label for column in self.columns}

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """What the page says, column by column."""
        told = set(self.list_export)
        return {column.name: self.cell(column, item) for column in self.columns if column.name in told}

    def cell(self, column: Column, item: Any) -> Any:
        """One cell of the file."""
        return column.get_value(item)


class ReportItem(MenuItem):
    """Shown to those whom the report allows."""

    report: type[Report]

    def is_shown(self, request: HttpRequest) -> bool:
        return self.report.allows(request)
