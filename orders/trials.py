"""Who may try a subscription without paying: each person once for a listing, and each card.

Who is signed in reads at the checkout whether there is a trial. Of an address that a guest types nothing is
told there: strangers would learn what its owner has tried. A trial that was had before ends as it begins.
"""

from dataclasses import replace
from typing import Any

from django.db.models import Q

from orders.models import Subscription
from orders.pricing import Quote


def offered(priced: Quote, person: Any) -> Quote:
    """The quote with the trial of its subscription, unless this person is known to have had one."""
    line = priced.lasting
    if line is None or not line.offer.trial_days or _has_tried(line.offer.listing_id, person):
        return priced
    tried = replace(line, trial_days=line.offer.trial_days)
    return replace(priced, lines=tuple(tried if one is line else one for one in priced.lines))


def _has_tried(listing_id: int, person: Any) -> bool:
    if not person.is_authenticated:
        return False
    mine = Q(entitlement__holder=person.pk) | Q(orders__email__iexact=person.email)
    return Subscription.objects.tried().filter(mine, listing=listing_id).exists()


def was_had_before(subscription: Subscription) -> bool:
    """Whether somebody with the same account, address or card has tried the listing before."""
    mine = Q(entitlement__holder=subscription.entitlement.holder_id)
    mine |= Q(orders__email__iexact=subscription.orders.order_by("pk")[0].email)
    if subscription.card_mark:
        mine |= Q(card_mark=subscription.card_mark)
    others = Subscription.objects.tried().filter(mine, listing=subscription.listing_id)
    return others.filter(pk__lt=subscription.pk).exists()
