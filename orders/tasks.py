"""What money does after commit: handle an event, send a receipt."""

from celery import shared_task

from orders import receipts, webhooks


@shared_task
def handle_event(pk: int) -> bool:
    """Handle one stored event of Stripe."""
    return webhooks.handle(pk)


@shared_task
def send_receipt(pk: int) -> bool:
    """Mail the receipt of a paid order."""
    return receipts.send(pk)
