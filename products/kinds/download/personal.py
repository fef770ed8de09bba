"""What downloads keep about a person: which file they fetched, and when."""

from typing import Any

from django.utils.translation import gettext as _

from cms.parts import Sheet, sheet
from products.kinds.download.models import DownloadEvent

TOLD: tuple[str, ...] = ()  # the pass is an entitlement, which products tell
UNTOLD: dict[str, str] = {}


def export(person: Any) -> list[Sheet]:
    """Each download that was counted."""
    fetched = DownloadEvent.objects.filter(holder_pass__holder=person.pk).order_by("pk")
    of = {"listing": "holder_pass__listing__title", "file": "file_name", "on": "happened_at"}
    return [sheet("downloads", _("Your downloads"), fetched, **of)]
