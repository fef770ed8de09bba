"""What the list of orders can be narrowed to: when, from where, of what, by whom."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from accounts.abilities import ORDERS
from accounts.roles import seller_ids_of
from accounts.scoping import policy_of
from cms import countries
from orders.admin import periods
from orders.admin.buyers import buyer_as_seen_by
from orders.models import Item, Order
from products.models import Card, Listing

MOST_TITLES = 50


class TitleInput(forms.TextInput):
    """A field to type a title into, which offers the best-known ones; a list of all would have no end."""

    template_name = "orders/admin/title_input.html"
    titles: list[str] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "titles": self.titles}


class OrderFilters(WagtailFilterSet):
    """By when, by state, by country, by kind and title of what was bought, and what a person must look at.

    `customer` names an order: the list then holds what its buyer bought, and no address is in the address.
    """

    paid = periods.PeriodFilter("paid_at", label=_("Paid"))
    paid_at = django_filters.DateFromToRangeFilter(label=_("Paid between"), widget=DateRangePickerWidget)
    created_at = django_filters.DateFromToRangeFilter(label=_("Placed between"), widget=DateRangePickerWidget)
    country = django_filters.ChoiceFilter(label=_("Country"), choices=countries.names)
    listing = django_filters.CharFilter(label=_("Listing"), method="filter_listing", widget=TitleInput)
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        method="filter_kind",
        choices=lambda: [(kind.kind_name(), kind.kind_label) for kind in Listing.kinds()],
    )
    problem = django_filters.BooleanFilter(
        label=_("Needs a look"), method="filter_problem", widget=django_filters.widgets.BooleanWidget
    )
    customer = django_filters.ChoiceFilter(label=_("Customer"), method="filter_customer")

    class Meta:
        model = Order
        fields = ["paid", "paid_at", "created_at", "state", "country", "listing", "kind", "problem"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = self.request.user
        if not policy_of(Order).reaches_all(self.user):
            del self.filters["created_at"]  # sellers see what is paid: for them one time is enough
        chosen = self.data.get("customer", "") if self.data else ""
        if chosen:
            self.filters["customer"].extra["choices"] = [(chosen, self._name_of(chosen))]
        else:
            del self.filters["customer"]  # chosen by a link from the list of customers alone

    @property
    def form(self) -> forms.Form:
        """With titles to begin with: the best-selling ones of the person's own stores."""
        is_new = not hasattr(self, "_form")
        form = super().form
        if is_new:
            form.fields["listing"].widget.titles = best_titles(self.user)
        return form

    def filter_listing(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        """By the title as sold or as it is now."""
        return self._with_items(rows, Q(title__icontains=words) | Q(listing__title__icontains=words))

    def filter_kind(self, rows: QuerySet, name: str, kind: str) -> QuerySet:
        return self._with_items(rows, Q(kind=kind))

    def _with_items(self, rows: QuerySet, of: Q) -> QuerySet:
        """Orders with such items that the person may know.

        Asked of each order: a join would double rows, and telling them apart again costs a second.
        """
        items = Item.objects.filter(of, order=OuterRef("pk"))
        return rows.filter(Exists(policy_of(Item).reach(self.user, items)))

    def filter_problem(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.exclude(problem="") if value else rows.filter(problem="")

    def filter_customer(self, rows: QuerySet, name: str, chosen: str) -> QuerySet:
        return rows.filter(buyer__in=self._known(chosen).values("buyer"))

    def _known(self, chosen: str) -> QuerySet[Order]:
        """The order that stands for the customer; nothing when it is not the person's to know."""
        pk = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
        return policy_of(Order).reach(self.user, Order.objects.filter(pk=pk))

    def _name_of(self, chosen: str) -> str:
        order = self._known(chosen).first()
        return buyer_as_seen_by(self.user, order) if order else str(_("unknown"))


def best_titles(user: Any) -> list[str]:
    """What the person's stores sell most, to be offered where a title is typed. One query."""
    cards = Card.objects.order_by("-sales", "-listing")
    if not policy_of(Item).reaches_all(user):
        cards = cards.filter(seller__in=seller_ids_of(user, ORDERS))
    return list(cards.values_list("title", flat=True)[:MOST_TITLES])
