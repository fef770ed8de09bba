"""Template filters for amounts in minor units."""

from django import template

from cms import money as _money

register = template.Library()


@register.filter
def money(amount: int | None, currency: str = "") -> str:
    """{{ order.total|money:order.currency }}: empty for None."""
    return "" if amount is None else _money.show(amount, currency)
