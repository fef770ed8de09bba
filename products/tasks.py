"""Prompt delivery: the rows are the queue, these tasks only make it quick."""

from celery import shared_task

from products import delivery


@shared_task
def deliver_entitlement(pk: int) -> bool:
    """Deliver one entitlement."""
    return delivery.deliver(pk)
