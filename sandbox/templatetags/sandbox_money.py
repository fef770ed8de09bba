"""Shows minor units as money."""

from babel.numbers import format_currency, get_currency_precision
from django import template
from django.utils.translation import get_language, to_locale

register = template.Library()


@register.filter
def as_money(amount: int, currency: str) -> str:
    """`1990|as_money:"eur"` is €19.90."""
    code = currency.upper()
    digits = get_currency_precision(code)
    return format_currency(amount / 10**digits, code, locale=to_locale(get_language() or "en"))
