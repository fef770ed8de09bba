"""The nouns of money."""

from orders.models.event import StripeEvent
from orders.models.ledger import JournalEntry, Posting
from orders.models.order import Item, Order
from orders.models.refund import Refund

__all__ = ["Item", "JournalEntry", "Order", "Posting", "Refund", "StripeEvent"]
