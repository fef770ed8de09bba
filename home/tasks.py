"""Background work of the pages: remembering what people search for."""

import logging

from celery import shared_task
from wagtail.contrib.search_promotions.models import Query

log = logging.getLogger(__name__)


@shared_task
def log_search(words: str, found: int) -> None:
    """Count a search for the editors' report; one that found nothing is written to the log as well."""
    Query.get(words).add_hit()
    if not found:
        log.info("search.nothing", extra={"words": words})
