"""The mails of software: a new release."""

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
            Variable("title", gettext_lazy("The title of the listing"), lambda c: c["listing"].title),
            Variable("version", gettext_lazy("The number of the version"), lambda c: c["release"].version),
            Variable("store", gettext_lazy("The name of the store"), lambda c: c["listing"].card.seller_name),
        ),
        topic=UPDATES,
    ),
)
