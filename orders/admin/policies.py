"""Who sees which money: sellers their own items, in paid orders; the shop's staff all; nobody edits a row."""

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from accounts import abilities
from accounts.scoping import StorePolicy
from orders.models import Coupon, Item, Order, Refund, StripeEvent, Suggestion


class OrderPolicy(StorePolicy):
    """A seller knows of an order when it is paid: unpaid ones are the buyer's own business."""

    def reach(self, user: Any, rows: QuerySet, action: str = "view") -> QuerySet:
        if self.reaches_all(user, action):
            return rows
        return super().reach(user, rows, action).filter(state=Order.State.PAID)


class KeptPolicy(StorePolicy):
    """Rows that orders stand on: nobody deletes them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


class LookOnlyPolicy(ModelPermissionPolicy):
    """Rows that only the shop's own verbs write."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


def register() -> None:
    """Tell Wagtail, once; before the viewsets bring their defaults."""
    for model, policy in (
        (Order, OrderPolicy(Order, "items__seller", abilities.ORDERS)),
        (Item, StorePolicy(Item, "seller", abilities.ORDERS, abilities.SERVICE)),
        (Refund, StorePolicy(Refund, "item__seller", abilities.ORDERS)),
        (Coupon, KeptPolicy(Coupon, "seller", abilities.LISTINGS, abilities.LISTINGS)),
        (Suggestion, KeptPolicy(Suggestion, "seller", abilities.LISTINGS, abilities.LISTINGS)),
        (StripeEvent, LookOnlyPolicy(StripeEvent)),
    ):
        if policy_registry.get_by_type(model, fallback=False) is None:
            register_permission_policy(model, policy)
