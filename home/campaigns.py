"""A campaign begins and ends: stores are asked, cards follow, promoted words hold.

Nothing is switched on or off: prices and words are read by the clock and by whether the page is live. The
verbs ask, and bring up to date what was written before; each may be called again, at any time.
"""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.search.utils import normalise_query_string
from wagtail.signals import page_published, page_unpublished

from home.models import CampaignPage, CampaignWord
from products import cards, featuring
from products.models import Offer

SECONDS = 300
Word = tuple[str, int, datetime | None]  # what is asked, the page on top, when it ends


def start(page: Page) -> None:
    """The campaign is live: ask the stores that have not been asked, and show what holds."""
    ask(page)
    featuring.refresh()
    cards.forget_lists()


def end(page: Page) -> None:
    """The campaign is over: show the own prices again. What was agreed stays on record."""
    featuring.refresh()
    cards.forget_lists()


def ask(page: Page) -> int:
    """Propose the prices of a live or scheduled campaign; returns how many are asked for anew."""
    told, revision = _as_told(CampaignPage.objects.get(pk=page.pk))
    if told is None or told.expire_at is None or told.expire_at <= timezone.now():
        return 0
    wanted = {row.offer_id: row.price for row in sorted(told.featured.all(), key=lambda row: -row.price)}
    offers = Offer.objects.in_bulk(wanted)
    prices = {pk: price for pk, price in wanted.items() if pk in offers and offers[pk].can_be_featured}
    proposal = featuring.Proposal(prices, told.go_live_at, told.expire_at)
    return featuring.propose(page, proposal, by=revision.user if revision else None)


def _as_told(page: CampaignPage) -> tuple[CampaignPage | None, Revision | None]:
    """What is live, else what is scheduled; a mere draft asks for nothing."""
    if page.live:
        return page, page.live_revision
    scheduled = page.scheduled_revision
    return (scheduled.as_object(), scheduled) if scheduled else (None, None)


def going() -> QuerySet[CampaignPage]:
    """Campaigns that are live or will be."""
    kind = ContentType.objects.get_for_model(CampaignPage)
    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False, content_type=kind)
    coming = [int(pk) for pk in scheduled.values_list("object_id", flat=True)]
    return CampaignPage.objects.filter(Q(live=True) | Q(pk__in=coming))


def promoted(words: str) -> list[int]:
    """Keys of the pages that live campaigns put on top for these words; mostly without a query."""
    asked, now = normalise_query_string(words), timezone.now()
    return [pk for query, pk, until in _words() if query == asked and (until is None or until > now)]


def _words() -> list[Word]:
    key = f"campaign-words-{cards.lists_version()}"
    words = cache.get(key)
    if words is None:
        rows = (
            CampaignWord.objects.filter(page__live=True).select_related("page").order_by("page", "sort_order")
        )
        words = [
            (normalise_query_string(row.query), row.promoted_id or row.page_id, row.page.expire_at)
            for row in rows
        ]
        cache.set(key, words, SECONDS)
    return words


def follow() -> None:
    """Connect once, when the app starts."""
    page_published.connect(_published, sender=CampaignPage, dispatch_uid="campaigns.start")
    page_unpublished.connect(_unpublished, sender=CampaignPage, dispatch_uid="campaigns.end")


def _published(instance: Page, **kwargs: Any) -> None:
    """Also sent for a page that was only scheduled: then it asks, and nothing else changes."""
    start(instance)


def _unpublished(instance: Page, **kwargs: Any) -> None:
    end(instance)
