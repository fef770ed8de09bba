"""Forgetting a person: asked for, thought over for some days, then done at once and for good.

The rows are the queue. What is done is one transaction, so a worker that dies has done nothing; the last mail
goes to an address that the row keeps until it is sent.
"""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Erasure, User
from cms import parts
from cms.erased import pseudonym
from cms.mail import send_mail
from cms.queue import soon

log = logging.getLogger(__name__)

LATER = timedelta(hours=1)


class Refused(Exception):
    """Something must be done first; the sentences are fit to show."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def pending_of(person: Any) -> Erasure | None:
    """The erasure that the person asked for and that is not done yet."""
    return Erasure.objects.pending().filter(person=person.pk).first()


def ask(person: User, keeps_reviews: bool) -> Erasure:
    """Begin the days of thinking it over; two clicks are one. Raises Refused."""
    hindrances = parts.hindrances_of(person)
    if hindrances:
        raise Refused(hindrances)
    due_at = timezone.now() + timedelta(days=settings.ERASE_AFTER_DAYS)
    new = {"keeps_reviews": keeps_reviews, "due_at": due_at}
    row, is_new = Erasure.objects.get_or_create(person=person, cancelled_at=None, done_at=None, defaults=new)
    if is_new:
        soon("accounts.tasks.confirm_erasure", row.pk)
    return row


def cancel(person: User) -> bool:
    """Keep the account after all. False when there was nothing to cancel."""
    return bool(Erasure.objects.pending().filter(person=person).update(cancelled_at=timezone.now()))


def confirm(pk: int) -> bool:
    """Mail that an erasure was asked for, and how to stop it. OSError when mail is down."""
    untold = Erasure.objects.pending().filter(pk=pk, told_at=None)
    row = untold.select_related("person").first()
    if row is None:
        return False
    url = settings.SITE_URL + reverse("erase")
    day = date_format(timezone.localtime(row.due_at), "DATE_FORMAT")
    send_mail("erasure_asked", row.person.email, {"url": url, "day": day})
    return bool(untold.update(told_at=timezone.now()))


def finish(pk: int) -> bool:
    """Erase one person whose days are over. False when it is not due, was cancelled, or must wait."""
    with transaction.atomic():
        rows = Erasure.objects.select_for_update(of=("self",)).due(timezone.now())
        row = rows.select_related("person").filter(pk=pk).first()
        if row is None:
            return False
        if parts.hindrances_of(row.person):
            Erasure.objects.filter(pk=pk).update(due_at=timezone.now() + LATER)
            return False
        _erase(row)
    say_goodbye(pk)
    return True


def _erase(row: Erasure) -> None:
    """Everything, in the caller's transaction."""
    email = row.person.email
    parts.erase(parts.Leaving(row.person, email, pseudonym(), row.keeps_reviews))
    Erasure.objects.filter(pk=row.pk).update(done_at=timezone.now(), goodbye_to=email)
    log.warning("person.erased", extra={"user": row.person_id})


def say_goodbye(pk: int) -> bool:
    """Mail, for the last time, that it is done; then forget the address too. OSError when mail is down."""
    row = Erasure.objects.filter(pk=pk).exclude(done_at=None).exclude(goodbye_to="").first()
    if row is None:
        return False
    send_mail("erasure_done", row.goodbye_to, {})
    return bool(Erasure.objects.filter(pk=pk).update(goodbye_to=""))


def left_over() -> dict[Any, list[int]]:
    """{verb: rows it should be called with}, for the heartbeat."""
    now = timezone.now()
    late = Erasure.objects.filter(asked_at__lt=now - timedelta(minutes=1))
    lost = Erasure.objects.filter(done_at__lt=now - timedelta(minutes=1)).exclude(goodbye_to="")
    return {
        confirm: list(late.pending().filter(told_at=None).values_list("pk", flat=True)[:100]),
        finish: list(late.due(now).values_list("pk", flat=True)[:20]),
        say_goodbye: list(lost.values_list("pk", flat=True)[:100]),
    }
