"""Which mails the shop sends, what each says, and how one is put together.

An app declares its mails as `MAILS` in a module `mails`; nothing lists them besides.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from cms.discovery import modules_named
from cms.wording import filled, gaps_in, strange_in

FIELDS = ("subject", "heading", "opening", "closing")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Variable:
    """A name that may stand in braces, what it means, and how it is read from what the mail is about."""

    name: str
    meaning: Any
    value: Callable[[Mapping[str, Any]], Any]


EVERYWHERE = (
    Variable("shop_name", _("The name of the shop"), lambda context: settings.SHOP_NAME),
    Variable("site_url", _("The address of the shop"), lambda context: settings.SITE_URL),
)


@dataclass(frozen=True)
class Topic:
    """What mails that nobody needs are about: each person says whether to get them, one click ends them.

    A mail that declares a topic brings it into the list at /account/notices/; nothing lists topics besides.
    """

    name: str  # kept with people's choices, so it never changes
    label: Any
    explanation: Any
    is_on: bool = True  # for whoever has not chosen


@dataclass(frozen=True)
class Mail:
    """One mail: its own words around what its template says in any case (sums, links, what law asks for).

    `sample` makes a context as the sender does, without the database; previews and tests read it.
    """

    name: str
    title: Any
    when: Any
    sample: Callable[[], dict[str, Any]]
    subject: Any
    heading: Any
    opening: Any = ""
    closing: Any = ""
    variables: tuple[Variable, ...] = field(default=())
    is_fixed: bool = False  # nobody rewords it in the admin
    template: str = ""  # a folder below emails/ that several mails share; else it has the mail's name
    topic: Topic | None = None  # none: it must be sent whatever anybody chose

    @property
    def folder(self) -> str:
        """Where its templates lie, body.txt and body.html."""
        return f"emails/{self.template or self.name}"

    @property
    def known(self) -> dict[str, Variable]:
        """Every variable that its words may name."""
        return {variable.name: variable for variable in (*self.variables, *EVERYWHERE)}

    def words(self, context: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, str]:
        """What it says by field; a changed text that can no longer be filled gives way to its own words."""
        return {name: self._said(name, texts.get(name, ""), context) for name in FIELDS}

    def _said(self, name: str, changed: str, context: Mapping[str, Any]) -> str:
        strange = strange_in(changed, self.known)
        if strange:
            log.error("mail.words_refused", extra={"mail": self.name, "field": name, "words": strange})
        text = changed if changed and not strange else str(getattr(self, name))
        values = {gap: str(self.known[gap].value(context)) for gap in gaps_in(text)}
        return filled(text, values).replace("\r\n", "\n").strip()


@dataclass(frozen=True)
class Composed:
    """A mail ready to leave: one line of subject, plain text, and HTML."""

    subject: str
    text: str
    html: str

    def post(self, to: list[str], mark: str = "", headers: dict[str, str] | None = None) -> None:
        """Send it, its subject behind a mark. Raises OSError when mail is down."""
        subject = " ".join(f"{mark} {self.subject}".split())
        message = EmailMultiAlternatives(subject, self.text, to=to, headers=headers)
        message.attach_alternative(self.html, "text/html")
        message.send()


@cache
def declared() -> dict[str, Mail]:
    """Every mail of the shop by its name, in the order of the apps."""
    return {mail.name: mail for module in modules_named("mails") for mail in module.MAILS}


def compose(mail: Mail, context: Mapping[str, Any], texts: Mapping[str, str] | None = None) -> Composed:
    """Put a mail together from body.txt and body.html of its folder and its words, or the changed ones.

    Text is never escaped and a subject is always one line; only the HTML part is HTML.
    """
    words = mail.words(context, texts or {})
    subject = " ".join(words["subject"].split())
    shown = {
        **{"site_url": settings.SITE_URL, "shop_name": settings.SHOP_NAME},
        **context,
        **{"subject": subject, "words": words, "topic": mail.topic},
    }
    text = re.sub(r"\n\s*\n+", "\n\n", _text(f"{mail.folder}/body.txt", shown).strip())
    html = render_to_string(f"{mail.folder}/body.html", shown).strip()
    return Composed(subject, f"{text}\n", html)


def _text(template: str, context: dict[str, Any]) -> str:
    """Rendered without HTML escapes, whatever the template says."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    return str(engine.get_template(template).render(Context(context, autoescape=False)))
