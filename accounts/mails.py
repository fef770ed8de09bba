"""The mails about teams and accounts: what each says, and what its words may name."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import letters
from accounts.abilities import IN_WORDS, MANAGER
from accounts.models import Invitation, Seller
from cms.mailing import Mail, Variable


def _invited() -> dict[str, Any]:
    return {
        "seller": Seller(name=_("Alice's Fonts")),
        "invitation": Invitation(role=MANAGER),
        "by": "Alice",
        "part_in_words": IN_WORDS[MANAGER],
        "url": f"{settings.SITE_URL}/account/invitation/sample/",
        "days": 7,
    }


def _as_it_is(name: str, meaning: Any) -> Variable:
    return Variable(name, meaning, lambda context: context[name])


MAILS = (
    Mail(
        "team_invitation",
        gettext_lazy("An invitation into a team"),
        gettext_lazy("To the address that a store's owner invites."),
        _invited,
        subject=gettext_lazy("Join the team of {{ store }} at {{ shop_name }}"),
        heading=gettext_lazy("Join the team of {{ store }}"),
        variables=(
            Variable("store", gettext_lazy("The name of the store"), lambda c: c["seller"]),
            Variable("by", gettext_lazy("Who invites"), lambda c: c["by"]),
            Variable("days", gettext_lazy("How many days the link opens"), lambda c: c["days"]),
        ),
    ),
    Mail(
        "account",
        gettext_lazy("Codes and warnings about an account"),
        gettext_lazy("To the person whose account it is; each is written in accounts/letters.py."),
        lambda: letters.written("login_code", {"code": "123456"}),
        subject="{{ subject }} · {{ shop_name }}",
        heading="{{ subject }}",
        opening="{{ text }}",
        closing="{{ closing }}",
        variables=(
            _as_it_is("subject", gettext_lazy("What it is about")),
            _as_it_is("text", gettext_lazy("What has happened")),
            _as_it_is("closing", gettext_lazy("What to do when it comes as a surprise")),
        ),
        is_fixed=True,
    ),
)
