"""Who may try a subscription without paying: each person once for a listing, and each card."""

from dataclasses import replace
from typing import Any

from django.db.models import Q

from orders.models import Subscription
from orders.pricing import Quote
from products.models import Offer


def offered(priced: Quote, person: Any, email: str) -> Quote:
    """The quote with the trial of its subscription, if this person has had none of that listing."""
    line = priced.lasting
    if line is None or not line.offer.trial_days or has_tried(line.offer, person, email):
        return priced
    tried = replace(line, trial_days=line.offer.trial_days)
    return replace(priced, lines=tuple(tried if one is line else one for one in priced.lines))


def has_tried(offer: Offer, person: Any, email: str) -> bool:
    """Whether somebody of this account or address has tried any plan of the listing."""
    mine = Q(entitlement__holder=person.pk) if person.is_authenticated else Q()
    if email:
        mine |= Q(orders__email__iexact=email) | Q(entitlement__holder__email__iexact=email)
    if not mine:
        return False
    return Subscription.objects.tried().filter(mine, listing=offer.listing_id).exists()


def was_tried_with(subscription: Subscription, card_mark: str) -> bool:
    """Whether another subscription to this listing was tried before with the same card."""
    others = Subscription.objects.tried().exclude(pk=subscription.pk).filter(card_mark=card_mark)
    mine = others.filter(listing=subscription.listing_id, started_at__lte=subscription.started_at)
    return bool(card_mark) and mine.exists()
