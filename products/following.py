"""Follow a store, or no longer; a visitor's press is kept until they have signed in."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from accounts.models import Seller
from products.cards import lists_version
from products.models import Card, FollowedStore

KEY = "follow"
SHOWN_FROM = 10  # a smaller number tells more about the people than about the store
COUNT_SECONDS = 300


def followed(request: HttpRequest) -> list[int]:
    """Keys of the sellers whom the person follows; a visitor follows nobody. One query at most."""
    if not request.user.is_authenticated:
        return []
    return list(FollowedStore.objects.filter(user=request.user).values_list("seller_id", flat=True))


def follow(user: Any, seller: Seller) -> bool:
    """Hear of the store's new listings from now on; False when it is followed already."""
    return FollowedStore.objects.get_or_create(user=user, seller=seller)[1]


def leave(user: Any, seller_id: int) -> None:
    """Hear no more of a store."""
    FollowedStore.objects.filter(user=user, seller=seller_id).delete()


def remember(request: HttpRequest, seller: Seller) -> None:
    """A visitor wants to follow and has to sign in first."""
    request.session[KEY] = seller.pk


def take_over(request: HttpRequest, user: Any) -> None:
    """Follow what was asked for before signing in, if that store is still there."""
    seller = open_seller(request.session.pop(KEY, None))
    if seller:
        follow(user, seller)


def open_seller(key: int | None) -> Seller | None:
    """A seller with something on show; others look as if they were not there."""
    on_show = Card.objects.public().values("seller")
    return Seller.objects.trading().filter(pk__in=on_show).filter(pk=key).first() if key else None


def number_of(seller_id: int) -> int:
    """How many follow a store."""
    return FollowedStore.objects.filter(seller=seller_id).count()


def shown_number(seller_id: int) -> int:
    """How many follow a store, for everybody to read: 0 while they are few, and five minutes old at most."""
    key = f"followers-{seller_id}-{lists_version()}"
    number = cache.get(key)
    if number is None:
        number = number_of(seller_id)
        cache.set(key, number, COUNT_SECONDS)
    return number if number >= SHOWN_FROM else 0
