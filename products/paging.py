"""A long list of cards, one page at a time: by key, so that the last page costs as the first."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import is_naive
from django.utils.translation import gettext_lazy as _

from products.models.card import Card, CardQuerySet

PAGE_SIZE = 24
LONGEST_CURSOR = 200


@dataclass(frozen=True)
class Sort:
    """One way to arrange: the column that decides, then the listing's number."""

    name: str
    label: Any
    column: str
    descending: bool = True

    def arrange(self, cards: CardQuerySet) -> CardQuerySet:
        if self.column == "from_price":
            cards = cards.filter(from_price__isnull=False)
        sign = "-" if self.descending else ""
        return cards.order_by(f"{sign}{self.column}", f"{sign}listing")

    def beyond(self, value: Any, listing_id: int) -> Q:
        """What comes after a card with this value and number."""
        way = "lt" if self.descending else "gt"
        same = {self.column: value, f"listing_id__{way}": listing_id}
        return Q(**{f"{self.column}__{way}e": value}) & (Q(**{f"{self.column}__{way}": value}) | Q(**same))


SORTS = {
    sort.name: sort
    for sort in (
        Sort("newest", _("Newest"), "published_at"),
        Sort("popular", _("Most bought"), "sales"),
        Sort("rating", _("Best rated"), "rating"),
        Sort("cheapest", _("Price, low to high"), "from_price", descending=False),
        Sort("dearest", _("Price, high to low"), "from_price"),
    )
}
NEWEST = SORTS["newest"]


def sort_choices(chosen: Sort) -> list[dict[str, Any]]:
    """[{value, label, selected}]: the ways to arrange, for components/sort.html."""
    return [{"value": sort.name, "label": sort.label, "selected": sort == chosen} for sort in SORTS.values()]


def address(path: str, asked: Iterable[tuple[str, str]]) -> str:
    """The path with what was asked for; empty answers are left out."""
    query = urlencode([(name, value) for name, value in asked if value != ""])
    return f"{path}?{query}" if query else path


@dataclass(frozen=True)
class CardPage:
    """A page of cards, and the cursor of the next one; empty at the end."""

    cards: list[Card]
    next: str


def cursor_of(card: Card, sort: Sort) -> str:
    """An opaque mark after which the next page begins."""
    value = getattr(card, sort.column)
    text = json.dumps([value.isoformat() if isinstance(value, datetime) else str(value), card.pk])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_of(cursor: str, sort: Sort) -> tuple[Any, int] | None:
    """The value and number in a cursor; None for anything that this shop did not write."""
    if not cursor or len(cursor) > LONGEST_CURSOR:
        return None
    try:
        text, number = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        column: Any = Card._meta.get_field(sort.column)
        value = column.to_python(str(text))
        column.run_validators(value)
        pk = int(number)
    except (ValueError, TypeError, ArithmeticError, RecursionError, ValidationError):
        return None
    if not 0 < pk < 2**63 or (isinstance(value, datetime) and is_naive(value)):
        return None
    return value, pk


def card_page(cards: CardQuerySet, sort: Sort = NEWEST, after: str = "", size: int = PAGE_SIZE) -> CardPage:
    """One page in one query. A cursor that makes no sense shows the first page."""
    place = place_of(after, sort)
    chosen = sort.arrange(cards)
    if place:
        chosen = chosen.filter(sort.beyond(*place))
    found = list(chosen.for_lists()[: size + 1])
    shown = found[:size]
    return CardPage(shown, cursor_of(shown[-1], sort) if len(found) > size else "")
