"""Tell those who hold a licence of a new release, each once: rows are the queue, the mail follows."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.mail import send_mail
from cms.queue import soon
from products.kinds.software.licence import Licence
from products.kinds.software.notices import ReleaseNotice
from products.kinds.software.releases import Release
from products.models.entitlement import Entitlement

LEASE = timedelta(minutes=5)
AT_ONCE = 1000
PASS = 200  # mails of one sweep


def begin(listing_id: int) -> None:
    """Soon after the commit of a publish."""
    for pk in waiting().filter(listing=listing_id).values_list("pk", flat=True):
        soon("products.kinds.software.tasks.announce", pk)


def waiting() -> QuerySet[Release]:
    """Stable releases that nobody has been told of."""
    return Release.objects.on_sale().filter(announced_at=None, channel=Release.Channel.STABLE)


def announce(pk: int) -> int:
    """Write a row for everybody who may have the release; how many. Safe to repeat, also half-way."""
    release = waiting().filter(pk=pk).first()
    if release is None:
        return 0
    holders = Licence.objects.non_polymorphic().filter(
        Q(updates_until=None) | Q(updates_until__gte=release.approved_at),
        listing_id=release.listing_id,
        state=Entitlement.State.ACTIVE,
        suspended_at=None,
        activated_at__lt=release.approved_at,  # who bought later has read of it
    )
    keys = holders.order_by().values_list("pk", flat=True)
    rows = [ReleaseNotice(release=release, licence_id=key) for key in keys]
    made = ReleaseNotice.objects.bulk_create(rows, AT_ONCE, ignore_conflicts=True)
    Release.objects.filter(pk=pk).update(announced_at=timezone.now())
    soon("products.kinds.software.tasks.send_notices")
    return len(made)


def send_waiting() -> int:
    """Mail the next of those who wait; how many."""
    free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    waiting_rows = ReleaseNotice.objects.filter(free, told_at=None).order_by("pk")
    return sum(send(pk) for pk in waiting_rows.values_list("pk", flat=True)[:PASS])


def send(pk: int) -> bool:
    """Mail one holder, once; nobody is told of what was withdrawn meanwhile. Raises OSError."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    mine = ReleaseNotice.objects.filter(pk=pk, told_at=None)
    if not mine.filter(free).update(lease_until=now + LEASE):
        return False
    notice = mine.select_related("release", "licence__holder", "licence__listing__card").get()
    licence, release = notice.licence, notice.release
    if licence.is_running and not release.withdrawn_at:
        context = {"listing": licence.listing, "release": release, "held": licence}
        try:
            send_mail("new_release", licence.holder.email, context)
        except OSError:
            mine.update(lease_until=None)
            raise
    mine.update(told_at=timezone.now(), lease_until=None)
    return True
