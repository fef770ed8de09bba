"""Mails about an account leave soon after the answer, so that no answer's time tells who has an account."""

from celery import shared_task

from accounts import erasure, exports, invitations
from cms.mail import send_mail


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_letter(to: str, letter: dict[str, str], language: str = "") -> None:
    """Mail one letter; tried again while the mail server is away."""
    send_mail("account", to, letter, language)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_about_store(name: str, to: str, facts: dict[str, str]) -> None:
    """Mail one declared mail about how a store stands; `facts` are what its words may name, and its link."""
    send_mail(name, to, facts)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_invitation(pk: int) -> bool:
    """Mail one link into a team."""
    return invitations.send(pk)


@shared_task
def make_export(pk: int) -> bool:
    """Write the file of a person's data."""
    return exports.make(pk)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def confirm_erasure(pk: int) -> bool:
    """Mail that an erasure was asked for."""
    return erasure.confirm(pk)
