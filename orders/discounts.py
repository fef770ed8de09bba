"""What a coupon or a suggestion takes off a line: parts make the whole, and no price falls below its least.

Nothing is taken off what is free, and a price that the buyer chooses stays at its minimum or above.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cms.money import share, show, split
from orders.models import Coupon
from products.models import Offer

SMALLEST_TOTAL = 50  # minor units: Stripe refuses card payments of less


class NotForThese(Exception):
    """The coupon takes nothing off these lines; the message is fit to show the buyer."""


def parts_of(coupon: Coupon, lines: Sequence[tuple[Offer, int]]) -> list[int]:
    """What is taken off each (offer, amount), in minor units, by largest remainder.

    A coupon whose rest would be too little for any card takes off less, so that the least amount is left to
    pay. Raises NotForThese when it is good for none of the lines, or their amounts do not reach its minimum.
    """
    chosen = coupon.choose([offer for offer, _amount in lines])
    amounts = [_counted(coupon, offer, amount) if offer.pk in chosen else 0 for offer, amount in lines]
    most = [max(amount - (offer.minimum or 0), 0) for (offer, _a), amount in zip(lines, amounts, strict=True)]
    said = {"code": coupon.code}
    if not any(most):
        raise NotForThese(_("The coupon “%(code)s” is not for what is in your cart.") % said)
    if sum(amounts) < (coupon.minimum or 0):
        said["least"] = show(coupon.minimum or 0, coupon.currency)
        raise NotForThese(_("The coupon “%(code)s” needs a purchase of at least %(least)s.") % said)
    wanted = _wanted(coupon, amounts, most)
    if coupon.most_off is not None and sum(wanted) > coupon.most_off:
        wanted = split(coupon.most_off, wanted)
    total = sum(amount for _offer, amount in lines)
    off = sum(wanted)
    if 0 < total - off < SMALLEST_TOTAL:
        off = max(total - SMALLEST_TOTAL, 0)
    return split(off, wanted)


def suggested_price(offer: Offer, basis_points: int) -> int:
    """What an offer costs as a suggestion, in minor units: per cents off its price, or a campaign's if lower.

    Only of an offer with one price for all; any other costs what it costs.
    """
    now = offer.price_now or 0
    if not offer.can_be_featured or offer.price is None:
        return now
    return min(now, max(offer.price - share(offer.price, basis_points), 1))


def _counted(coupon: Coupon, offer: Offer, amount: int) -> int:
    """How much of an amount the coupon is reckoned from.

    The shop pays its coupons to sellers, so what a buyer chose to give beyond the price counts nothing: else
    a seller who bought from oneself would be paid out of the shop's pocket.
    """
    is_chosen = coupon.is_borne_by_shop and offer.is_pay_what_you_want
    return min(amount, offer.price or 0) if is_chosen else amount


def _wanted(coupon: Coupon, amounts: list[int], most: list[int]) -> list[int]:
    """The parts as the coupon says, none beyond what may be taken off its line."""
    if coupon.basis_points is None:
        return split(min(coupon.amount or 0, sum(most)), most)
    parts = split(share(sum(amounts), coupon.basis_points), amounts)
    return [min(part, least) for part, least in zip(parts, most, strict=True)]
