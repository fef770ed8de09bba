"""Keep the cards of live listings true: written on publish, removed from lists on unpublish."""

from typing import Any

from django.db import transaction
from django.db.models import Avg, Count, F
from django.utils.text import Truncator
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.signals import page_published, page_slug_changed, page_unpublished

from products.models import Card, Listing, Review, Storefront


def follow_publishing() -> None:
    """Connect to Wagtail's own signals; a listing's page knows when it goes live."""
    page_published.connect(_on_published, dispatch_uid="cards.published")
    page_unpublished.connect(_on_unpublished, dispatch_uid="cards.unpublished")
    page_slug_changed.connect(_on_published, dispatch_uid="cards.slug")


def _on_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, Listing):
        rewrite(instance)
    elif isinstance(instance, Storefront):
        for listing in Listing.objects.live().child_of(instance).specific():
            rewrite(listing)


def _on_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, Listing):
        Card.objects.filter(pk=instance.pk).update(is_public=False)


def rewrite(listing: Listing) -> Card:
    """Write the card of a live listing from its live rows; sales and rating are left as they are."""
    store = listing.get_parent().specific
    offers = [offer for offer in listing.offers.all() if offer.is_buyable]
    cheapest = min(offers, key=lambda offer: offer.lowest, default=None)
    with transaction.atomic():
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
                "words": Truncator(_words(listing)).chars(8000),
                "from_price": cheapest.lowest if cheapest else None,
                "compare_at": cheapest.compare_at if cheapest else None,
                "has_choices": len(offers) > 1,
                "is_pay_what_you_want": bool(cheapest and cheapest.is_pay_what_you_want),
                "published_at": listing.first_published_at,
                "is_public": listing.live and store.live and store.seller.is_trading,
            },
        )
        card.categories.set(listing.categories.all())
        card.tags.set(listing.tags.all())
    return card


def _words(listing: Listing) -> str:
    body = " ".join(get_text_for_indexing(str(block.render())) for block in listing.body)
    return " ".join([body, *[tag.name for tag in listing.tags.all()], str(listing.kind_label)])


def recount_rating(listing_id: int) -> None:
    """Average and number of the shown reviews, in one statement each way."""
    facts = Review.objects.filter(listing_id=listing_id, is_public=True).aggregate(
        a=Avg("stars"), n=Count("pk")
    )
    Card.objects.filter(pk=listing_id).update(rating=facts["a"], rating_count=facts["n"])


def count_sale(listing_id: int, by: int = 1) -> None:
    """One more sale on the card."""
    Card.objects.filter(pk=listing_id).update(sales=F("sales") + by)
