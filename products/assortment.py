"""What a store sells of each kind, how all of it is rated, what stands first; kept until a list changes."""

from decimal import Decimal
from typing import Any, TypedDict
from zlib import crc32

from django.core.cache import cache
from django.db.models import Count, DecimalField, F, Sum

from products import pinning
from products.cards import lists_version
from products.models import Card

SECONDS = 300


class Assortment(TypedDict):
    """`kinds`: how many listings of each kind, as {"download": 12}. `rating`: the mean of all reviews."""

    kinds: dict[str, int]
    rating: Decimal | None
    rating_count: int
    pinned: list[int]


def of_store(seller_id: int | None, store_url: str) -> Assortment:
    """Two queries for whoever asks first."""
    key = f"assortment-{seller_id}-{crc32(store_url.encode())}-{lists_version()}"
    found = cache.get(key)
    if found is None:
        found = _counted(seller_id, store_url)
        cache.set(key, found, SECONDS)
    return found


def _counted(seller_id: int | None, store_url: str) -> Assortment:
    cards: Any = Card.objects.public().filter(seller=seller_id, seller_url=store_url).order_by()
    stars = Sum(F("rating") * F("rating_count"), output_field=DecimalField())
    rows = list(cards.values("kind").annotate(n=Count("pk"), reviews=Sum("rating_count"), stars=stars))
    first = pinning.pinned(seller_id, store_url).public()
    reviews = sum(row["reviews"] for row in rows)
    total = sum(Decimal(row["stars"] or 0) for row in rows)
    return {
        "kinds": {row["kind"]: row["n"] for row in rows},
        "rating": round(total / reviews, 2) if reviews else None,
        "rating_count": reviews,
        "pinned": list(first.values_list("pk", flat=True)[: pinning.MOST]),
    }
