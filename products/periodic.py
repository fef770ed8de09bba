"""What products do every minute: finish deliveries that were lost on the way."""

from datetime import timedelta

from django.utils import timezone

from cms import sweep
from products import delivery
from products.models import Entitlement

PATIENCE = timedelta(minutes=1)


def every_minute() -> str:
    """Deliver what has been active for a minute and is still undelivered; at most 200 at a time."""
    stuck = (
        Entitlement.objects.non_polymorphic().undelivered().filter(activated_at__lt=timezone.now() - PATIENCE)
    )
    done = sweep.each(delivery.deliver, list(stuck.order_by("pk").values_list("pk", flat=True)[:200]))
    return f"{done} delivered"
