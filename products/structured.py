"""Structured data of what is for sale, as schema.org names it; facts that are not there are left out."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from cms.money import major
from cms.seo import absolute
from products.models import Card, Listing, apply_terms

IN_STOCK = "https://schema.org/InStock"


def structured_data(listing: Listing, card: Card) -> dict[str, Any]:
    """Product with its offers and, only where there are real ones, its ratings. A kind may say it better."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": listing.title,
        "description": listing.search_description or listing.summary,
        "url": absolute(listing.url or ""),
        "sku": str(listing.pk),
        "brand": {"@type": "Brand", "name": card.seller_name},
    }
    pictures = [absolute(picture["jpeg"]) for picture in card.pictures]
    if pictures:
        data["image"] = pictures
    on_sale = [offer for offer in listing.offers.all() if offer.is_buyable]
    apply_terms(on_sale, card.featured, timezone.now())
    offers = [_offer(offer, listing, card) for offer in on_sale]
    if offers:
        data["offers"] = offers
    if card.rating_count:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": str(card.rating),
            "reviewCount": card.rating_count,
        }
    return listing.structured_data(data)


def _offer(offer: Any, listing: Listing, card: Card) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "name": offer.name,
        "price": str(major(offer.lowest)),
        "priceCurrency": settings.SHOP_CURRENCY,
        "availability": IN_STOCK,
        "url": absolute(listing.url or ""),
        "seller": {"@type": "Organization", "name": card.seller_name, "url": absolute(card.seller_url)},
    }


def store_data(name: str, url: str, description: str, image: str) -> dict[str, Any]:
    """ProfilePage of a store."""
    store = {"@type": "Organization", "name": name, "url": absolute(url), "description": description}
    if image:
        store["image"] = absolute(image)
    return {"@context": "https://schema.org", "@type": "ProfilePage", "mainEntity": store}
