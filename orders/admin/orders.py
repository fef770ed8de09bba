"""Orders: list, search, export, and one order with its items, consents, history and actions."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.models import InspectView
from wagtail.admin.widgets.button import Button

from accounts.roles import is_admin
from accounts.scoping import ScopedModelViewSet, policy_of
from orders.admin import periods
from orders.admin.buyers import buyer_as_seen_by
from orders.admin.cells import MoneyColumn, amount_cell, defused
from orders.admin.history import history_of
from orders.admin.mirror import events_address, mirrored_of
from orders.admin.order_filters import OrderFilters
from orders.models import Item, Order
from products.models import Entitlement


def with_shown_items(orders: QuerySet, user: Any) -> QuerySet:
    """Each order with `shown_items`: those whose amounts the person may know."""
    items = policy_of(Item).reach(user, Item.objects.select_related("entitlement").order_by("pk"))
    return orders.prefetch_related(Prefetch("items", items, to_attr="shown_items"))


def total_of(order: Any) -> int:
    """What the shown items cost."""
    return sum(item.amount for item in order.shown_items)


def refunded_of(order: Any) -> int:
    """What went back of the shown items."""
    return sum(item.refunded_amount for item in order.shown_items)


def titles_of(order: Any) -> str:
    """The shown items, one after the other."""
    return ", ".join(str(item) for item in order.shown_items)


def currency_of(order: Any) -> str:
    """The currency of all its amounts."""
    return order.currency


def served_by(user: Any, items: QuerySet[Item]) -> QuerySet[Item]:
    """Those of the items whose buyers the person serves: by their part in that very team, or for the shop."""
    policy = policy_of(Item)
    if not policy.user_has_permission(user, "change"):
        return items.none()
    return policy.reach(user, items, "change")


class OrderIndex(IndexView):
    """Amounts and titles are those of the items the viewer may know."""

    results_template_name = "orders/admin/orders_results.html"
    export_headings = {
        "number": _("Number"),
        "created_at": _("Placed"),
        "paid_at": _("Paid"),
        "buyer": _("Buyer"),
        "country": _("Country"),
        "items": _("Items"),
        "currency": _("Currency"),
        "total": _("Total"),
        "fee": _("Platform fee"),
        "share": _("Seller's share"),
        "refunded": _("Refunded"),
        "state": _("State"),
    }

    def get_base_queryset(self) -> QuerySet:
        return with_shown_items(super().get_base_queryset(), self.request.user)

    def search_queryset(self, rows: QuerySet) -> QuerySet:
        """By number, by title, and for those who may know addresses by e-mail."""
        words = self.search_query
        if not words:
            return rows
        items = policy_of(Item).reach(self.request.user, Item.objects.filter(title__icontains=words))
        found = Q(number__icontains=words) | Q(pk__in=items.values("order"))
        if is_admin(self.request.user):
            found |= Q(email__icontains=words)
        return rows.filter(found)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, periods=periods.links(self.request, "paid"))

    def to_row_dict(self, order: Any) -> dict[str, Any]:
        fee = sum(item.fee for item in order.shown_items)
        total = total_of(order)
        row = {
            "number": str(order),
            "created_at": order.created_at,
            "paid_at": order.paid_at,
            "buyer": buyer_as_seen_by(self.request.user, order),
            "country": order.country,
            "items": titles_of(order),
            "currency": order.currency,
            "total": amount_cell(total, order.currency),
            "fee": amount_cell(fee, order.currency),
            "share": amount_cell(sum(item.seller_share for item in order.shown_items), order.currency),
            "refunded": amount_cell(refunded_of(order), order.currency),
            "state": order.get_state_display(),
        }
        return {name: defused(value) for name, value in row.items()}

    @property
    def columns(self) -> list[Column]:
        user = self.request.user
        return [
            TitleColumn(
                "number", label=_("Number"), accessor=str, sort_key="number", get_url=self.get_inspect_url
            ),
            DateColumn("created_at", label=_("Placed"), sort_key="created_at"),
            Column("buyer", label=_("Buyer"), accessor=lambda order: buyer_as_seen_by(user, order)),
            Column("items", label=_("Items"), accessor=titles_of),
            MoneyColumn("total", currency_of, label=_("Total"), accessor=total_of),
            MoneyColumn("refunded", currency_of, label=_("Refunded"), accessor=refunded_of),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                primary=lambda order: order.state == Order.State.PAID,
            ),
        ]


class OrderInspect(InspectView):
    """One order, as much of it as the viewer may know."""

    page_title = _("Order")

    def get_object(self, queryset: Any = None) -> Any:
        rows = Order.objects.select_related("buyer", "terms_revision").filter(pk=self.pk)
        return with_shown_items(rows, self.request.user).get()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order, user = self.object, self.request.user
        return super().get_context_data(
            order=order,
            buyer=buyer_as_seen_by(user, order),
            is_admin=is_admin(user),
            served=set(served_by(user, order.items.all()).values_list("pk", flat=True)),
            total=total_of(order),
            discount=sum(item.discount for item in order.shown_items),
            coupon_code=coupon_as_seen_by(user, order),
            refunded=refunded_of(order),
            history=history_of(order),
            mirrored=mirrored_of(order) if is_admin(user) else [],
            mirrored_events=events_address(order) if is_admin(user) else "",
            **kwargs,
        )


def coupon_as_seen_by(user: Any, order: Any) -> str:
    """The code; empty where it is the shop's own and the reader works for a store, for codes get about."""
    is_the_shops = any(item.discount_by_shop for item in order.shown_items)
    return "" if is_the_shops and not is_admin(user) else order.coupon_code


def buttons_of_right(request: Any, held: Any) -> list[Button]:
    """From what somebody holds to the order that brought it, and to giving the money back."""
    items = policy_of(Item).reach(request.user, Item.objects.filter(entitlement=held.pk))
    sold = items.filter(is_renewal=False).select_related("order").order_by("pk")
    first, *upgrades = [one for one in sold if not one.is_upgrade or _is_paid(one)] or [None]
    if first is None or not policy_of(Order).reaches(request.user, first.order_id):
        return []
    return [*_buttons_of_sale(request, held, first), *(_button_of_upgrade(item) for item in upgrades)]


def _is_paid(item: Item) -> bool:
    return item.order.state == Order.State.PAID


def _button_of_upgrade(item: Item) -> Button:
    """To the order of an upgrade, where its refund is."""
    label = _("Order %(number)s (%(what)s)") % {"number": item.order, "what": item.what}
    return Button(
        label, url=reverse("orders:inspect", args=[item.order_id]), icon_name="list-ul", priority=25
    )


def _buttons_of_sale(request: Any, held: Any, item: Item) -> list[Button]:
    address = reverse("orders:inspect", args=[item.order_id])
    label = _("Order %(number)s") % {"number": item.order}
    found = [Button(label, url=address, icon_name="list-ul", priority=20)]
    if not served_by(request.user, Item.objects.filter(pk=item.pk)).exists():
        return found
    if _is_paid(item) and item.refundable:
        back = reverse("order_item_refund", args=[item.pk])
        found.append(Button(_("Refund"), url=back, icon_name="rotate", priority=30))
    if held.state == Entitlement.State.ACTIVE:
        again = reverse("order_item_deliver", args=[item.pk])
        found.append(Button(_("Deliver again"), url=again, icon_name="download", priority=40))
    return found


class OrderViewSet(ScopedModelViewSet):
    """Orders change by the shop's verbs only: there is nothing to add, edit or delete."""

    model = Order
    seller_path = "items__seller"
    name = "orders"
    icon = "list-ul"
    menu_label = _("Orders")
    menu_order = 205
    add_to_admin_menu = True
    index_view_class = OrderIndex
    inspect_view_class = OrderInspect
    inspect_template_name = "orders/admin/order.html"
    filterset_class = OrderFilters
    search_fields = ["number"]
    list_export = list(OrderIndex.export_headings)
    export_filename = "orders"
    form_fields = ["state"]
