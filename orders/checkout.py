"""Place, settle and lapse orders. Two doors (the webhook and the return page) enter `settle`; twice is safe."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.queue import soon
from orders import gateway
from orders.models import Item, JournalEntry, Order, Posting
from orders.models.ledger import Line as Posted
from orders.pricing import Line, Quote, Refused
from products import cards, delivery

log = logging.getLogger(__name__)

State = Order.State


@dataclass(frozen=True)
class Buyer:
    """Who buys, as written on the checkout page. The two ticks are legal consents."""

    person: Any
    email: str
    country: str = ""
    business_name: str = ""
    tax_id: str = ""
    attempt: str | None = None  # of the form that was sent: the same one twice is one order
    is_guest: bool = False
    wants_delivery_now: bool = True


def start(quote: Quote, buyer: Buyer) -> Order:
    """Place an order and reserve what is scarce; a total of zero settles at once.

    Raises Refused for an empty quote and Unavailable when something is sold out; then nothing was placed.
    """
    if not quote.lines:
        raise Refused("Your cart is empty.")
    now = timezone.now()
    with transaction.atomic():
        order = Order.objects.create(
            buyer=buyer.person,
            email=buyer.email,
            country=buyer.country,
            business_name=buyer.business_name,
            tax_id=buyer.tax_id,
            currency=settings.SHOP_CURRENCY,
            total=quote.total,
            terms_accepted_at=now,
            immediate_delivery_at=now if buyer.wants_delivery_now else None,
            attempt=buyer.attempt,
            is_guest=buyer.is_guest,
            expires_at=now + timedelta(minutes=settings.CHECKOUT_MINUTES),
        )
        for line in quote.lines:
            _place_item(order, line)
        if order.total == 0:
            _settle_locked(order)
    return order


def _place_item(order: Order, line: Line) -> None:
    listing, card = line.offer.listing, line.offer.listing.card
    Item.objects.create(
        order=order,
        seller=card.seller,
        listing=listing,
        offer=line.offer,
        revision=listing.live_revision,
        entitlement=delivery.reserve(order.buyer, line.offer),
        title=listing.title,
        offer_name=line.offer.name,
        seller_name=card.seller_name,
        kind=card.kind,
        amount=line.amount,
        fee_bps=settings.PLATFORM_FEE_BPS,
        fee=line.fee,
    )


def payment_page(order: Order) -> str:
    """The address where the buyer pays; the same one when asked twice. Raises GatewayTrouble."""
    if not order.session_url:
        session = gateway.open_session(order)
        Order.objects.filter(pk=order.pk).update(session_id=session.id, session_url=session.url)
        order.session_id, order.session_url = session.id, session.url
    return order.session_url


def settle(order: Order) -> bool:
    """Ask Stripe about the order's session and, when it is paid, make the order paid. True when it is paid.

    Refuses an amount or currency that differs, and says so on the order. Raises GatewayTrouble.
    """
    if order.state == State.PAID or not order.session_id:
        return order.state == State.PAID
    session = gateway.read_session(order.session_id)
    if not session.is_settled:
        return False
    if (session.amount_total, session.currency) != (order.total, order.currency):
        return _say_problem(order, f"Stripe says {session.amount_total} {session.currency}.")
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        locked.payment_intent = session.payment_intent
        if locked.state == State.LAPSED:
            _revive(locked)
        if locked.state == State.PLACED:
            _settle_locked(locked)
    order.refresh_from_db()
    return order.state == State.PAID


def _say_problem(order: Order, words: str) -> bool:
    log.error("order.mismatch", extra={"order": order.pk, "words": words})
    Order.objects.filter(pk=order.pk).update(problem=words[:200])
    return False


def _settle_locked(order: Order) -> None:
    """placed → paid with ledger and rights, in the caller's transaction."""
    now = timezone.now()
    won = Order.objects.filter(pk=order.pk, state=State.PLACED).update(
        state=State.PAID, paid_at=now, payment_intent=order.payment_intent, number=f"S{order.pk:07d}"
    )
    if not won:
        return
    order.refresh_from_db()
    items = list(order.items.select_related("entitlement"))
    if order.total:
        JournalEntry.post(JournalEntry.Kind.SALE, f"sale-{order.pk}", order, sale_lines(items))
    for item in items:
        delivery.activate(item.entitlement, now)
        cards.count_sale(item.listing_id)
    soon("orders.tasks.send_receipt", order.pk)


def sale_lines(items: list[Item]) -> list[Posted]:
    """The postings of a sale: money at Stripe, our fee, what each seller is owed."""
    lines = [Posted(Posting.Account.STRIPE, sum(item.amount for item in items))]
    lines.append(Posted(Posting.Account.FEE, -sum(item.fee for item in items)))
    return lines + [Posted(Posting.Account.SELLER, item.fee - item.amount, item.seller_id) for item in items]


def _revive(order: Order) -> None:
    """A payment came after the order lapsed: reserve again. Unavailable reaches the caller, who refunds."""
    for item in order.items.select_related("entitlement"):
        delivery.reserve_again(item.entitlement)
    Order.objects.filter(pk=order.pk).update(state=State.PLACED)
    order.state = State.PLACED


def lapse(order: Order) -> bool:
    """placed → lapsed, once, giving back what was reserved. False when it was not waiting any more."""
    with transaction.atomic():
        won = Order.objects.filter(pk=order.pk, state=State.PLACED).update(state=State.LAPSED)
        if won:
            for item in order.items.select_related("entitlement"):
                delivery.release(item.entitlement)
    return bool(won)
