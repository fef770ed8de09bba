"""Tell the holder what the seller did to a licence: a row with the act, a mail after its commit, once."""

from cms import sweep
from cms.mail import send_mail
from cms.queue import soon
from products.kinds.software.licence import Licence
from products.kinds.software.notices import LicenceNotice

PASS = 200  # mails of one sweep


def tell(licence: Licence, news: LicenceNotice.News) -> None:
    """Write that the holder is to be told. Call it in the transaction of the act."""
    notice = LicenceNotice.objects.create(licence=licence, news=news)
    soon("products.kinds.software.tasks.tell_holder", notice.pk)


def send(pk: int) -> bool:
    """Mail one holder, in the language of their account. Raises OSError; then it waits for the next sweep."""
    return LicenceNotice.send(pk, _post)


def send_waiting() -> int:
    """Mail the next of those who wait; how many."""
    return sweep.each(send, list(LicenceNotice.waiting().values_list("pk", flat=True)[:PASS]))


def _post(notice: LicenceNotice) -> None:
    held = notice.licence
    if notice.is_true:
        send_mail(f"licence_{notice.news}", held.holder.email, {"held": held, "listing": held.listing})
