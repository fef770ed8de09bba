"""What the wish list shows: each listing as it is today, against what it cost when it was wished."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.money import brief
from products.models import Entitlement, Offer, WishedListing
from products.presentation_offers import sold_out_among


def of_wishes(rows: Iterable[WishedListing], user: Any) -> list[dict[str, Any]]:
    """The cards of products/wishes.html: three queries, however many there are."""
    rows = list(rows)
    shown = [row.listing_id for row in rows if row.listing.card.is_public]
    offers = [offer for offer in Offer.objects.filter(listing__in=shown) if offer.is_buyable]
    taken = sold_out_among(offers)
    left: dict[int, list[Offer]] = {}
    for offer in offers:
        if offer.pk not in taken:
            left.setdefault(offer.listing_id, []).append(offer)
    owned = set(
        Entitlement.objects.non_polymorphic()
        .active()
        .held_by(user)
        .filter(listing__in=shown)
        .values_list("listing_id", flat=True)
    )
    return [_shown(row, left.get(row.listing_id, []), row.listing_id in owned) for row in rows]


def _shown(row: WishedListing, offers: list[Offer], is_owned: bool) -> dict[str, Any]:
    card = row.listing.card
    if not card.is_public:
        note = _("No longer on sale. It may come back.")
        return {"card": card.as_component(), "is_gone": True, "state": _("Withdrawn"), "note": note}
    one = offers[0] if len(offers) == 1 else None
    if one and (one.is_pay_what_you_want or one.is_lasting):  # asks for an amount, or is paid on its own
        one = None
    return {
        "card": card.as_component(),
        "state": "" if offers else _("Sold out"),
        "note": _change(row.price, card.from_price) if offers else "",
        "is_cheaper": row.price is not None and card.from_price is not None and card.from_price < row.price,
        "is_owned": is_owned,
        "offer": one.pk if one and not is_owned else None,
        "can_choose": bool(offers) and not one and not is_owned,
        "cart_url": reverse("cart_add"),
    }


def _change(before: int | None, now: int | None) -> str:
    """ "€4 less than when you saved it"; empty where nothing changed."""
    if before is None or now is None or before == now:
        return ""
    words = _("%(amount)s less than when you saved it")
    if now > before:
        words = _("%(amount)s more than when you saved it")
    return words % {"amount": brief(abs(before - now))}
