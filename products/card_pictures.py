"""The pictures of a card and its listing page: made in the background, so that no visitor waits for them."""

import logging
from typing import Any

from wagtail.images.models import SourceImageIOError

from cms.pictures import STAGE_WIDTHS, picture, single
from products.cards import forget_lists
from products.models import Card, Listing, Storefront

log = logging.getLogger(__name__)

PREVIEW = "fill-1200x630"
THUMB = "fill-224x126"
LOGO = "fill-192x192"
BANNER_WIDTHS = (800, 1600)


def make(listing_id: int) -> bool:
    """Make every rendition of a listing and write their addresses on its card; False without one."""
    listing = Listing.objects.select_related("cover").filter(pk=listing_id).first()
    if listing is None or not Card.objects.filter(pk=listing_id).exists():
        return False
    Card.objects.filter(pk=listing_id).update(cover=cover_of(listing), pictures=pictures_of(listing))
    forget_lists()
    return True


def logo_of(store: Storefront) -> str:
    """The address of a store's logo; empty without one."""
    try:
        return single(store.logo, LOGO) if store.logo else ""
    except SourceImageIOError:
        return ""


def banner_of(store: Storefront) -> dict[str, Any] | None:
    """The wide picture across a store's page."""
    try:
        return picture(store.banner, "", BANNER_WIDTHS, 1 / 4) if store.banner else None
    except SourceImageIOError:
        return None


def preview_of(store: Storefront) -> str:
    """The address of the picture that previews of a store show; empty without a banner."""
    try:
        return single(store.banner, PREVIEW) if store.banner else ""
    except SourceImageIOError:
        return ""


def make_for_store(store_id: int) -> bool:
    """Make the pictures of a store's own page before anybody opens it. False without such a store."""
    store = Storefront.objects.select_related("logo", "banner").filter(pk=store_id).first()
    if store is None:
        return False
    logo_of(store)
    banner_of(store)
    preview_of(store)
    return True


def cover_of(listing: Listing) -> dict[str, Any]:
    """The cover in the widths of a card, and the picture that previews show; empty without a cover."""
    if not listing.cover:
        return {}
    try:
        shown = picture(listing.cover, listing.cover_alt)
        return {**shown, "preview": single(listing.cover, PREVIEW), "thumb": single(listing.cover, THUMB)}
    except SourceImageIOError:
        log.warning("picture.unreadable", extra={"image": listing.cover_id})
        return {}


def pictures_of(listing: Listing) -> list[dict[str, Any]]:
    """The cover, then the gallery, in the widths of a listing page."""
    chosen = [(listing.cover, listing.cover_alt)] if listing.cover else []
    chosen += [(item.image, item.alt) for item in listing.gallery.select_related("image")]
    made = []
    for image, alt in chosen:
        try:
            made.append({**picture(image, alt, STAGE_WIDTHS), "thumb": single(image, THUMB)})
        except SourceImageIOError:
            log.warning("picture.unreadable", extra={"image": image.pk})
    return made
