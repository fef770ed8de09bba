"""What money does after commit: the rows are the queue, these tasks only make it quick."""

from celery import shared_task

from orders import checkout, receipts, refunds, returns, subscriptions, webhooks
from orders.patience import attempt


@shared_task
def handle_event(pk: int) -> bool:
    """Handle one stored event of Stripe."""
    return webhooks.handle(pk)


@shared_task
def send_receipt(pk: int) -> bool:
    """Mail the receipt of a paid order."""
    return attempt(receipts.send, pk)


@shared_task
def tell_sellers(pk: int) -> bool:
    """Mail the sellers of a paid order."""
    return attempt(receipts.tell_sellers, pk)


@shared_task
def send_gift(pk: int) -> bool:
    """Mail the link of a gift to its recipient, when its day has come."""
    return attempt(receipts.send_gift, pk)


@shared_task
def tell_of_gift(pk: int) -> bool:
    """Mail whoever gave a gift that it was redeemed, and whoever has it now where it is."""
    return attempt(receipts.tell_of_gift, pk)


@shared_task
def send_refund(pk: int) -> bool:
    """Send one refund to Stripe."""
    return attempt(refunds.send, pk)


@shared_task
def tell_of_refund(pk: int) -> bool:
    """Mail that money was refunded."""
    return attempt(receipts.send_refund, pk)


@shared_task
def return_payment(pk: int) -> bool:
    """Send a payment back that came too late."""
    return attempt(returns.send, pk)


@shared_task
def close_page(pk: int) -> bool:
    """Close the payment page of an order that is over, so that nobody pays for nothing."""
    return attempt(checkout.close_page, pk)


@shared_task
def send_bad_news(pk: int) -> bool:
    """Mail that a payment failed or goes back."""
    return attempt(receipts.send_bad_news, pk)


@shared_task
def stop_subscription(pk: int) -> bool:
    """End a subscription at Stripe."""
    return attempt(subscriptions.stop, pk)


@shared_task
def tell_of_subscription(pk: int) -> bool:
    """Mail what happened to a subscription."""
    return attempt(receipts.send_notice, pk)
