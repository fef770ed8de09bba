"""How money looks in lists and leaves in spreadsheets."""

from collections.abc import Callable
from typing import Any

from wagtail.admin.ui.tables import Column

from cms.money import major, show
from cms.spreadsheets import harmless


class MoneyColumn(Column):
    """An amount in minor units, shown with its currency; `currency` reads the row's own."""

    def __init__(self, name: str, currency: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.currency = currency

    def get_value(self, instance: Any) -> str:
        amount = super().get_value(instance)
        return "" if amount is None else show(amount, self.currency(instance))


def defused(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return harmless(value) if isinstance(value, str) else value


def amount_cell(amount: int, currency: str) -> Any:
    """Minor units as a number in major units, which spreadsheets can sum."""
    return major(amount, currency)
