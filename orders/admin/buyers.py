"""How a buyer is named in the back-office: wholly to those who run the shop, masked to everybody else."""

from typing import Any

from accounts.roles import is_admin
from orders.models import Order
from orders.viewers import masked


def buyer_as_seen_by(user: Any, order: Order) -> str:
    """The whole address for those who run the shop; as much as tells buyers apart for sellers."""
    return order.email if is_admin(user) else masked(order.email)
