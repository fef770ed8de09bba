"""What the ground keeps about a person: which mails an address wants."""

from typing import Any

from django.utils.translation import gettext as _

from cms.notices import NoticeChoice
from cms.parts import Leaving, Sheet, sheet

TOLD = ("cms.NoticeChoice.email",)
UNTOLD = {"cms.LegalSettings.email": "The shop's own address."}


def export(person: Any) -> list[Sheet]:
    """What the person's address chose about mails."""
    chosen = NoticeChoice.objects.filter(email=person.email).order_by("topic")
    return [sheet("mails", _("Mails you chose"), chosen, topic="topic", wanted="is_wanted", on="changed_at")]


def erase(leaving: Leaving) -> None:
    """Nobody is left to choose mails."""
    NoticeChoice.objects.filter(email=leaving.email).delete()
