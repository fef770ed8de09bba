"""Prompt delivery: the rows are the queue, these tasks only make it quick."""

from celery import shared_task

from cms.discovery import modules_in
from products import card_pictures, cards, delivery, first_reading, giving, importing, opinions, vocabulary
from products.models import Storefront


@shared_task
def deliver_entitlement(pk: int) -> bool:
    """Deliver one entitlement."""
    return delivery.deliver(pk)


@shared_task
def make_pictures(listing_id: int) -> bool:
    """Make the renditions of one listing and write them on its card."""
    return card_pictures.make(listing_id)


@shared_task
def make_store_pictures(store_id: int) -> bool:
    """Make the renditions of a store's own page."""
    return card_pictures.make_for_store(store_id)


@shared_task
def make_listings(import_id: int) -> bool:
    """Make the drafts of one spreadsheet."""
    return importing.finish(import_id)


@shared_task
def learn_words(listing_id: int) -> int:
    """Know the words of one card, so that mistyped searches find them."""
    return vocabulary.learn(listing_id)


@shared_task
def recount_words() -> int:
    """Count the words of everything on sale."""
    return vocabulary.recount()


@shared_task
def rewrite_store(store_id: int) -> None:
    """Write the cards of a whole store anew."""
    cards.rewrite_below(Storefront.objects.get(pk=store_id))


@shared_task
def read_first(task_state_id: int) -> bool:
    """Let the machine read one submission before a moderator does."""
    return first_reading.decide(task_state_id)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def tell_of_answer(review_id: int) -> None:
    """Mail the author of a review what the seller answered."""
    opinions.tell_of_answer(review_id)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def tell_of_hiding(review_id: int) -> None:
    """Mail the author of a review why it is hidden."""
    opinions.tell_of_hiding(review_id)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def tell_of_gift(entitlement_id: int, words: str) -> None:
    """Mail somebody what a seller gave them."""
    giving.tell(entitlement_id, words)


# A kind in a folder may have tasks of its own: importing them makes them known.
for _module in modules_in("products.kinds", "tasks"):
    pass
