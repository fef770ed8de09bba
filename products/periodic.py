"""What products do every minute: finish deliveries, imports and first readings that were lost on the way."""

from datetime import timedelta

from django.utils import timezone

from cms import sweep
from cms.discovery import modules_in
from products import delivery, first_reading, importing
from products.models import Entitlement, ListingImport

IMPORT_PATIENCE = timedelta(minutes=10)  # five hundred rows take a minute or two
KEPT_FOR = timedelta(days=1)


def every_minute() -> str:
    """Deliver what is undelivered, finish stuck imports, read submissions that a worker dropped."""
    late = timezone.now() - delivery.PATIENCE
    stuck = Entitlement.objects.non_polymorphic().undelivered().filter(activated_at__lt=late)
    done = sweep.each(delivery.deliver, list(stuck.order_by("pk").values_list("pk", flat=True)[:200]))
    unread = list(first_reading.waiting().filter(started_at__lt=late).values_list("pk", flat=True)[:20])
    read = sweep.each(first_reading.decide, unread)
    said = [str(module.every_minute()) for module in modules_in("products.kinds", "periodic")]
    return ", ".join([f"{done} delivered, {_imports()} imported, {read} read", *said])


def _imports() -> int:
    """Finish what was started long ago; forget files nobody went on with."""
    now, state = timezone.now(), ListingImport.State
    ListingImport.objects.filter(state=state.READ, created_at__lt=now - KEPT_FOR).delete()
    lost = ListingImport.objects.filter(state=state.STARTED, started_at__lt=now - IMPORT_PATIENCE)
    return sweep.each(importing.finish, list(lost.values_list("pk", flat=True)[:5]))
