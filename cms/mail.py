"""Send a mail of the shop: in its own words, or in those that an editor gave it."""

from typing import Any

from django.utils.translation import get_language

from cms.mailing import compose, declared
from cms.models import MailText


def send_mail(name: str, to: str | list[str], context: dict[str, Any]) -> None:
    """Compose the declared mail and send it; one query at most. Raises OSError when mail is down.

    KeyError for a mail that no app has declared.
    """
    mail = declared()[name]
    texts = {} if mail.is_fixed else MailText.objects.texts_of(name, get_language() or "")
    compose(mail, context, texts).post([to] if isinstance(to, str) else to)
