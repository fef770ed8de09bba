"""The nouns of money."""

from orders.models.comparison import Comparison
from orders.models.event import StripeEvent
from orders.models.invoice import Invoice
from orders.models.ledger import JournalEntry, Posting
from orders.models.notice import SaleNotice
from orders.models.order import Item, Order
from orders.models.refund import Refund

__all__ = [
    "Comparison",
    "Invoice",
    "Item",
    "JournalEntry",
    "Order",
    "Posting",
    "Refund",
    "SaleNotice",
    "StripeEvent",
]
