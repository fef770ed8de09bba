"""What a visitor asked the catalogue for, read strictly from the address and written back canonically."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from cms.money import LARGEST_AMOUNT, brief, major, minor
from cms.searchterms import tidy
from products.models.card import Card, CardQuerySet, kind_labels
from products.paging import LONGEST_CURSOR, SORTS, address

MOST_CHOICES = 10
RATINGS = ("4", "3")
_SLUG = re.compile(r"[-\w]{1,100}")
_AMOUNT = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")
_CURSOR = re.compile(rf"[-\w]{{1,{LONGEST_CURSOR}}}", re.ASCII)


@dataclass(frozen=True)
class Filters:
    """Facets, sort and place. Amounts are in minor units; empty means not asked for."""

    query: str = ""
    category: str = ""
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    rating: int = 0
    low: int | None = None
    high: int | None = None
    sort: str = ""
    after: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> "Filters":
        """What makes sense of an address; whatever does not is left out, never an error."""
        known = kind_labels()
        rating = asked.get("rating", "")
        sort = asked.get("sort", "")
        return cls(
            query=tidy(asked.get("q", "")),
            category=_matching(_SLUG, asked.get("category", "")),
            kinds=tuple(sorted({kind for kind in asked.getlist("kind") if kind in known})),
            tags=tuple(sorted({t for t in asked.getlist("tag")[:MOST_CHOICES] if _matching(_SLUG, t)})),
            rating=int(rating) if rating in RATINGS else 0,
            low=_amount(asked.get("low", "")),
            high=_amount(asked.get("high", "")),
            sort=sort if sort in SORTS else "",
            after=_matching(_CURSOR, asked.get("after", "")),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Name and value of everything asked for, in one order."""
        asked: list[tuple[str, Any]] = [("q", self.query), ("category", self.category)]
        asked += [("kind", kind) for kind in self.kinds] + [("tag", tag) for tag in self.tags]
        asked += [("rating", self.rating or ""), ("low", _written(self.low)), ("high", _written(self.high))]
        asked += [("sort", self.sort), ("after", self.after)]
        return [(name, str(value)) for name, value in asked if value != ""]

    def url(self, path: str, **changes: Any) -> str:
        """The address of the same question with some answers changed; it begins at the first page."""
        changed = replace(self, **{"after": "", **changes})
        return address(path, changed.pairs())

    @property
    def number(self) -> int:
        """How many facets are set."""
        prices = self.low is not None or self.high is not None
        return len(self.kinds) + len(self.tags) + bool(self.category) + bool(self.rating) + prices

    def without(self, facet: str) -> "Filters":
        """The question with one facet left open."""
        empty: dict[str, Any] = {"kinds": (), "tags": (), "rating": 0}
        return replace(self, **{facet: empty.get(facet, "")})

    def narrow(self, cards: CardQuerySet) -> CardQuerySet:
        """The cards that answer every facet; within a facet any choice will do."""
        wanted = Q()
        if self.kinds:
            wanted &= Q(kind__in=self.kinds)
        if self.rating:
            wanted &= Q(rating__gte=self.rating)
        if self.low is not None:
            wanted &= Q(from_price__gte=self.low)
        if self.high is not None:
            wanted &= Q(from_price__lte=self.high)
        if self.category:
            through = Card.categories.through.objects.filter(category__slug=self.category)
            wanted &= Q(pk__in=through.values("card_id"))
        if self.tags:
            through = Card.tags.through.objects.filter(tag__slug__in=self.tags)
            wanted &= Q(pk__in=through.values("card_id"))
        return cards.filter(wanted)


def _matching(pattern: re.Pattern[str], value: str) -> str:
    return value if pattern.fullmatch(value) else ""


def _amount(value: str) -> int | None:
    if not _AMOUNT.fullmatch(value.strip()):
        return None
    return min(minor(Decimal(value.strip().replace(",", "."))), LARGEST_AMOUNT)


def _written(amount: int | None) -> str:
    return "" if amount is None else f"{major(amount):f}"


def pills(filters: Filters, path: str, names: Mapping[str, str]) -> list[dict[str, str]]:
    """Each facet that is set, with the address that takes it off. `names` are labels by slug."""
    shown = []
    if filters.category:
        label = names.get(filters.category, filters.category)
        shown.append({"label": label, "url": filters.url(path, category="")})
    for kind in filters.kinds:
        rest = tuple(other for other in filters.kinds if other != kind)
        shown.append({"label": str(kind_labels()[kind]), "url": filters.url(path, kinds=rest)})
    if filters.low is not None or filters.high is not None:
        shown.append({"label": _price_range(filters), "url": filters.url(path, low=None, high=None)})
    if filters.rating:
        label = _("%(n)s stars and more") % {"n": filters.rating}
        shown.append({"label": label, "url": filters.url(path, rating=0)})
    for tag in filters.tags:
        rest = tuple(other for other in filters.tags if other != tag)
        shown.append({"label": names.get(tag, tag), "url": filters.url(path, tags=rest)})
    return shown


def _price_range(filters: Filters) -> str:
    if filters.high is None:
        return _("from %(price)s") % {"price": brief(filters.low or 0)}
    if filters.low is None:
        return _("up to %(price)s") % {"price": brief(filters.high)}
    return f"{brief(filters.low)} – {brief(filters.high)}"
