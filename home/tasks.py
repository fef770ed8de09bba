"""Background work of the pages: remembering what people search for."""

import logging

from celery import shared_task
from wagtail.contrib.search_promotions.models import Query

from home.models import SearchAnswer

log = logging.getLogger(__name__)


@shared_task
def log_search(words: str, found: int, instead: str = "") -> None:
    """Count a search for the editors' report; one that found nothing is written to the log as well.

    `instead` are the corrected words whose results were shown; they are not counted as a search.
    """
    query = Query.get(words)
    query.add_hit()
    SearchAnswer.objects.update_or_create(query=query, defaults={"found": found, "instead": instead})
    if not found:
        log.info("search.nothing", extra={"words": words, "instead": instead})
