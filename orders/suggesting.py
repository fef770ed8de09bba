"""Which suggestion of a seller the checkout shows: of the same store, on sale, not had, not in the cart."""

from collections.abc import Collection, Sequence
from typing import Any

from orders.models import Suggestion
from orders.pricing import POLICIES, Line, Proposal, Wish, can_be_bought, key_of, suggested_line
from products.models import Entitlement, Offer, Stock, feature

SEEN = ("offer__listing__card__seller", *(f"offer__{name}" for name in POLICIES))


def propose(person: Any, lines: Sequence[Line], ticked: Collection[str]) -> Proposal | None:
    """The first one, in the order of the cart, that can be had; `ticked` are the keys that a form sent.

    Asks the database once when there is none, at most four times else. What was ticked and cannot be had, or
    is of another store, is left out.
    """
    listings = [line.offer.listing_id for line in lines]
    rows = Suggestion.objects.active().filter(listing__in=listings).exclude(offer__listing__in=listings)
    found = {row.listing_id: row for row in rows.select_related(*SEEN)}
    if not found:
        return None
    feature([row.offer for row in found.values()])
    had = _had(person, [row.offer.listing_id for row in found.values()])
    for line in lines:
        row = found.get(line.offer.listing_id)
        if row and row.offer.listing_id not in had and _fits(row, line):
            wish = Wish(row.offer_id, suggestion=row)
            proposed = suggested_line(row.offer, wish)
            return Proposal(row, proposed, wish, key_of(row, proposed) in ticked)
    return None


def _had(person: Any, listings: Collection[int]) -> set[int]:
    held = Entitlement.objects.non_polymorphic().active().held_by(person)
    return set(held.filter(listing__in=listings).values_list("listing_id", flat=True))


def _fits(row: Suggestion, line: Line) -> bool:
    """Whether it is the same store's, has one price for all, and can be had now beside what is paid once."""
    if line.is_alone or not (row.offer.can_be_featured and can_be_bought(row.offer)):
        return False
    stores = {row.seller_id, row.offer.listing.card.seller_id, line.offer.listing.card.seller_id}
    return len(stores) == 1 and _is_left(row.offer)


def _is_left(offer: Offer) -> bool:
    if offer.stock is None:
        return True
    return not Stock.objects.filter(pk=offer.pk, taken__gte=offer.stock).exists()
