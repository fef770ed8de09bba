"""Tell those who hold a licence of a new release, each once: rows are the queue, the mail follows."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.mail import send_mail
from cms.queue import soon
from products.kinds.software.licence import Licence
from products.kinds.software.notices import ReleaseNotice
from products.kinds.software.releases import Release
from products.models.entitlement import Entitlement

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
    return sum(send(pk) for pk in ReleaseNotice.waiting().values_list("pk", flat=True)[:PASS])


def send(pk: int) -> bool:
    """Mail one holder, once; nobody is told of what was withdrawn meanwhile. Raises OSError."""
    return ReleaseNotice.send(pk, _post)


def _post(notice: ReleaseNotice) -> None:
    licence, release = notice.licence, notice.release
    if licence.is_running and not release.withdrawn_at:
        context = {"listing": licence.listing, "release": release, "held": licence}
        send_mail("new_release", licence.holder.email, context)
