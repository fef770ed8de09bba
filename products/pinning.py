"""What stands first in a store: a few listings that its seller chose, in the order they were chosen."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import Seller
from products.cards import forget_lists
from products.models import Card, Listing
from products.models.card import CardQuerySet

MOST = 4  # a row of the grid
PIN, UNPIN = "products.pin", "products.unpin"


class Full(Exception):
    """As many as may already stand first; the message is fit to show the seller."""


def pinned(seller_id: int | None, store_url: str) -> CardQuerySet:
    """The cards that stand first in a store, also those that buyers cannot see at the moment."""
    cards = Card.objects.filter(seller=seller_id, seller_url=store_url, pinned_at__isnull=False)
    return cards.order_by("pinned_at", "pk")


def in_order(pks: Sequence[int]) -> list[Card]:
    """These cards, as far as they may still be seen, in this order."""
    found = Card.objects.public().for_lists().in_bulk(pks) if pks else {}
    return [found[pk] for pk in pks if pk in found]


def pin(listing: Listing, by: Any) -> None:
    """Show a listing first, behind those that already are. Raises Full; said twice it is done once."""
    with transaction.atomic():
        card = Card.objects.get(pk=listing.pk)
        # Two at once do not make five. A plain lock would stand in the way of a sale of the same listing.
        Seller.objects.select_for_update(no_key=True).get(pk=card.seller_id)
        card.refresh_from_db(fields=["pinned_at"])
        if card.pinned_at:
            return
        if pinned(card.seller_id, card.seller_url).count() >= MOST:
            words = gettext("%(most)d listings stand first already. Show one of them with the others before.")
            raise Full(words % {"most": MOST})
        Card.objects.filter(pk=card.pk).update(pinned_at=timezone.now())
        log(instance=listing, action=PIN, user=by)
        forget_lists()


def unpin(listing: Listing, by: Any) -> None:
    """Show a listing among the others again."""
    with transaction.atomic():
        if Card.objects.filter(pk=listing.pk, pinned_at__isnull=False).update(pinned_at=None):
            log(instance=listing, action=UNPIN, user=by)
            forget_lists()


def register_actions(actions: Any) -> None:
    """Name the log entries."""
    actions.register_action(PIN, _("Show first"), _("Shown first in the store"))
    actions.register_action(UNPIN, _("Show with the others"), _("Shown among the others again"))
