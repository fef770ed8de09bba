"""The pictures of a card and its listing page: made in the background, so that no visitor waits for them."""

import logging
from typing import Any

from wagtail.images.models import SourceImageIOError

from cms.pictures import STAGE_WIDTHS, picture, single
from products.cards import forget_lists
from products.models import Card, Listing

log = logging.getLogger(__name__)

PREVIEW = "fill-1200x630"
THUMB = "fill-224x126"


def make(listing_id: int) -> bool:
    """Make every rendition of a listing and write their addresses on its card; False without one."""
    listing = Listing.objects.select_related("cover").filter(pk=listing_id).first()
    if listing is None or not Card.objects.filter(pk=listing_id).exists():
        return False
    Card.objects.filter(pk=listing_id).update(cover=cover_of(listing), pictures=pictures_of(listing))
    forget_lists()
    return True


def cover_of(listing: Listing) -> dict[str, Any]:
    """The cover in the widths of a card, and the picture that previews show; empty without a cover."""
    if not listing.cover:
        return {}
    try:
        shown = picture(listing.cover, listing.cover_alt)
        return {**shown, "preview": single(listing.cover, PREVIEW)}
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
