"""The receipt: mailed once, with a link to each thing bought."""

from django.utils import timezone

from cms.mail import send_mail
from orders.models import Order


def send(pk: int) -> bool:
    """Mail the receipt of a paid order, once. True when this call sent it."""
    now = timezone.now()
    if not Order.objects.paid().filter(pk=pk, receipt_sent_at=None).update(receipt_sent_at=now):
        return False
    order = Order.objects.get(pk=pk)
    try:
        send_mail(
            "receipt", order.email, {"order": order, "items": order.items.select_related("entitlement")}
        )
    except OSError:
        Order.objects.filter(pk=pk).update(receipt_sent_at=None)
        raise
    return True
