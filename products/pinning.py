"""What stands first in a store: a few listings that its seller chose, in the order they were chosen."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from accounts.models import Seller
from products.cards import forget_lists
from products.models import Card, Listing
from products.models.card import CardQuerySet

MOST = 4  # a row of the grid
PIN, UNPIN = "products.pin", "products.unpin"


class Full(Exception):
    """So many stand first already; the message is fit to show the seller."""


def pinned(seller_id: int) -> CardQuerySet:
    """The public cards that stand first in a store, at most `MOST` of them are shown."""
    cards = Card.objects.public().filter(seller=seller_id, pinned_at__isnull=False)
    return cards.order_by("pinned_at", "pk")


def in_order(pks: Sequence[int]) -> list[Card]:
    """These cards, as far as they may still be seen, in this order."""
    found = Card.objects.public().for_lists().in_bulk(pks) if pks else {}
    return [found[pk] for pk in pks if pk in found]


def pin(listing: Listing, by: Any) -> None:
    """Show a listing first, behind those that already are. Raises Full; said twice it is done once."""
    with transaction.atomic():
        card = Card.objects.get(pk=listing.pk)
        Seller.objects.select_for_update().get(pk=card.seller_id)  # two at once do not make five
        others = pinned(card.seller_id).exclude(pk=card.pk).count()
        if others >= MOST:
            words = ngettext(
                "%(n)d listing stands first already. Take it back first.",
                "%(n)d listings stand first already. Take one of them back first.",
                others,
            )
            raise Full(words % {"n": others})
        if Card.objects.filter(pk=card.pk, pinned_at=None).update(pinned_at=timezone.now()):
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
