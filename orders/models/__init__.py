"""The nouns of money."""

from orders.models.event import StripeEvent
from orders.models.invoice import Invoice
from orders.models.ledger import JournalEntry, Posting
from orders.models.order import Item, Order
from orders.models.refund import Refund

__all__ = ["Invoice", "Item", "JournalEntry", "Order", "Posting", "Refund", "StripeEvent"]
