"""A person's shelf in the library, narrowed by words, kind and seller, in the order they like."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from products.models import Entitlement, Listing

SORTS = {
    "bought": (_("Newest first"), ["-activated_at", "-pk"]),
    "updated": (_("Recently updated"), ["-listing__last_published_at", "-pk"]),
    "title": (_("By title"), ["listing__title", "pk"]),
}
LONGEST_WORDS = 100


class Shelf:
    """Reads the address's `q`, `kind`, `seller` and `sort`; what it does not know it ignores."""

    def __init__(self, person: Any, wanted: QueryDict) -> None:
        self.words = wanted.get("q", "").replace("\x00", "")[:LONGEST_WORDS].strip()
        sort = wanted.get("sort", "")
        self.sort = sort if sort in SORTS else "bought"
        self.had = Entitlement.objects.held_by(person).exclude(activated_at=None)
        cards = (
            self.had.non_polymorphic()
            .order_by()
            .values_list("listing__card__kind", "listing__card__seller_id", "listing__card__seller_name")
        )
        found = {row for row in cards.distinct() if row[0]}
        labels = {kind.kind_name(): kind.kind_label for kind in Listing.kinds()}
        self.kinds = [(kind, labels.get(kind, kind)) for kind in sorted({row[0] for row in found})]
        self.sellers = sorted({(str(row[1]), row[2]) for row in found}, key=lambda row: row[1].casefold())
        self.kind = _one_of(wanted.get("kind"), self.kinds)
        self.seller = _one_of(wanted.get("seller"), self.sellers)
        self.is_empty = not found

    @property
    def sorts(self) -> list[tuple[str, Any]]:
        return [(name, label) for name, (label, _order) in SORTS.items()]

    @property
    def base_url(self) -> str:
        """The address of this shelf, ready for a page number."""
        said = {"q": self.words, "kind": self.kind, "seller": self.seller, "sort": self.sort}
        return f"?{urlencode({name: value for name, value in said.items() if value})}&"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.kind or self.seller)

    def entitlements(self) -> QuerySet[Entitlement]:
        """What fits, with its listing and card."""
        fitting = self.had.select_related("listing__card").order_by(*SORTS[self.sort][1])
        if self.words:
            fitting = fitting.filter(listing__title__icontains=self.words)
        if self.kind:
            fitting = fitting.filter(listing__card__kind=self.kind)
        if self.seller:
            fitting = fitting.filter(listing__card__seller_id=self.seller)
        return fitting


def _one_of(value: str | None, choices: list[tuple[str, Any]]) -> str:
    return value if value in {known for known, _label in choices} else ""
