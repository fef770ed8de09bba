"""The nouns of money."""

from orders.models.comparison import Comparison
from orders.models.coupon import Coupon, CouponUse, Redemption, Spent
from orders.models.event import StripeEvent
from orders.models.gift import Gift
from orders.models.invoice import Invoice
from orders.models.ledger import JournalEntry, Posting
from orders.models.left_cart import LeftCart
from orders.models.notice import SaleNotice
from orders.models.order import Item, Order
from orders.models.plan_change import PlanChange
from orders.models.refund import Refund
from orders.models.subscription import Subscription, SubscriptionNotice
from orders.models.suggestion import Suggestion
from orders.models.upgrade import Upgrade

__all__ = [
    "Comparison",
    "Coupon",
    "CouponUse",
    "Gift",
    "Invoice",
    "Item",
    "JournalEntry",
    "LeftCart",
    "Order",
    "PlanChange",
    "Posting",
    "Redemption",
    "Refund",
    "SaleNotice",
    "Spent",
    "StripeEvent",
    "Subscription",
    "SubscriptionNotice",
    "Suggestion",
    "Upgrade",
]
