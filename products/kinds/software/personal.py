"""What licences keep about a person: the devices that programs were activated on."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.parts import Leaving, Sheet, sheet
from products.kinds.software.devices import Activation

TOLD: tuple[str, ...] = ()  # the licence is an entitlement, which products tell
UNTOLD: dict[str, str] = {}
GOES = (gettext_lazy("Your licence keys stop working, and the names of your devices are deleted"),)


def export(person: Any) -> list[Sheet]:
    """Each device, by the name that it gave."""
    mine = Activation.objects.filter(licence__holder=person.pk).order_by("pk")
    on = {"device": "name", "platform": "platform", "version": "version"}
    when = {"since": "made_at", "last_seen": "seen_at", "released": "released_at"}
    return [sheet("activations", _("Your devices"), mine, listing="licence__listing__title", **on, **when)]


def erase(leaving: Leaving) -> None:
    """A device is often called after its owner."""
    Activation.objects.filter(licence__holder=leaving.person).delete()
