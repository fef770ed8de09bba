"""Place, settle and lapse orders. Two doors (webhook and return page) enter `settle`; twice is safe."""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.queue import soon
from orders import gateway, gifts, placing, returns, subscribing, upgrading
from orders.models import Item, JournalEntry, LeftCart, Order, Posting, Redemption, SaleNotice, Subscription
from orders.models.ledger import Line as Posted
from orders.pricing import Quote
from products import cards, delivery
from products.models import Unavailable

log = logging.getLogger(__name__)

State = Order.State

# Stripe keeps a payment page open for at least half an hour.
SHORTEST_TIME = timedelta(minutes=31)
MOST_DECLINES = 10


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
    terms: int | None = None  # key of the revision that was accepted
    withdrawal: int | None = None
    gift: gifts.Wrapping | None = None


def start(quote: Quote, buyer: Buyer) -> Order:
    """Place an order and reserve what is scarce; a total of zero settles at once.

    Raises Refused for an empty quote, Unavailable when something is sold out, and its kind Spent when the
    coupon is used up; then nothing was placed.
    """
    placing.refuse_odd_totals(quote)
    placing.refuse_odd_takers(quote, buyer.person, is_gift=bool(buyer.gift))
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
            coupon_code=quote.coupon.code if quote.coupon else "",
            discount=quote.discount,
            terms_accepted_at=now,
            terms_revision_id=buyer.terms,
            withdrawal_revision_id=buyer.withdrawal,
            immediate_delivery_at=now if buyer.wants_delivery_now else None,
            attempt=buyer.attempt,
            is_guest=buyer.is_guest,
            expires_at=now + timedelta(minutes=settings.CHECKOUT_MINUTES),
        )
        # Before the goods, here and wherever both are taken or let go: so nobody waits for one another.
        if quote.coupon:
            Redemption.reserve(quote.coupon, order)
        placing.put_down(order, quote.lines)
        if buyer.gift:
            gifts.write(order, buyer.gift)
        if quote.lasting:
            subscribing.begin(order, quote.lasting)
        upgrading.begin(order, quote.alone)
        if order.total == 0 and not quote.lasting:  # a trial wants a card
            _settle_locked(order)
    return order


def payment_page(order: Order) -> str:
    """The address where the buyer pays; the same one when asked twice. Raises GatewayTrouble.

    An order whose time is over leads to its own page, which says so.
    """
    if order.expires_at <= timezone.now():
        return order.get_absolute_url()
    if not order.session_url:
        _give_time(order)
        session = gateway.open_session(order)
        Order.objects.filter(pk=order.pk).update(session_id=session.id, session_url=session.url)
        order.session_id, order.session_url = session.id, session.url
    return order.session_url


def _give_time(order: Order) -> None:
    """Begin a new attempt when too little time is left for a payment page: a new request, a new key."""
    now = timezone.now()
    if order.expires_at - now >= SHORTEST_TIME:
        return
    mine = Order.objects.placed().filter(pk=order.pk, session_id="", payment_attempt=order.payment_attempt)
    mine.update(
        payment_attempt=order.payment_attempt + 1,
        expires_at=now + timedelta(minutes=settings.CHECKOUT_MINUTES),
    )
    order.refresh_from_db()


def settle(order: Order, session_id: str = "") -> bool:
    """Ask Stripe about the order's session and bring the order up to it; True when the order is paid.

    `session_id` is what an event named, for an order that was not told its session. Safe at any time and from
    several places at once. Refuses another order's session, and an amount or currency that differs, and says
    so on the order. Raises GatewayTrouble.
    """
    session_id = session_id or order.session_id
    if order.state in (State.PAID, State.RETURNED) or not session_id:
        return order.state == State.PAID
    session = gateway.read_session(session_id)
    if session.order_token != order.token:
        return _say_problem(order, f"The payment page {session.id} belongs to another order.")
    if session.is_settled:
        return _take(order, session)
    if session.has_failed:
        _fail(order)
    elif session.is_under_way:
        Order.objects.placed().filter(pk=order.pk, processing_at=None).update(processing_at=timezone.now())
    elif session.status == "expired" and session.id == order.session_id:
        expire(order)
    order.refresh_from_db()
    return False


def _take(order: Order, session: gateway.Session) -> bool:
    """A payment is here: lapsed → placed → paid, or the money goes back when what was wanted is gone."""
    if (session.amount_total, session.currency) != (order.total, order.currency):
        return _say_problem(order, f"Stripe says {session.amount_total} {session.currency}.")
    subscribing.learn(order, session)
    try:
        with transaction.atomic():
            rows = Order.objects.select_for_update(of=("self",)).select_related("gift")
            locked = rows.get(pk=order.pk)
            if locked.state == State.LAPSED:
                _revive(locked)
            if locked.state == State.PLACED:
                locked.session_id, locked.payment_intent = session.id, session.payment_intent
                _settle_locked(locked)
                subscribing.start(locked, session.bill.until if session.bill else None)
    except Unavailable:
        lapse(order)  # what an upgrade was for may be gone before its order has lapsed
        give_back(order, session.payment_intent)
    order.refresh_from_db()
    if order.payment_intent != session.payment_intent:
        _say_problem(order, f"Paid twice: {session.payment_intent} must be refunded by hand.")
    return order.state == State.PAID


def give_back(order: Order, payment_intent: str) -> None:
    """lapsed → returned: money that came too late goes back, and a subscription of it must end."""
    if returns.begin(order, payment_intent):
        subscribing.ask_to_stop(order.subscription_id, Subscription.Why.GONE)


def _say_problem(order: Order, words: str) -> bool:
    """Make support look, once per problem."""
    words = words[:200]
    if Order.objects.filter(pk=order.pk).exclude(problem=words).update(problem=words):
        log.error("order.problem", extra={"order": order.pk, "words": words})
    order.problem = words
    return False


def _settle_locked(order: Order) -> None:
    """placed → paid with ledger and rights, in the caller's transaction."""
    now = timezone.now()
    won = (
        Order.objects.placed()
        .filter(pk=order.pk)
        .update(
            state=State.PAID,
            paid_at=now,
            session_id=order.session_id,
            payment_intent=order.payment_intent,
            number=f"S{order.pk:07d}",
        )
    )
    if not won:
        return
    order.state, order.paid_at, order.number = State.PAID, now, f"S{order.pk:07d}"
    items = list(order.items.order_by("pk"))
    for item in items:
        if item.is_upgrade:
            upgrading.make(order, item, now)
            _lapse_rivals(order, item.entitlement_id)
    if any(item.amount or item.discount_by_shop for item in items):
        JournalEntry.post(JournalEntry.Kind.SALE, f"sale-{order.pk}", order, sale_lines(items))
    new = [item for item in items if not item.is_upgrade]
    gifts.give_rights(order, [item.entitlement_id for item in new], now)
    # In the order of their numbers: two settlements never wait for one another's cards.
    for listing_id, times in sorted(Counter(item.listing_id for item in new).items()):
        cards.count_sale(listing_id, times)
    SaleNotice.write(order, items)
    soon("orders.tasks.send_receipt", order.pk)
    soon("orders.tasks.tell_sellers", order.pk)


def _lapse_rivals(order: Order, right: int) -> None:
    """One upgrade of a right is paid: others that wait are over. One that is just being paid goes back."""
    waiting = upgrading.rivals(order, right).select_for_update(of=("self",), skip_locked=True)
    for rival in list(waiting):
        if lapse(rival):
            soon("orders.tasks.close_page", rival.pk)


def sale_lines(items: list[Item]) -> list[Posted]:
    """The postings of a sale: money at Stripe, then of each item our fee and what its seller is owed.

    What our coupon takes off is our expense: fee and share are those of the whole price.
    """
    lines = [Posted(Posting.Account.STRIPE, sum(item.amount for item in items))]
    for item in items:
        lines.append(Posted(Posting.Account.FEE, -item.fee, item_id=item.pk))
        lines.append(Posted(Posting.Account.SELLER, -item.seller_share, item.seller_id, item.pk))
        lines.append(Posted(Posting.Account.COUPON, item.discount_by_shop, item_id=item.pk))
    return lines


def _revive(order: Order) -> None:
    """A payment came after the order lapsed: reserve again. Unavailable reaches the caller, who refunds."""
    Redemption.reserve_again(order)
    for item in order.items.select_related("entitlement").order_by("offer_id", "pk"):
        delivery.reserve_again(item.entitlement)
    Order.objects.filter(pk=order.pk).update(state=State.PLACED)
    order.state = State.PLACED


def lapse(order: Order) -> bool:
    """placed → lapsed, once, giving back what was reserved. False when it was not waiting any more."""
    with transaction.atomic():
        won = Order.objects.filter(pk=order.pk, state=State.PLACED).update(state=State.LAPSED)
        if won:
            Redemption.release(order)
            for item in order.items.select_related("entitlement").order_by("offer_id", "pk"):
                delivery.release(item.entitlement)
    return bool(won)


def expire(order: Order) -> bool:
    """Lapse an order because nobody paid in time, and keep what was in it for one reminder."""
    won = lapse(order)
    if won and order.declines < MOST_DECLINES:
        LeftCart.keep_order(order)
    return won


def _fail(order: Order) -> None:
    """The bank said no, days after the page was left: free what was reserved and tell the buyer, once."""
    with transaction.atomic():
        if lapse(order):
            Order.objects.filter(pk=order.pk).update(failed_at=timezone.now())
            soon("orders.tasks.send_bad_news", order.pk)


def count_decline(order: Order) -> None:
    """A card was declined. Too many close the page: stolen cards are tried out. Raises GatewayTrouble."""
    Order.objects.filter(pk=order.pk).update(declines=F("declines") + 1)
    order.refresh_from_db()
    if order.declines >= MOST_DECLINES and order.state == State.PLACED:
        log.error("order.card_testing", extra={"order": order.pk, "declines": order.declines})
        if gateway.expire_session(order.session_id):
            lapse(order)


def close_page(pk: int) -> bool:
    """Close the payment page of an order that is over. False when it is closed. Raises GatewayTrouble."""
    order = Order.objects.get(pk=pk)
    return bool(order.session_id) and gateway.expire_session(order.session_id)
