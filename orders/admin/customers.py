"""Customers: one row for each buyer, with what they bought of those who look; addresses stay masked."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from accounts.abilities import ORDERS
from accounts.roles import is_admin, seller_ids_of
from accounts.scoping import policy_of
from cms import countries
from cms.reporting import Report, ReportItem, RowPaginator
from orders import reports
from orders.admin import periods
from orders.admin.buyers import buyer_as_seen_by
from orders.admin.cells import MoneyColumn, amount_cell
from orders.admin.reporting import CountColumn, SummedTable
from orders.models import Item, Order

ONCE, AGAIN = "once", "again"


class CustomerFilters(WagtailFilterSet):
    """By when they paid and from where: the sums are then of those purchases. Also by how often."""

    paid = periods.PeriodFilter("order__paid_at", label=_("Paid"))
    paid_at = django_filters.DateFromToRangeFilter(
        label=_("Paid between"), field_name="order__paid_at", widget=DateRangePickerWidget
    )
    country = django_filters.ChoiceFilter(
        label=_("Country"), field_name="order__country", choices=countries.names
    )
    bought = django_filters.ChoiceFilter(
        label=_("Bought"),
        method="leave",
        choices=((AGAIN, _("More than once")), (ONCE, _("Once"))),
    )
    seller = django_filters.CharFilter(label=_("Seller"), field_name="seller__name", lookup_expr="icontains")

    class Meta:
        model = Item
        fields = ["paid", "paid_at", "country", "bought", "seller"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.request.user
        if not policy_of(Item).reaches_all(user) and len(seller_ids_of(user, ORDERS)) < 2:
            del self.filters["seller"]

    def leave(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """How often somebody bought is known once the items are grouped."""
        return rows


class CustomerPaginator(RowPaginator):
    """Counts people."""

    verbose_name = _("customer")
    verbose_name_plural = _("customers")


class SpentColumn(MoneyColumn):
    """What a buyer paid in one currency, less what went back."""

    def __init__(self, currency: str, label: Any) -> None:
        name = reports.spent_in(currency)
        super().__init__(name, lambda row: currency, label=label, sort_key=name, classname="report-number")
        self.code = currency


class Customers(Report):
    """Whoever may see the orders sees who bought; only of own items, in paid orders."""

    open_to_sellers = True  # it asks for own items only
    model = Item
    table_class = SummedTable  # for its numbers under one another; what they sum to is in the reports
    page_title = _("Customers")
    header_icon = "group"
    slug = "customers"
    index_url_name = "customers"
    default_ordering = "-last_at"
    filterset_class = CustomerFilters
    paginator_class = CustomerPaginator
    is_searchable = True
    no_results = _("Nobody yet. Whoever buys something stands here.")

    @classmethod
    def allows(cls, request: HttpRequest) -> bool:
        return policy_of(Order).user_has_permission(request.user, "view")

    @classmethod
    def menu_item(cls, order: int) -> ReportItem:
        """In the submenu of its name, where that name would say nothing."""
        address = reverse(cls.index_url_name)
        item = ReportItem(_("All customers"), address, name=cls.slug, icon_name=cls.header_icon, order=order)
        item.report = cls
        return item

    @cached_property
    def own(self) -> QuerySet[Item]:
        """Sold items that the person may know of."""
        sold = Item.objects.filter(order__state=Order.State.PAID)
        return policy_of(Item).reach(self.request.user, sold)

    @cached_property
    def currencies(self) -> list[str]:
        """In which there are sums."""
        everybody = policy_of(Item).reaches_all(self.request.user)
        return reports.currencies_of(None if everybody else seller_ids_of(self.request.user, ORDERS))

    @cached_property
    def columns(self) -> list[Column]:
        one = len(self.currencies) == 1
        spent = _("Spent")
        return [
            TitleColumn("buyer", label=_("Customer"), get_url=self.orders_url, classname="report-name"),
            Column("country", label=_("Country")),
            CountColumn("orders", _("Orders")),
            *(SpentColumn(code, spent if one else f"{spent} ({code})") for code in self.currencies),
            DateColumn("first_at", label=_("First purchase"), sort_key="first_at"),
            DateColumn("last_at", label=_("Last purchase"), sort_key="last_at"),
        ]

    @cached_property
    def items(self) -> QuerySet[Item]:
        """What is summed, as filtered and searched."""
        return self.searched(self.filter_queryset(self.own))

    @cached_property
    def often(self) -> dict[str, int]:
        """Which numbers of orders are asked for."""
        wanted = self.filters.form.cleaned_data["bought"] if self.filters.is_valid() else ""
        return {AGAIN: {"orders__gt": 1}, ONCE: {"orders": 1}}.get(wanted, {})

    def get_queryset(self) -> Any:
        """Buyers in their order, with no more than that takes; a file holds them all, complete."""
        found = self.about
        if not self.is_export:
            names = {self.ordering.lstrip("-"), "last_order", *(["orders"] if self.often else [])}
            found = {name: found[name] for name in found if name in names}
        return reports.by_buyer(self.items, found).filter(**self.often).order_by(self.ordering, "-last_order")

    @cached_property
    def about(self) -> dict[str, Any]:
        """All that is summed up of a buyer."""
        return reports.about_buyers(self.currencies)

    def get_filtered_queryset(self) -> Any:
        return self.get_queryset()  # filtered before it is grouped

    def searched(self, items: QuerySet[Item]) -> QuerySet[Item]:
        """Of the buyers of what is looked for: by title and number; by address for those who may know it."""
        words = self.search_query
        if not words:
            return items
        found = reports.items_about(self.own, words, by_address=is_admin(self.request.user))
        return items.filter(order__buyer__in=found.values("order__buyer"))

    def get_paginator(self, queryset: Any, per_page: int, **kwargs: Any) -> CustomerPaginator:
        """Counting people needs no sums of theirs."""
        paginator = super().get_paginator(queryset, per_page, **kwargs)
        if self.often:
            orders = {"orders": self.about["orders"]}
            paginator.count = reports.by_buyer(self.items, orders).filter(**self.often).count()
        else:
            paginator.count = self.items.order_by().values("order__buyer").distinct().count()
        return paginator

    def get_table(self, object_list: Any) -> Any:
        rows = list(object_list)
        if not self.is_export:
            self.complete(rows)
        self.name(rows)
        return super().get_table(rows)

    def complete(self, rows: list[dict[str, Any]]) -> None:
        """Write all sums into the rows of a page. One query."""
        of_page = self.items.filter(order__buyer__in=[row["buyer_id"] for row in rows])
        found = {row["buyer_id"]: row for row in reports.by_buyer(of_page, self.about)}
        for row in rows:
            row.update(found.get(row["buyer_id"], {}))

    def name(self, rows: list[dict[str, Any]]) -> None:
        """Write `buyer` and `country` into the rows, as their last orders say. One query."""
        orders = Order.objects.only("email", "country").in_bulk([row["last_order"] for row in rows])
        for row in rows:
            order = orders[row["last_order"]]
            row["buyer"] = buyer_as_seen_by(self.request.user, order)
            row["country"] = countries.name_of(order.country) if order.country else gettext("Not said")

    def orders_url(self, row: Any) -> str:
        """What they bought: the order list asked for the buyer of one of its orders, not for an address."""
        kept = ("paid", "paid_at_from", "paid_at_to", "country")
        asked = {name: self.request.GET[name] for name in kept if self.request.GET.get(name)}
        return f"{reverse('orders:index')}?{urlencode({**asked, 'customer': row['last_order']})}"

    def cell(self, column: Column, item: Any) -> Any:
        """Amounts in major units, which spreadsheets can sum."""
        if isinstance(column, SpentColumn):
            return amount_cell(item[column.name], column.code)
        return super().cell(column, item)
