"""A person's shelf in the library, narrowed and sorted as they like; what they put away waits apart."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from products.models import Entitlement, Listing

SORTS = {
    "bought": (_("Newest first"), ["-activated_at", "-pk"]),
    "updated": (_("Recently updated"), ["-listing__last_published_at", "-pk"]),
    "title": (_("By title"), ["listing__title", "pk"]),
}
LONGEST_WORDS = 100


class Shelf:
    """Reads the address's `q`, `kind`, `seller`, `sort` and `archived`; what it does not know it ignores."""

    def __init__(self, person: Any, wanted: QueryDict) -> None:
        self.words = wanted.get("q", "").replace("\x00", "")[:LONGEST_WORDS].strip()
        sort = wanted.get("sort", "")
        self.sort = sort if sort in SORTS else "bought"
        self.had = Entitlement.objects.held_by(person).exclude(activated_at=None)
        cards = (
            self.had.non_polymorphic()
            .order_by()
            .annotate(away=Q(archived_at__isnull=False))
            .values_list(
                "listing__card__kind", "listing__card__seller_id", "listing__card__seller_name", "away"
            )
        )
        rows = set(cards.distinct())
        found = {row for row in rows if row[0]}
        self.has_archived = any(row[3] for row in rows)
        self.is_archive = self.has_archived and wanted.get("archived") == "1"
        labels = {kind.kind_name(): kind.kind_label for kind in Listing.kinds()}
        self.kinds = [(kind, labels.get(kind, kind)) for kind in sorted({row[0] for row in found})]
        self.sellers = sorted({(str(row[1]), row[2]) for row in found}, key=lambda row: row[1].casefold())
        self.kind = _one_of(wanted.get("kind"), self.kinds)
        self.seller = _one_of(wanted.get("seller"), self.sellers)
        self.is_empty = not rows

    @property
    def sorts(self) -> list[tuple[str, Any]]:
        return [(name, label) for name, (label, _order) in SORTS.items()]

    @property
    def base_url(self) -> str:
        """The address of this shelf, ready for a page number."""
        said = {"q": self.words, "kind": self.kind, "seller": self.seller, "sort": self.sort}
        said["archived"] = "1" if self.is_archive else ""
        return f"?{urlencode({name: value for name, value in said.items() if value})}&"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.kind or self.seller)

    def entitlements(self) -> QuerySet[Entitlement]:
        """What fits, with its listing and card."""
        on_it = self.had.filter(archived_at__isnull=not self.is_archive)
        fitting = on_it.select_related("listing__card").order_by(*SORTS[self.sort][1])
        if self.words:
            fitting = fitting.filter(listing__title__icontains=self.words)
        if self.kind:
            fitting = fitting.filter(listing__card__kind=self.kind)
        if self.seller:
            fitting = fitting.filter(listing__card__seller_id=self.seller)
        return fitting


def put_away(person: Any, pk: int, away: bool) -> bool:
    """Move a thing that the person had into their archive, or back. False when they never had it."""
    theirs = Entitlement.objects.held_by(person).exclude(activated_at=None).filter(pk=pk)
    return bool(theirs.update(archived_at=timezone.now() if away else None))


def note_opened(person: Any, entitlement: Entitlement) -> None:
    """Its holder has seen what is new in it."""
    Entitlement.objects.held_by(person).filter(pk=entitlement.pk).update(opened_at=timezone.now())


def with_news(entitlements: Sequence[Entitlement]) -> Sequence[Entitlement]:
    """The same, each with `is_updated`: its contents changed since it was bought or last opened.

    One query for each kind among them.
    """
    by_kind: dict[type[Entitlement], list[Entitlement]] = defaultdict(list)
    for entitlement in entitlements:
        by_kind[type(entitlement)].append(entitlement)
    for kind, held in by_kind.items():
        news = kind.news({one.listing_id for one in held})
        for one in held:
            changed, seen = news.get(one.listing_id), max(filter(None, [one.activated_at, one.opened_at]))
            one.is_updated = one.is_open and changed is not None and changed > seen
    return entitlements


def _one_of(value: str | None, choices: list[tuple[str, Any]]) -> str:
    return value if value in {known for known, _label in choices} else ""
