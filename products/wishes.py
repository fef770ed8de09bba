"""The wish list: of a person in the database, of a visitor in the session until they sign in."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from products.models import Card, WishedListing

KEY = "wishes"
MOST = 300
MOST_OF_GUEST = 50


class Full(Exception):
    """The list holds no more; the message is fit to show."""


def wished(request: HttpRequest) -> list[int]:
    """Keys of the listings on the list of whoever asks, the latest first. One query at most."""
    if request.user.is_authenticated:
        rows = WishedListing.objects.filter(user=request.user).order_by("-wished_at", "-pk")
        return list(rows.values_list("listing_id", flat=True))
    return [row["listing"] for row in reversed(request.session.get(KEY, []))]


def rows_of(request: HttpRequest) -> QuerySet[WishedListing] | list[WishedListing]:
    """The list with its listings' cards, the latest first. Those of a visitor are not in the database."""
    if request.user.is_authenticated:
        rows = WishedListing.objects.filter(user=request.user).select_related("listing__card")
        return rows.order_by("-wished_at", "-pk")
    kept = list(reversed(request.session.get(KEY, [])))
    cards = Card.objects.select_related("listing").in_bulk([row["listing"] for row in kept])
    found = [(row, cards[row["listing"]]) for row in kept if row["listing"] in cards]
    return [WishedListing(listing=card.listing, price=row["price"]) for row, card in found]


def add(request: HttpRequest, card: Card) -> bool:
    """Put a listing on the list, at its prices of today; False when it is there already. Raises Full."""
    keys = wished(request)
    if card.pk in keys:
        return False
    if len(keys) >= (MOST if request.user.is_authenticated else MOST_OF_GUEST):
        raise Full(_("Your wish list is full. Take something off it first."))
    row = {"listing": card.pk, "price": card.from_price, "prices": card.prices}
    if request.user.is_authenticated:
        return _keep(request.user, [row]) == 1
    request.session[KEY] = [*request.session.get(KEY, []), row]
    return True


def remove(request: HttpRequest, listing_id: int) -> None:
    """Take a listing off the list; what is not on it stays so."""
    if request.user.is_authenticated:
        WishedListing.objects.filter(user=request.user, listing=listing_id).delete()
    elif any(row["listing"] == listing_id for row in request.session.get(KEY, [])):
        request.session[KEY] = [row for row in request.session[KEY] if row["listing"] != listing_id]


def take_over(request: HttpRequest, user: Any) -> None:
    """What a visitor wished before signing in goes onto the person's own list, at the prices they saw."""
    rows = request.session.pop(KEY, [])
    if rows:
        alive = set(Card.objects.filter(pk__in=[row["listing"] for row in rows]).values_list("pk", flat=True))
        _keep(user, [row for row in rows if row["listing"] in alive])


def _keep(user: Any, rows: Iterable[dict[str, Any]]) -> int:
    """Write rows that are not there; how many are new. Two presses at once make one."""
    made = [
        WishedListing.objects.get_or_create(
            user=user,
            listing_id=row["listing"],
            defaults={"price": row["price"], "prices": row["prices"]},
        )
        for row in rows
    ]
    return sum(is_new for _row, is_new in made)
