"""What an order costs: amounts come from the offers' live rows, never from the browser."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _

from cms.money import LARGEST_AMOUNT, major, share, show
from orders import paths
from orders.discounts import NotForThese, parts_of, suggested_price
from orders.models import Coupon, Suggestion
from orders.paths import Path
from products.models import Card, Offer, Policy, feature

POLICIES = ("listing__refund_policy", "listing__licence")


class Refused(Exception):
    """The order cannot be placed; the message is fit to show the buyer."""


@dataclass(frozen=True)
class Wish:
    """What the buyer put in the cart: an offer, the amount they chose, the price and title they saw.

    `suggestion` is the seller's that they took at the checkout; `right` is what they want to upgrade to the
    offer, and `holder` who says so (both are keys).
    """

    offer_id: int
    chosen: int | None = None
    seen: int | None = None
    title: str = ""
    suggestion: Suggestion | None = None
    right: int | None = None
    holder: int | None = None


@dataclass(frozen=True)
class Line:
    """A wish with its price today and what a coupon takes off it, in minor units."""

    offer: Offer
    amount: int
    seen: int | None = None
    discount: int = 0
    discount_by_shop: int = 0
    suggestion: Suggestion | None = None
    suggestion_off: int = 0
    path: Path | None = None  # of an upgrade: its amount is the difference
    trial_days: int = 0  # of a subscription that costs nothing for so long

    @property
    def full(self) -> int:
        """What it would cost without being suggested."""
        return self.amount + self.suggestion_off

    @property
    def has_changed(self) -> bool:
        return self.seen is not None and self.seen != self.amount

    @property
    def is_digital(self) -> bool:
        """Whether it is delivered at once as digital content, which ends the right of withdrawal."""
        return self.offer.listing.specific_class.is_digital_content

    @property
    def policies(self) -> list[Policy]:
        """The listing's own, which are accepted with the terms."""
        return self.offer.listing.policies()

    @property
    def amount_to_edit(self) -> str:
        """The amount as it is typed: 2900 is "29.00"."""
        return str(major(self.amount))

    @property
    def is_lasting(self) -> bool:
        """Whether it is paid again each month or year."""
        return self.offer.is_lasting

    @property
    def what(self) -> str:
        """Which offer, in words."""
        return self.path.words if self.path else self.offer.name

    @property
    def sum_words(self) -> str:
        """How the price of an upgrade is made; empty where nothing was paid before."""
        return self.path.sum_words if self.path else ""

    @property
    def is_alone(self) -> bool:
        """Whether it is paid for on its own, without coupons, and never a gift."""
        return self.is_lasting or self.path is not None

    @property
    def to_pay(self) -> int:
        """Today."""
        return 0 if self.trial_days else self.amount - self.discount

    @property
    def fee(self) -> int:
        """Of what the seller sells it for: a discount that the shop bears takes nothing from the share."""
        return share(self.to_pay + self.discount_by_shop, settings.PLATFORM_FEE_BPS)


@dataclass(frozen=True)
class Proposal:
    """What the seller of something in the cart suggests with it, and whether the buyer has ticked it."""

    suggestion: Suggestion
    line: Line
    wish: Wish
    is_taken: bool

    @property
    def key(self) -> str:
        """What its box sends: which one it is, and the wordings that stood beside it."""
        return key_of(self.suggestion, self.line)


def key_of(suggestion: Suggestion, line: Line) -> str:
    """Names a suggestion and its policies as they are worded now."""
    return "-".join(str(key) for key in (suggestion.pk, *(p.latest_revision_id for p in line.policies)))


@dataclass(frozen=True)
class Quote:
    """The lines that can be bought, their total, and what had to be left out."""

    lines: tuple[Line, ...]
    gone: tuple[str, ...] = ()
    coupon: Coupon | None = None  # the one that is taken off
    refusal: str = ""  # why one is not
    proposal: Proposal | None = None  # its line is among the lines when it is taken

    @property
    def subtotal(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def discount(self) -> int:
        return sum(line.discount for line in self.lines)

    @property
    def total(self) -> int:
        """What is paid today."""
        return sum(line.to_pay for line in self.lines)

    @property
    def is_digital(self) -> bool:
        return any(line.is_digital for line in self.lines)

    @property
    def lasting(self) -> Line | None:
        """The subscription, which is paid for on its own."""
        return next((line for line in self.lines if line.is_lasting), None)

    @property
    def alone(self) -> Line | None:
        """What must not be paid for with anything else: a subscription or an upgrade."""
        return next((line for line in self.lines if line.is_alone), None)

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.has_changed]

    @property
    def by_seller(self) -> list[tuple[Card, list[Line]]]:
        """The lines under the card that names their seller, in the order of the cart."""
        groups: dict[int, tuple[Card, list[Line]]] = {}
        for line in self.lines:
            card = line.offer.listing.card
            groups.setdefault(card.seller_id, (card, []))[1].append(line)
        return list(groups.values())

    @property
    def wordings(self) -> list[int | None]:
        """Keys of the wordings of every line's policies, in an order that says which line has which.

        Those of a suggestion stand beside its box, whose value names them: ticking it changes no other.
        """
        asked = [line for line in self.lines if line.suggestion is None]
        lines = sorted(asked, key=lambda line: line.offer.pk)
        return [policy.latest_revision_id for line in lines for policy in line.policies]

    @property
    def has_changed(self) -> bool:
        return bool(self.gone) or any(line.has_changed for line in self.lines)


def amount_of(offer: Offer, chosen: int | None) -> int:
    """The price of one offer. Raises Refused when the chosen amount is below the minimum or absurd."""
    if offer.is_free:
        return 0
    if not offer.is_pay_what_you_want or chosen is None:
        return offer.price_now or 0
    if chosen < (offer.minimum or 0):
        raise Refused(_("Please choose at least %s.") % show(offer.minimum or 0))
    if chosen > LARGEST_AMOUNT:
        raise Refused(_("Please choose at most %s.") % show(LARGEST_AMOUNT))
    return chosen


def quote(wishes: Sequence[Wish], coupon: Coupon | None = None) -> Quote:
    """Price the wishes with the rows and campaigns of this moment. Two queries, however long the cart is.

    Two more for each upgrade, of which a cart has one.
    An amount that has fallen below the minimum is raised to it, and the line says that it has changed.
    """
    rows = Offer.objects.select_related("listing__card__seller", *POLICIES)
    offers = rows.in_bulk([wish.offer_id for wish in wishes])
    feature(offers.values())
    lines, gone = [], []
    for wish in wishes:
        offer = offers.get(wish.offer_id)
        if offer is None or not can_be_bought(offer):
            gone.append(wish.title or (offer.listing.title if offer else _("Something")))
            continue
        line = _line(offer, wish)
        if line is None:
            gone.append(wish.title or offer.listing.title)
        else:
            lines.append(line)
    return _take_off(Quote(tuple(lines), tuple(gone)), coupon)


def _line(offer: Offer, wish: Wish) -> Line | None:
    """None for an upgrade that there is not, or not any more."""
    if wish.right:
        return _upgrade(offer, wish)
    if wish.suggestion:
        return suggested_line(offer, wish)
    return Line(offer, _amount_today(offer, wish.chosen), wish.seen)


def _upgrade(offer: Offer, wish: Wish) -> Line | None:
    rights = paths.held([wish.right or 0], wish.holder)
    found = paths.among(rights, [offer], paths.spent_on([right.pk for right in rights]))
    return Line(offer, found[0].price, wish.seen, path=found[0]) if found else None


def suggested_line(offer: Offer, wish: Wish) -> Line:
    """The line of an offer that its seller suggests; tell it of campaigns before."""
    alone = _amount_today(offer, None)
    amount = suggested_price(offer, wish.suggestion.basis_points) if wish.suggestion else alone
    return Line(offer, amount, suggestion=wish.suggestion, suggestion_off=alone - amount)


def _take_off(priced: Quote, coupon: Coupon | None) -> Quote:
    if coupon is None or not priced.lines:
        return priced
    if priced.lasting:
        return replace(priced, refusal=_("Coupons are for what is paid once, not for subscriptions."))
    if priced.alone:
        return replace(priced, refusal=_("Coupons are for whole prices, not for the rest of one."))
    try:
        parts = parts_of(coupon, [(line.offer, line.amount) for line in priced.lines])
    except NotForThese as refusal:
        return replace(priced, refusal=str(refusal))
    lines = [
        replace(line, discount=part, discount_by_shop=part if coupon.is_borne_by_shop else 0)
        for line, part in zip(priced.lines, parts, strict=True)
    ]
    return replace(priced, lines=tuple(lines), coupon=coupon)


def _amount_today(offer: Offer, chosen: int | None) -> int:
    try:
        return amount_of(offer, chosen)
    except Refused:
        return offer.minimum or 0


def can_be_bought(offer: Offer) -> bool:
    """Live, on sale, priced, paid as often as its kind allows, and of a seller who may trade."""
    card = getattr(offer.listing, "card", None)
    return bool(
        offer.is_buyable
        and offer.interval in offer.listing.specific_class.intervals
        and offer.listing.live
        and card
        and card.is_public
        and card.seller.is_trading
    )
