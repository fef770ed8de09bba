"""Give something away by hand: to a reviewer, a winner, a buyer who paid elsewhere. No money, no order."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.mail import send_mail
from cms.queue import soon
from products import delivery
from products.models import Entitlement, Offer, Unavailable

MOST_WORDS = 300


def give(offer: Offer, email: str, words: str, by: Any) -> Entitlement:
    """A right for whoever has this address, told by mail; an account is waiting for them, as for a guest.

    Raises Unavailable for what is not on sale or sold out, and when they have it already: pressing twice
    gives once.
    """
    with transaction.atomic():
        locked = (
            Offer.objects.select_for_update(of=("self",)).select_related("listing__card").get(pk=offer.pk)
        )
        card = getattr(locked.listing, "card", None)
        if not (locked.is_active and card and card.is_public):
            raise Unavailable(_("That is not on sale, so it cannot be given either."))
        holder = get_user_model().objects.guest(email)
        held = Entitlement.objects.non_polymorphic().active().held_by(holder)
        if held.filter(offer=locked).exists():
            raise Unavailable(_("They have it already."))
        given = delivery.grant(holder, locked)
        Entitlement.objects.filter(pk=given.pk).update(is_gift=True)
        log(given, "products.give", user=by, data={"words": words, "offer": locked.pk})
        soon("products.tasks.tell_of_gift", given.pk, words)
    return given


def tell(pk: int, words: str) -> None:
    """Mail the person who was given something. Raises OSError when mail is down."""
    given = Entitlement.objects.get(pk=pk)
    context = {
        "held": given,
        "listing": given.listing,
        "seller": given.listing.card.seller_name,
        "words_of_seller": words,
    }
    send_mail("given", given.holder.email, context)
