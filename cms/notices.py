"""Who wants which of the mails that nobody needs, kept by address, so that guests may choose as well.

A mail about such a thing declares its topic (`Mail(..., topic=TOPIC)` in `<app>/mails.py`); that is all an
app does. `cms.mail.send_mail` then asks here, adds the link and the headers that end these mails, or sends
nothing. An app that would mail many asks `wanting` first and spares itself the work.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.mailing import Topic, declared

SALT = "cms.notices"


class NoticeChoice(models.Model):
    """What an address chose about a topic; made with the first mail about it, whose link names the row."""

    email = models.EmailField(_("e-mail address"))
    topic = models.SlugField(_("topic"))
    is_wanted = models.BooleanField(_("wanted"), null=True, help_text="Empty: not chosen.")
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("choice about mails")
        verbose_name_plural = _("choices about mails")
        constraints = [models.UniqueConstraint(fields=["email", "topic"], name="one_choice_about_a_topic")]

    def __str__(self) -> str:
        return f"{self.email}: {self.topic}"


def topics() -> dict[str, Topic]:
    """Every topic of the shop's mails by its name, in the order of the apps."""
    return {mail.topic.name: mail.topic for mail in declared().values() if mail.topic}


def wants(email: str, topic: Topic) -> bool:
    """Whether mails about the topic may go to an address. One query."""
    return bool(wanting([email], topic))


def wanting(emails: Iterable[str], topic: Topic) -> set[str]:
    """Those of the addresses that get mails about the topic, in lower case. One query."""
    asked = {_plain(email) for email in emails}
    chosen = NoticeChoice.objects.filter(topic=topic.name, email__in=asked).exclude(is_wanted=None)
    answers = dict(chosen.values_list("email", "is_wanted"))
    return {email for email in asked if answers.get(email, topic.is_on)}


def wanted_by(email: str) -> dict[str, bool]:
    """{name of a topic: whether the address gets its mails}, for every topic. One query."""
    chosen = NoticeChoice.objects.filter(email=_plain(email)).exclude(is_wanted=None)
    answers = dict(chosen.values_list("topic", "is_wanted"))
    return {name: bool(answers.get(name, topic.is_on)) for name, topic in topics().items()}


def choose(email: str, topic: Topic, is_wanted: bool) -> None:
    """From now on mails about the topic go to the address, or do not."""
    defaults = {"is_wanted": is_wanted}
    NoticeChoice.objects.update_or_create(email=_plain(email), topic=topic.name, defaults=defaults)


def opt_out(email: str, topic: Topic) -> None:
    """No more mails about the topic to the address."""
    choose(email, topic, is_wanted=False)


def take_along(before: str, after: str) -> None:
    """Somebody has another address now: what they chose holds there, too."""
    for row in NoticeChoice.objects.filter(email=_plain(before)).exclude(is_wanted=None):
        defaults = {"is_wanted": row.is_wanted}
        NoticeChoice.objects.update_or_create(email=_plain(after), topic=row.topic, defaults=defaults)


def link_for(email: str, topic: Topic) -> str:
    """The whole address of the page that ends these mails for that address, without a sign-in, for ever.

    It names a row, not the person: addresses of pages end up in logs.
    """
    row, _made = NoticeChoice.objects.get_or_create(email=_plain(email), topic=topic.name)
    return settings.SITE_URL + reverse("unsubscribe", args=[signing.dumps(row.pk, salt=SALT)])


def behind(token: str) -> NoticeChoice | None:
    """The choice that a link is about; None for a forged one."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return NoticeChoice.objects.filter(pk=pk).first()


def headers_for(link: str) -> dict[str, str]:
    """Lets a mail program show its own button (RFC 2369), which posts without opening anything (RFC 8058)."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _plain(email: str) -> str:
    return email.strip().lower()
