"""What may be ordered at all; and its items, written down with everything as it is at that moment."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cms.money import LARGEST_AMOUNT, show
from orders.discounts import SMALLEST_TOTAL
from orders.models import Item, Order
from orders.pricing import Line, Quote, Refused
from products import delivery
from products.models import Entitlement


def refuse_odd_totals(priced: Quote) -> None:
    """Raise Refused for an empty quote and for totals that no card can pay; zero is fine."""
    if not priced.lines:
        raise Refused(_("Your cart is empty."))
    if priced.lasting and len(priced.lines) > 1:
        raise Refused(_("A subscription is paid for on its own: buy it apart from the rest."))
    if priced.alone and len(priced.lines) > 1:
        raise Refused(_("An upgrade is paid for on its own: buy it apart from the rest."))
    if priced.lasting and priced.lasting.amount < SMALLEST_TOTAL:
        raise Refused(_("The smallest amount that can be paid is %s.") % show(SMALLEST_TOTAL))
    if 0 < priced.total < SMALLEST_TOTAL:
        raise Refused(_("The smallest amount that can be paid is %s.") % show(SMALLEST_TOTAL))
    if priced.total > LARGEST_AMOUNT:
        raise Refused(_("The largest amount that can be paid at once is %s.") % show(LARGEST_AMOUNT))


def refuse_odd_takers(quote: Quote, buyer: Any, is_gift: bool) -> None:
    """Raise Refused for gifts of what is nobody else's, and unless whoever pays for an upgrade holds it."""
    if is_gift and quote.lasting:
        raise Refused(_("A subscription cannot be given as a gift."))
    path = quote.alone.path if quote.alone else None
    if path and path.right.holder_id != buyer.pk:
        raise Refused(_("Only whoever has it can upgrade it: sign in with that account."))
    if path and is_gift:
        raise Refused(_("An upgrade cannot be given as a gift."))


def put_down(order: Order, lines: tuple[Line, ...]) -> None:
    """Reserve what is bought and write the items down, in the transaction that places the order.

    Raises Unavailable. An upgrade reserves nothing: it is of a right that is there.
    """
    # Always in the same order, so that two orders for the same scarce things never wait for one another.
    by_offer = sorted(lines, key=lambda line: line.offer.pk)
    reserved = {line.offer.pk: _right(order, line) for line in by_offer}
    Item.objects.bulk_create(_item(order, line, reserved[line.offer.pk]) for line in lines)


def _right(order: Order, line: Line) -> Entitlement:
    return line.path.right if line.path else delivery.reserve(order.buyer, line.offer)


def _item(order: Order, line: Line, entitlement: Entitlement) -> Item:
    listing, card = line.offer.listing, line.offer.listing.card
    return Item(
        order=order,
        seller_id=card.seller_id,
        listing=listing,
        offer=line.offer,
        revision_id=listing.live_revision_id,
        refund_revision_id=listing.refund_policy.latest_revision_id if listing.refund_policy else None,
        licence_revision_id=listing.licence.latest_revision_id if listing.licence else None,
        entitlement=entitlement,
        upgraded_from=line.path.right.offer_name if line.path else "",
        title=listing.title,
        offer_name=line.offer.name,
        seller_name=card.seller_name,
        kind=card.kind,
        amount=line.to_pay,
        discount=line.discount,
        discount_by_shop=line.discount_by_shop,
        suggestion=line.suggestion,
        suggestion_off=line.suggestion_off,
        fee_bps=settings.PLATFORM_FEE_BPS,
        fee=line.fee,
    )
