"""The mails of software: a new release, and what a seller did to a licence."""

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.mailing import Mail, Topic, Variable

UPDATES = Topic(
    "new_releases",
    gettext_lazy("New versions of software"),
    gettext_lazy("When a program that you have a licence for has a new version."),
)


def _sample() -> dict[str, Any]:
    changes = [_("Exports to PDF."), _("Opens large files three times as fast.")]
    return {
        "listing": SimpleNamespace(title="Tidewater", card=SimpleNamespace(seller_name=_("Alice's Tools"))),
        "release": SimpleNamespace(version="2.1.0", changes=changes),
        "held": SimpleNamespace(pk=1),
    }


def _sample_of_licence() -> dict[str, Any]:
    listing = SimpleNamespace(title="Tidewater", card=SimpleNamespace(seller_name=_("Alice's Tools")))
    reason = _("The key stands on a public page.")
    return {"listing": listing, "held": SimpleNamespace(pk=1, suspended_because=reason)}


TITLE = Variable("title", gettext_lazy("The title of the listing"), lambda c: c["listing"].title)
STORE = Variable("store", gettext_lazy("The name of the store"), lambda c: c["listing"].card.seller_name)

MAILS = (
    Mail(
        "new_release",
        gettext_lazy("A new version"),
        gettext_lazy("To holders of a licence whose updates include it, when a release is approved."),
        _sample,
        subject=gettext_lazy("{{ title }} {{ version }} is here"),
        heading=gettext_lazy("{{ title }} {{ version }}"),
        opening=gettext_lazy("Your licence includes this version: download it from your library."),
        variables=(
            TITLE,
            Variable("version", gettext_lazy("The number of the version"), lambda c: c["release"].version),
            STORE,
        ),
        topic=UPDATES,
    ),
    Mail(
        "licence_reissued",
        gettext_lazy("A new licence key"),
        gettext_lazy("To the holder of a licence, when the store has revoked its key and issued a new one."),
        _sample_of_licence,
        subject=gettext_lazy("Your new key for {{ title }}"),
        heading=gettext_lazy("Your new key for {{ title }}"),
        opening=gettext_lazy("{{ store }} has replaced your licence key. What you bought stays yours."),
        variables=(TITLE, STORE),
    ),
    Mail(
        "licence_suspended",
        gettext_lazy("A licence is suspended"),
        gettext_lazy("To the holder of a licence, when the store has suspended it. It says why."),
        _sample_of_licence,
        subject=gettext_lazy("Your licence for {{ title }} is suspended"),
        heading=gettext_lazy("Your licence for {{ title }} is suspended"),
        opening=gettext_lazy(
            "{{ store }} has suspended your licence: the key is not valid until it is resumed. "
            "Your devices keep their seats."
        ),
        variables=(TITLE, STORE),
    ),
    Mail(
        "licence_resumed",
        gettext_lazy("A licence is resumed"),
        gettext_lazy("To the holder of a licence, when the store has resumed it."),
        _sample_of_licence,
        subject=gettext_lazy("Your licence for {{ title }} is valid again"),
        heading=gettext_lazy("Your licence for {{ title }} is valid again"),
        opening=gettext_lazy("{{ store }} has resumed your licence. The key is the same as before."),
        variables=(TITLE, STORE),
    ),
)
