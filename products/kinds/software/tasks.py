"""Prompt notices: the rows are the queue, these tasks only make it quick."""

from celery import shared_task

from products.kinds.software import announcing, telling


@shared_task
def announce(pk: int) -> int:
    """Queue the mails about one release."""
    return announcing.announce(pk)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_notices() -> int:
    """Send the mails that wait."""
    return announcing.send_waiting()


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def tell_holder(pk: int) -> bool:
    """Send one mail about a licence."""
    return telling.send(pk)
