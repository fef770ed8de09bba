"""Keep the cards of live listings true: written on publish, taken from lists when they may not be seen."""

import time
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Avg, Count, DecimalField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONArray, Round
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from wagtail.images.models import SourceImageIOError
from wagtail.rich_text import get_text_for_indexing

from cms import pagecache
from cms.pictures import single
from cms.queue import soon
from products.models import (
    Card,
    FeaturedPrice,
    Listing,
    Offer,
    Review,
    Storefront,
    WishedListing,
    apply_terms,
)

LISTS_VERSION = "catalogue-version"
LONGEST_WORDS = 8000
POPULAR = 4


def lists_version() -> str:
    """Changes whenever any list of cards may look different, and is another one in each language."""
    return f"{cache.get(LISTS_VERSION, 0)}-{get_language()}"


def forget_lists() -> None:
    """Once the present transaction commits, facet counts and kept pages are made anew."""
    transaction.on_commit(lambda: cache.set(LISTS_VERSION, time.time_ns(), None))
    pagecache.purge()


def rewrite(listing: Listing) -> Card:
    """Write the card of a live listing from its live rows; pictures follow soon, sales and rating stay."""
    store = listing.get_parent().specific
    offers = [offer for offer in listing.offers.all() if offer.is_buyable]
    now = timezone.now()
    featured = FeaturedPrice.objects.filter(offer__listing=listing.pk).terms(now).get(listing.pk, {})
    apply_terms(offers, featured, now)
    prices = {str(offer.pk): offer.lowest for offer in offers}
    cheapest = min(offers, key=lambda offer: offer.lowest, default=None)
    with transaction.atomic():
        _note_fall(listing.pk, prices, now)
        card, _created = Card.objects.update_or_create(
            pk=listing.pk,
            defaults={
                "seller": store.seller,
                "seller_name": store.title,
                "seller_url": store.url or "",
                "kind": listing.kind_name(),
                "title": listing.title,
                "summary": listing.summary,
                "url": listing.url or "",
                "words": Truncator(_words(listing)).chars(LONGEST_WORDS),
                "page": _page(listing, store),
                "from_price": cheapest.lowest if cheapest else None,
                "compare_at": _before(offers, cheapest),
                "featured": featured,
                "prices": prices,
                "has_choices": len(offers) > 1,
                "is_pay_what_you_want": bool(cheapest and cheapest.is_pay_what_you_want),
                "published_at": listing.first_published_at,
                "is_public": _is_public(listing, store),
            },
        )
        card.categories.set(listing.categories.all())
        card.tags.set(listing.tags.all())
        soon("products.tasks.make_pictures", listing.pk)
        soon("products.tasks.learn_words", listing.pk)
        forget_lists()
    return card


def _note_fall(listing_id: int, prices: dict[str, Any], now: datetime) -> None:
    """Where an offer costs less than its card says, those who wish the listing are to be told."""
    known = Card.objects.filter(pk=listing_id).values_list("prices", flat=True).first() or {}
    if any(offer in known and price < known[offer] for offer, price in prices.items()):
        WishedListing.objects.filter(listing=listing_id).update(dropped_at=now)


def _before(offers: Sequence[Offer], cheapest: Offer | None) -> int | None:
    """What a list strikes through. With a choice, only a campaign: then the offers' own lowest price."""
    if cheapest is None or len(offers) == 1:
        return cheapest.price_before if cheapest else None
    if not cheapest.is_featured:
        return None
    own = min((offer.price if offer.is_featured else offer.lowest) or 0 for offer in offers)
    return own if own > (cheapest.lowest or 0) else None


def rewrite_below(page: Any) -> None:
    """Write the cards of every live listing at or below a page anew."""
    for listing in Listing.objects.live().descendant_of(page, inclusive=True).specific():
        rewrite(listing)


def hide_below(page: Any) -> None:
    """Take the listings at or below a page from every list; their cards remember what they were."""
    Card.objects.filter(listing__path__startswith=page.path).update(is_public=False)
    forget_lists()


def _is_public(listing: Listing, store: Storefront) -> bool:
    return (
        listing.live
        and store.live
        and store.seller.is_trading
        and not listing.get_view_restrictions().exists()
    )


def _words(listing: Listing) -> str:
    """What search reads. Rendering the body also makes its pictures before any visitor comes."""
    body = " ".join(get_text_for_indexing(str(block.render())) for block in listing.body)
    named = [*listing.categories.all(), *listing.tags.all()]
    return " ".join([body, *[one.name for one in named], str(listing.kind_label)])


def _page(listing: Listing, store: Storefront) -> dict[str, Any]:
    """What the listing page says of its shelves and its seller, without asking their tables."""
    return {
        "categories": [{"name": shelf.name, "slug": shelf.slug} for shelf in listing.categories.all()],
        "tags": [{"name": tag.name, "slug": tag.slug} for tag in listing.tags.all()],
        "store": {
            "tagline": store.tagline,
            "bio": Truncator(get_text_for_indexing(store.about)).chars(280),
            "avatar_url": _avatar(store),
            "is_verified": store.seller.state == store.seller.State.VERIFIED,
        },
    }


def _avatar(store: Storefront) -> str:
    try:
        return single(store.logo, "fill-192x192") if store.logo else ""
    except SourceImageIOError:
        return ""


def recount_ratings(listing_ids: Collection[int]) -> None:
    """Average, number and histogram of the shown reviews, for all these listings in one statement."""
    shown = Review.objects.filter(listing_id=OuterRef("pk"), is_public=True).order_by().values("listing_id")

    def found(what: Any) -> Any:
        return Coalesce(
            Subquery(shown.annotate(found=what).values("found")), Value(0), output_field=what.output_field
        )

    Card.objects.filter(pk__in=listing_ids).update(
        rating=found(Round(Avg("stars", output_field=DecimalField()), 2)),
        rating_count=found(Count("pk")),
        stars=JSONArray(*[found(Count("pk", filter=Q(stars=stars))) for stars in range(1, 6)]),
    )
    forget_lists()


def popular() -> list[dict[str, Any]]:
    """What sells best, for whoever found nothing or has an empty cart."""
    best = Card.objects.public().for_lists().order_by("-sales", "-listing")
    return [card.as_component() for card in best[:POPULAR]]


def count_sale(listing_id: int, by: int = 1) -> None:
    """One more sale on the card."""
    Card.objects.filter(pk=listing_id).update(sales=F("sales") + by)
