"""Featured prices of campaigns: propose them to stores, take their answers, keep the cards true.

Every verb may be called again: what is so already stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from products import cards
from products.models import Card, FeaturedPrice, Listing

ACCEPT, DECLINE = "products.feature.accept", "products.feature.decline"
State = FeaturedPrice.State


@dataclass(frozen=True)
class Proposal:
    """What a campaign asks for: {offer: price in minor units}, and for how long."""

    prices: Mapping[int, int]
    starts_at: datetime | None
    ends_at: datetime


def propose(campaign: Page, proposal: Proposal, by: Any = None) -> int:
    """Ask the stores for what they have not agreed to; returns how many prices are asked for anew.

    An answer stands as long as nothing costs the store more. What the campaign no longer asks for is dropped.
    """
    with transaction.atomic():
        rows = FeaturedPrice.objects.select_for_update().filter(campaign=campaign.pk)
        rows.exclude(offer__in=proposal.prices).delete()
        known = {row.offer_id: row for row in rows}
        asked = 0
        for offer_id, price in proposal.prices.items():
            row = known.get(offer_id) or FeaturedPrice(campaign=campaign, offer_id=offer_id)
            asked += _ask(row, price, proposal, by)
    return asked


def _ask(row: FeaturedPrice, price: int, proposal: Proposal, by: Any) -> bool:
    """Write the terms into a row; True when the store has to answer them."""
    is_new = row.pk is None or row.asks_more_than(price, proposal.starts_at, proposal.ends_at)
    if is_new:
        row.state, row.proposed_at, row.proposed_by = State.PROPOSED, timezone.now(), by
        row.answered_at = row.answered_by = None
    elif (row.starts_at, row.ends_at) == (proposal.starts_at, proposal.ends_at):
        return False
    row.price, row.starts_at, row.ends_at = price, proposal.starts_at, proposal.ends_at
    row.save()
    return is_new


def answer(row: FeaturedPrice, state: str, seen_at: datetime, by: Any) -> bool:
    """The store's word on the terms that were proposed at `seen_at`; False when others are asked for now."""
    with transaction.atomic():
        asked = FeaturedPrice.objects.filter(pk=row.pk, state=State.PROPOSED, proposed_at=seen_at)
        if not asked.update(state=state, answered_at=timezone.now(), answered_by=by):
            return False
        listing = Listing.objects.get(pk=row.offer.listing_id).specific
        action = ACCEPT if state == State.ACCEPTED else DECLINE
        log(listing, action, user=by, data={"campaign": row.campaign_id, "price": row.price})
        refresh()
    return True


def refresh() -> int:
    """Write the cards anew that do not show the prices in force; returns how many. Two queries if all do."""
    expected = FeaturedPrice.objects.filter(offer__listing__live=True).terms(timezone.now())
    shown = dict(Card.objects.filter(listing__live=True).exclude(featured={}).values_list("pk", "featured"))
    wrong = [pk for pk in {*expected, *shown} if expected.get(pk, {}) != shown.get(pk, {})]
    for listing in Listing.objects.live().filter(pk__in=wrong).specific():
        cards.rewrite(listing)
    return len(wrong)
