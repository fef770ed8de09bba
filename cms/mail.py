"""Send a mail of the shop: in its own words, or in those that an editor gave it."""

from collections import defaultdict
from typing import Any

from django.contrib.auth import get_user_model

from cms import notices
from cms.erased import is_erased
from cms.languages import known, speaking
from cms.mailing import Mail, compose, declared
from cms.models import MailText


def send_mail(name: str, to: str | list[str], context: dict[str, Any], language: str = "") -> bool:
    """Compose the declared mail and send it; one query at most for each language, one for the recipients'.

    It speaks the given language, else that of each recipient's account, else the shop's first.
    A mail with a topic goes to each address by itself, with the way to end such mails, if it is wanted there;
    False when nobody wants it, or its person was erased. Raises OSError when mail is down, KeyError for an
    undeclared mail.
    """
    mail = declared()[name]
    addresses = [one for one in ([to] if isinstance(to, str) else to) if not is_erased(one)]
    if mail.topic is not None:
        addresses = sorted(notices.wanting(addresses, mail.topic))
    for code, readers in _by_language(addresses, language).items():
        with speaking(code):
            _post(mail, readers, context, code)
    return bool(addresses)


def _post(mail: Mail, addresses: list[str], context: dict[str, Any], code: str) -> None:
    texts = {} if mail.is_fixed else MailText.objects.texts_of(mail.name, code)
    if mail.topic is None:
        compose(mail, context, texts).post(addresses)
        return
    for address in addresses:
        link = notices.link_for(address, mail.topic)
        composed = compose(mail, {**context, "unsubscribe_url": link}, texts)
        composed.post([address], headers=notices.headers_for(link))


def _by_language(to: list[str], language: str) -> dict[str, list[str]]:
    if language:
        return {known(language): to} if to else {}
    people = get_user_model()._default_manager.filter(email__in=[address.lower() for address in to])
    chosen = dict(people.values_list("email", "language"))
    found = defaultdict(list)
    for address in to:
        found[known(chosen.get(address.lower()))].append(address)
    return found
