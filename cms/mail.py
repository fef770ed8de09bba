"""Send a mail of the shop: in its own words, or in those that an editor gave it."""

from typing import Any

from django.utils.translation import get_language

from cms import notices
from cms.erased import is_erased
from cms.mailing import compose, declared
from cms.models import MailText


def send_mail(name: str, to: str | list[str], context: dict[str, Any]) -> bool:
    """Compose the declared mail and send it; one query at most. Raises OSError when mail is down.

    A mail with a topic goes to each address by itself, with the way to end such mails, if it is wanted there;
    False when nobody wants it, or its person was erased. KeyError for a mail that no app has declared.
    """
    mail = declared()[name]
    texts = {} if mail.is_fixed else MailText.objects.texts_of(name, get_language() or "")
    addresses = [one for one in ([to] if isinstance(to, str) else to) if not is_erased(one)]
    if not addresses:
        return False
    if mail.topic is None:
        compose(mail, context, texts).post(addresses)
        return True
    wanting = notices.wanting(addresses, mail.topic)
    for address in sorted(wanting):
        link = notices.link_for(address, mail.topic)
        composed = compose(mail, {**context, "unsubscribe_url": link}, texts)
        composed.post([address], headers=notices.headers_for(link))
    return bool(wanting)
