"""What an order costs: amounts come from the offers' live rows, never from the browser."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from cms.money import LARGEST_AMOUNT, share
from products.models import Offer


class Refused(Exception):
    """The order cannot be placed; the message is fit to show the buyer."""


@dataclass(frozen=True)
class Wish:
    """What the buyer put in the cart: an offer, the amount they chose (pay what you want) and the price they saw."""

    offer_id: int
    chosen: int | None = None
    seen: int | None = None


@dataclass(frozen=True)
class Line:
    """A wish with its price today, in minor units."""

    offer: Offer
    amount: int
    seen: int | None = None

    @property
    def has_changed(self) -> bool:
        return self.seen is not None and self.seen != self.amount

    @property
    def fee(self) -> int:
        return share(self.amount, settings.PLATFORM_FEE_BPS)


@dataclass(frozen=True)
class Quote:
    """The lines that can be bought, their total, and what had to be left out."""

    lines: tuple[Line, ...]
    gone: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def has_changed(self) -> bool:
        return bool(self.gone) or any(line.has_changed for line in self.lines)


def amount_of(offer: Offer, chosen: int | None) -> int:
    """The price of one offer. Raises Refused when the chosen amount is below the minimum or absurd."""
    if offer.is_free:
        return 0
    if not offer.is_pay_what_you_want or chosen is None:
        return offer.price or 0
    if not (offer.minimum or 0) <= chosen <= LARGEST_AMOUNT:
        raise Refused(_("Please choose an amount that is at least the minimum."))
    return chosen


def quote(wishes: Sequence[Wish]) -> Quote:
    """Price the wishes with the rows of this moment. Two queries, however long the cart is."""
    offers = Offer.objects.select_related("listing__card__seller").in_bulk([wish.offer_id for wish in wishes])
    lines, gone = [], []
    for wish in wishes:
        offer = offers.get(wish.offer_id)
        if offer is None or not can_be_bought(offer):
            gone.append(offer.listing.title if offer else _("Something"))
            continue
        lines.append(Line(offer, amount_of(offer, wish.chosen), wish.seen))
    return Quote(tuple(lines), tuple(gone))


def can_be_bought(offer: Offer) -> bool:
    """Live, on sale, priced, and of a seller who may trade."""
    card = getattr(offer.listing, "card", None)
    return bool(
        offer.is_buyable and offer.listing.live and card and card.is_public and card.seller.is_trading
    )
