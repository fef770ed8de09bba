"""News by mail for those who wish or follow: a lower price, new listings. The rows are the queue.

Each mail is claimed for a while, sent, and noted; a crash in between only makes it a little late.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.mail import send_mail
from cms.money import brief
from products.models import Card, Entitlement, FollowedStore, Offer, WishedListing
from products.models.follow import SETTLED

LEASE = timedelta(minutes=5)
MOST_LISTED = 12


def tell_of_drop(pk: int) -> bool:
    """Mail somebody that a wished listing costs less. True when a mail left. OSError when mail is down."""
    now = timezone.now()
    if not WishedListing.objects.untold(now).filter(pk=pk).update(mail_lease_until=now + LEASE):
        return False
    wish = WishedListing.objects.select_related("user", "listing__card").get(pk=pk)
    mine = WishedListing.objects.filter(pk=pk)
    lower = wish.lower(wish.listing.card.prices, now)
    try:
        is_sent = bool(lower) and _may_buy(wish) and _mail_drop(wish, lower)
    except OSError:
        mine.update(mail_lease_until=None)
        raise
    if is_sent:
        mine.update(told_at=now, told_prices={**wish.told_prices, **lower})
    mine.filter(dropped_at=wish.dropped_at).update(dropped_at=None)
    mine.update(mail_lease_until=None)
    return is_sent


def _may_buy(wish: WishedListing) -> bool:
    """Nobody is told about what they have, nor when they may not sign in."""
    held = Entitlement.objects.non_polymorphic().active().held_by(wish.user)
    return wish.user.is_active and not held.filter(listing_id=wish.listing_id).exists()


def _mail_drop(wish: WishedListing, lower: dict[str, int]) -> bool:
    names = dict(Offer.objects.filter(pk__in=lower).order_by("sort_order").values_list("pk", "name"))
    falls = [
        {"name": name, "now": _price(lower[str(pk)]), "before": brief(wish.prices[str(pk)])}
        for pk, name in names.items()
    ]
    return send_mail("price_dropped", wish.user.email, {"card": wish.listing.card, "falls": falls})


def _price(amount: int) -> str:
    return brief(amount) if amount else _("Free")


def people_with_news(now: datetime) -> Any:
    """Keys of the people to whom a followed store has something new to show."""
    waiting = FollowedStore.objects.with_news(now).rested(now).filter(user__is_active=True)
    return waiting.order_by("user_id").values_list("user_id", flat=True).distinct()


def tell_of_new_listings(user_id: int) -> bool:
    """Mail somebody all that is new in the stores they follow. True when a mail left. May raise OSError."""
    now = timezone.now()
    held = FollowedStore.claim(user_id, now, now + LEASE)
    if held is None:
        return False
    try:
        return _tell(FollowedStore.objects.with_news(now).rested(now).filter(user=user_id), now)
    finally:
        FollowedStore.objects.filter(pk=held).update(mail_lease_until=None)


def _tell(rows: Any, now: datetime) -> bool:
    follows = list(rows.select_related("user"))
    seen = {row.seller_id: row.seen_until for row in follows}
    fresh = Card.objects.public().filter(seller__in=seen, published_at__lte=now - SETTLED)
    fresh = fresh.filter(published_at__gt=min(seen.values(), default=now)).order_by("-published_at", "-pk")
    cards = [card for card in fresh if card.published_at > seen[card.seller_id]]
    is_sent = bool(cards) and send_mail("new_listings", follows[0].user.email, _news(cards))
    for row in follows:
        newest = max(card.published_at for card in cards if card.seller_id == row.seller_id)
        told = {"mailed_at": now} if is_sent else {}
        FollowedStore.objects.filter(pk=row.pk).update(seen_until=newest, **told)
    return is_sent


def _news(cards: list[Card]) -> dict[str, Any]:
    return {"cards": cards[:MOST_LISTED], "more": len(cards[MOST_LISTED:]), "stores": in_words(cards)}


def in_words(cards: list[Card]) -> str:
    """ "Alice's Fonts", or "Alice's Fonts and 2 more stores"."""
    names = list(dict.fromkeys(card.seller_name for card in cards))
    others = len(names) - 1
    more = ngettext("%(store)s and %(n)s more store", "%(store)s and %(n)s more stores", others)
    return more % {"store": names[0], "n": others} if others else names[0]
