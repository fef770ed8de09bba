"""What products do every minute: finish what was lost on the way, mail news, have the words counted."""

from datetime import timedelta

from django.utils import timezone

from cms import sweep
from cms.discovery import modules_in
from cms.queue import soon
from products import delivery, first_reading, importing, news, vocabulary
from products.models import Entitlement, ListingImport, WishedListing

IMPORT_PATIENCE = timedelta(minutes=10)  # five hundred rows take a minute or two
MAILS = 100  # of each sort in a minute
KEPT_FOR = timedelta(days=1)


def every_minute() -> str:
    """Deliver what is undelivered, finish stuck imports, read submissions that a worker dropped."""
    late = timezone.now() - delivery.PATIENCE
    stuck = Entitlement.objects.non_polymorphic().undelivered().filter(activated_at__lt=late)
    done = sweep.each(delivery.deliver, list(stuck.order_by("pk").values_list("pk", flat=True)[:200]))
    unread = list(first_reading.waiting().filter(started_at__lt=late).values_list("pk", flat=True)[:20])
    read = sweep.each(first_reading.decide, unread)
    said = [str(module.every_minute()) for module in modules_in("products.kinds", "periodic")]
    said += _words()
    return ", ".join([f"{done} delivered, {_imports()} imported, {read} read, {_news()} news mailed", *said])


def _news() -> int:
    """Lower prices to those who wish, new listings to those who follow."""
    now = timezone.now()
    wishes = WishedListing.objects.untold(now).order_by("dropped_at").values_list("pk", flat=True)
    told = sweep.each(news.tell_of_drop, list(wishes[:MAILS]))
    return told + sweep.each(news.tell_of_new_listings, list(news.people_with_news(now)[:MAILS]))


def _words() -> list[str]:
    """Once an hour, in a task of its own: a large shop's words take a minute."""
    if not vocabulary.is_due(timezone.now()):
        return []
    soon("products.tasks.recount_words")
    return ["words are counted"]


def _imports() -> int:
    """Finish what was started long ago; forget files nobody went on with."""
    now, state = timezone.now(), ListingImport.State
    ListingImport.objects.filter(state=state.READ, created_at__lt=now - KEPT_FOR).delete()
    lost = ListingImport.objects.filter(state=state.STARTED, started_at__lt=now - IMPORT_PATIENCE)
    return sweep.each(importing.finish, list(lost.values_list("pk", flat=True)[:5]))
