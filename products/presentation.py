"""Everything that a listing's page shows, in few queries whatever the number of reviews or pictures."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.template.defaultfilters import date
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks

from cms.languages import here
from cms.seo import crumbs_data, head
from products import assortment, card_pictures
from products.cards import lists_version
from products.models import Card, Entitlement, Listing, Review
from products.presentation_offers import buy_box
from products.structured import structured_data

SHOWN_REVIEWS = 5
RELATED = 4
RELATED_SECONDS = 300
MOST_HELD = 20  # of one listing by one person, as far as its page looks


def of_listing(listing: Listing, request: HttpRequest) -> dict[str, Any]:
    """The context of products/listing.html. A preview shows its own draft; everybody else the live rows."""
    card = card_of(listing, getattr(request, "is_preview", False))
    offer = buy_box(listing, card, request.GET.get("option", "")[:20])
    mine = held_of(listing, request)
    if any(one.takes_upgrades for one in listing.offers.all()):
        offer["upgrades"] = ways_up(mine)
    crumbs = crumbs_of(listing, card)
    return {
        "page": listing,
        "self": listing,
        "card": card.as_component(),
        "crumbs": crumbs,
        "rating": card.rating,
        "rating_count": card.rating_count,
        "sales_label": sales_label(card.sales),
        "updated_at": listing.last_published_at,
        "pictures": card.pictures,
        "offer": offer,
        "price_label": offer.get("price_label") or card.price_label,
        "tags": card.page.get("tags", []),
        "policies": listing.policies(),
        "seller": seller_of(card),
        "ratings": histogram(card),
        "reviews": [review_of(review) for review in _reviews(card)],
        "related": [] if getattr(request, "is_preview", False) else related_to(card),
        "owned": _owned(listing, request, mine),
        "seo": _seo(listing, card, request),
        "data": [structured_data(listing, card), crumbs_data(crumbs, listing.url or "")],
    }


def card_of(listing: Listing, is_preview: bool) -> Card:
    """The card on file, with the draft's own words and pictures in a preview."""
    card = getattr(listing, "card", None) or Card(listing=listing, kind=listing.kind_name())
    if is_preview:
        store = listing.get_parent()
        card.title, card.summary = listing.title, listing.summary
        card.seller_name, card.seller_url = store.title, store.url or ""
        card.cover, card.pictures = card_pictures.cover_of(listing), card_pictures.pictures_of(listing)
    return card


def crumbs_of(listing: Listing, card: Card) -> list[dict[str, str]]:
    """Home, the store, this."""
    return [
        {"title": _("Home"), "url": here("/")},
        {"title": card.seller_name, "url": card.seller_url},
        {"title": listing.title},
    ]


def sales_label(sales: int) -> str:
    """ "1,940 sold"; empty before the first sale."""
    return (
        ngettext("%(n)s sold", "%(n)s sold", sales) % {"n": number_format(sales, force_grouping=True)}
        if sales
        else ""
    )


def seller_of(card: Card) -> dict[str, Any]:
    """The `seller` of components/seller_card.html, from what the card remembers of the store."""
    store = card.page.get("store", {})
    sold = assortment.of_store(card.seller_id, card.seller_url)
    return {
        "pk": card.seller_id,
        "name": card.seller_name,
        "url": card.seller_url,
        "avatar_url": store.get("avatar_url", ""),
        "bio": store.get("bio") or store.get("tagline", ""),
        "rating": sold["rating"],
        "rating_count": sold["rating_count"],
        "facts": [_("Verified seller")] if store.get("is_verified") else [],
    }


def histogram(card: Card) -> dict[str, Any]:
    """The `summary` of components/histogram.html."""
    counts = card.stars or [0] * 5
    whole = sum(counts) or 1
    bars = [
        {"stars": stars, "count": counts[stars - 1], "percent": round(100 * counts[stars - 1] / whole)}
        for stars in range(5, 0, -1)
    ]
    return {"average": card.rating, "count": card.rating_count, "bars": bars}


def _reviews(card: Card) -> list[Review]:
    if not card.rating_count:
        return []
    shown = Review.objects.filter(listing_id=card.pk, is_public=True)
    shown = shown.select_related("listing__card")  # an answer is signed by the store
    return list(shown.order_by("-created_at", "-pk")[:SHOWN_REVIEWS])


def review_of(review: Review) -> dict[str, Any]:
    """The `review` of components/review.html. Only holders can write one, so each is verified."""
    day = date(review.created_at, "DATE_FORMAT")
    if review.edited_at:
        day = _("%(day)s, changed on %(changed)s") % {
            "day": day,
            "changed": date(review.edited_at, "DATE_FORMAT"),
        }
    return {
        "pk": review.pk,
        "author": review.author_name,
        "rating": review.stars,
        "text": review.text,
        "date_label": day,
        "is_verified": True,
        "reply": {
            "author": review.listing.card.seller_name,
            "text": review.reply,
            "date_label": date(review.replied_at, "DATE_FORMAT"),
        }
        if review.reply
        else None,
    }


def related_to(card: Card) -> list[dict[str, Any]]:
    """More of the same seller, then of the same shelf; kept for five minutes or until a list changes."""
    key = f"related-{card.pk}-{lists_version()}"
    found = cache.get(key)
    if found is None:
        found = [other.as_component() for other in _related(card)]
        cache.set(key, found, RELATED_SECONDS)
    return found


def _related(card: Card) -> list[Card]:
    others = Card.objects.public().exclude(pk=card.pk).for_lists().order_by("-published_at", "-listing")
    found = list(others.filter(seller_id=card.seller_id)[:RELATED])
    shelves = [shelf["slug"] for shelf in card.page.get("categories", [])][:1]
    if len(found) < RELATED and shelves:
        beside = others.filter(categories__slug=shelves[0]).exclude(seller_id=card.seller_id)
        found += beside[: RELATED - len(found)]
    return found


def held_of(listing: Listing, request: HttpRequest) -> list[Entitlement]:
    """What somebody who is signed in has of it, the newest first. A visitor's request touches no session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return []
    held = Entitlement.objects.non_polymorphic().active().held_by(request.user).filter(listing_id=listing.pk)
    return list(held.order_by("-activated_at")[:MOST_HELD])


def ways_up(rights: list[Entitlement]) -> list[dict[str, Any]]:
    """The `upgrades` of components/upgrades.html for the rights of one person; prices are known elsewhere."""
    return [way for fn in hooks.get_hooks("ways_up") for way in fn(rights)] if rights else []


def _owned(listing: Listing, request: HttpRequest, mine: list[Entitlement]) -> dict[str, str] | None:
    """ "You own this", for whoever has it."""
    if getattr(request, "is_owner_preview", False):
        return {"label": _("Open"), "url": "/library/", "review_label": _("Write a review")}
    newest = mine[0] if mine else None
    if newest is None:
        return None
    if newest.is_gift:
        return newest.next_action()
    has_written = Review.objects.filter(listing_id=listing.pk, author=request.user.pk).exists()
    words = _("Change your review") if has_written else _("Write a review")
    return {**newest.next_action(), "review_label": words}


def _seo(listing: Listing, card: Card, request: HttpRequest) -> dict[str, Any]:
    return head(
        request,
        listing.url or "",
        title=listing.seo_title or f"{listing.title} · {card.seller_name}",
        description=listing.search_description or listing.summary,
        og_type="product",
        image=card.cover.get("preview", ""),
        image_alt=listing.cover_alt or listing.title,
    )
