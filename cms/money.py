"""Money is an integer in minor units with an ISO currency; this module shows, reads and splits it."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel import Locale
from babel.numbers import format_currency, get_currency_precision
from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LARGEST_AMOUNT = 99_999_999  # Stripe's own limit for one charge, in minor units


def major(amount: int, currency: str = "") -> Decimal:
    """Minor units to major units: 2900 EUR is Decimal("29.00"), 2900 JPY is Decimal("2900")."""
    return Decimal(amount).scaleb(-get_currency_precision(currency or settings.SHOP_CURRENCY))


def minor(value: Decimal, currency: str = "") -> int:
    """Major units to minor units, half a unit rounded up: Decimal("29.005") EUR is 2901."""
    scaled = value.scaleb(get_currency_precision(currency or settings.SHOP_CURRENCY))
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def show(amount: int, currency: str = "") -> str:
    """An amount as the reader's language writes it: 2900 EUR is "€29.00" in English."""
    code = currency or settings.SHOP_CURRENCY
    return format_currency(major(amount, code), code, locale=(get_language() or "en").replace("-", "_"))


def brief(amount: int, currency: str = "") -> str:
    """An amount as price tags write it: 2900 EUR is "€29", 2950 EUR "€29.50"."""
    code = currency or settings.SHOP_CURRENCY
    value = major(amount, code)
    locale = (get_language() or "en").replace("-", "_")
    if value != value.to_integral_value():
        return show(amount, code)
    pattern = Locale.parse(locale).currency_formats["standard"].pattern.replace(".00", "")
    return format_currency(value, code, pattern, locale=locale, currency_digits=False)


def share(amount: int, basis_points: int) -> int:
    """A part of a non-negative amount, half a minor unit rounded up: 10 % of 2905 is 291."""
    return (amount * basis_points + 5000) // 10000


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split a total by weights so that the parts make the whole (largest remainder, ties to the first).

    Weights are non-negative; all-zero weights split evenly. An empty list gives an empty list.
    """
    if not weights:
        return []
    weights = list(weights) if sum(weights) else [1] * len(weights)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


class AmountFormField(forms.DecimalField):
    """A form field that people fill in major units and code reads in minor units."""

    def __init__(self, **kwargs: Any) -> None:
        places = get_currency_precision(settings.SHOP_CURRENCY)
        kwargs = {"max_digits": 12, "decimal_places": places, "min_value": 0, **kwargs}
        super().__init__(**{k: v for k, v in kwargs.items() if k != "step_size"})

    def prepare_value(self, value: Any) -> Any:
        return major(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        cleaned = super().clean(value)
        if cleaned is None:
            return None
        amount = minor(cleaned)
        if amount > LARGEST_AMOUNT:
            raise forms.ValidationError(_("At most %s.") % show(LARGEST_AMOUNT))
        return amount

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class AmountField(models.BigIntegerField):
    """A non-negative amount in minor units of the shop's currency, edited in major units."""

    default_validators = [MinValueValidator(0), MaxValueValidator(LARGEST_AMOUNT)]

    def formfield(self, **kwargs: Any) -> Any:
        kwargs = {k: v for k, v in kwargs.items() if k not in ("min_value", "max_value")}
        return models.Field.formfield(self, **{"form_class": AmountFormField, **kwargs})
