"""What products do every minute: finish deliveries, imports and first readings that were lost on the way."""

from datetime import timedelta

from django.utils import timezone

from cms import sweep
from products import delivery, first_reading, importing
from products.models import Entitlement, ListingImport

IMPORT_PATIENCE = timedelta(minutes=10)  # five hundred rows take a minute or two
KEPT_FOR = timedelta(days=1)


def every_minute() -> str:
    """Deliver what is active and undelivered, finish stuck imports, forget files nobody went on with."""
    now = timezone.now()
    stuck = (
        Entitlement.objects.non_polymorphic().undelivered().filter(activated_at__lt=now - delivery.PATIENCE)
    )
    done = sweep.each(delivery.deliver, list(stuck.order_by("pk").values_list("pk", flat=True)[:200]))
    imports = ListingImport.objects.filter(
        state=ListingImport.State.STARTED, started_at__lt=now - IMPORT_PATIENCE
    )
    finished = sweep.each(importing.finish, list(imports.values_list("pk", flat=True)[:5]))
    ListingImport.objects.filter(state=ListingImport.State.READ, created_at__lt=now - KEPT_FOR).delete()
    unread = list(
        first_reading.waiting().filter(started_at__lt=now - PATIENCE).values_list("pk", flat=True)[:20]
    )
    read = sweep.each(first_reading.decide, unread)
    return f"{done} delivered, {finished} imported, {read} read"
