"""Who sees which money: sellers their own items, in paid orders; the shop's staff all; nobody edits a row."""

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from accounts.scoping import StorePolicy
from orders.models import Item, Order, Refund, StripeEvent


class OrderPolicy(StorePolicy):
    """A seller knows of an order when it is paid: unpaid ones are the buyer's own business."""

    def reach(self, user: Any, rows: QuerySet) -> QuerySet:
        if self.reaches_all(user):
            return rows
        return super().reach(user, rows).filter(state=Order.State.PAID)


class LookOnlyPolicy(ModelPermissionPolicy):
    """Rows that only the shop's own verbs write."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


def register() -> None:
    """Tell Wagtail, once; before the viewsets bring their defaults."""
    for model, policy in (
        (Order, OrderPolicy(Order, "items__seller__owner", is_read_only=True)),
        (Item, StorePolicy(Item, "seller__owner")),
        (Refund, StorePolicy(Refund, "item__seller__owner", is_read_only=True)),
        (StripeEvent, LookOnlyPolicy(StripeEvent)),
    ):
        if policy_registry.get_by_type(model, fallback=False) is None:
            register_permission_policy(model, policy)
