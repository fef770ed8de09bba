"""Amounts are integers; what is shown, read and split loses nothing."""

import random
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from cms.money import AmountFormField, major, minor, share, show, split


def test_two_and_zero_decimal_currencies():
    assert (major(2900, "EUR"), major(2900, "JPY")) == (Decimal("29.00"), Decimal(2900))
    assert (minor(Decimal("29.005"), "EUR"), minor(Decimal(2900), "JPY")) == (2901, 2900)


def test_amounts_are_shown_as_the_language_writes_them():
    assert (show(2900, "EUR"), show(123456789, "USD"), show(0, "EUR")) == ("€29.00", "$1,234,567.89", "€0.00")


def test_a_share_rounds_half_up():
    assert [share(2905, 1000), share(2904, 1000), share(0, 1000), share(2900, 0)] == [291, 290, 0, 0]


def test_parts_always_make_the_whole():
    dice = random.Random(7)
    for _ in range(2000):
        total = dice.randrange(0, 10**8)
        weights = [dice.randrange(0, 10**6) for _ in range(dice.randrange(1, 9))]
        parts = split(total, weights)
        assert sum(parts) == total
        assert min(parts) >= 0


def test_the_largest_remainder_gets_the_odd_cent():
    assert (split(100, [1, 1, 1]), split(10, [0, 0]), split(5, [])) == ([34, 33, 33], [5, 5], [])


def test_the_form_field_reads_major_units_and_keeps_minor_ones():
    field = AmountFormField(required=False)

    assert (field.clean("29"), field.clean("0.5"), field.clean("")) == (2900, 50, None)
    assert field.prepare_value(2900) == Decimal("29.00")
    assert not field.has_changed(2900, "29.00")


@pytest.mark.parametrize("bad", ["-1", "NaN", "Infinity", "1e99", "29.001", "abc", "1000000"])
def test_absurd_amounts_are_refused(bad):
    with pytest.raises(ValidationError):
        AmountFormField().clean(bad)
