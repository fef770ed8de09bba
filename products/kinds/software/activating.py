"""Devices take and leave the seats of a licence; the last seat goes to one of those who want it."""

import hashlib
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from products.kinds.software.devices import LEASE, Activation
from products.kinds.software.licence import OVERAGE_AGAIN, Licence
from products.models.entitlement import Unavailable

COOLDOWN = timedelta(hours=24)


def fingerprint_of(said: str) -> str:
    """What is kept of a device: enough to know it again, nothing about it."""
    return hashlib.sha256(said.encode()).hexdigest()


def activate(
    licence_id: int, fingerprint: str, name: str, platform: str = "", version: str = ""
) -> Activation:
    """The seat of this device, taken now or before. Raises Unavailable when no seat is left.

    Safe to repeat: the same device never takes a second seat.
    """
    facts = {"name": name, "platform": platform, "version": version}
    if Licence.objects.non_polymorphic().filter(pk=licence_id, floats=True).exists():
        return take_lease(licence_id, fingerprint, facts)
    held = _seen(licence_id, fingerprint, facts)
    if held:
        return held
    try:
        with transaction.atomic():
            free = Q(seats=None) | Q(seats_taken__lt=F("seats"))
            mine = Licence.objects.non_polymorphic().filter(free, pk=licence_id)
            if not mine.update(seats_taken=F("seats_taken") + 1):
                raise Unavailable(_("Every device of this licence is in use. Release one in your library."))
            return Activation.objects.create(licence_id=licence_id, fingerprint=fingerprint, **facts)
    except IntegrityError:  # the same device, twice at once
        return Activation.objects.live().get(licence=licence_id, fingerprint=fingerprint)


def take_lease(licence_id: int, fingerprint: str, facts: dict[str, str]) -> Activation:
    """A floating seat for this device, for as long as it goes on asking. Raises Unavailable.

    What nobody has been heard of is given back first; one row decides a race for the last seat. When the day
    above the seats is over, those that came last are refused.
    """
    now = timezone.now()
    with transaction.atomic():
        licence = _locked(licence_id)
        kept = Activation.objects.kept().filter(licence=licence_id)
        kept.filter(lease_until__lte=now).exclude(fingerprint=fingerprint).update(released_at=now)
        mine, others = kept.filter(fingerprint=fingerprint).first(), kept.exclude(fingerprint=fingerprint)
        held = mine if mine and mine.lease_until and mine.lease_until > now else None
        earlier = others.filter(pk__lt=held.pk) if held else others
        if not licence.may_run(earlier.count(), now):
            raise Unavailable(_("As many devices as the licence allows run now. Close the program on one."))
        _note_running(licence, others.count() + 1, now)
        mine = mine or Activation(licence_id=licence_id, fingerprint=fingerprint)
        for name, value in facts.items():
            setattr(mine, name, value)
        mine.seen_at, mine.lease_until = now, max(mine.lease_until or now, now + LEASE)
        mine.save()
    return mine


def _locked(licence_id: int) -> Licence:
    """The licence, its row locked: always before its devices, so that nobody waits for one another."""
    return Licence.objects.non_polymorphic().select_for_update(of=("self",)).get(pk=licence_id)


def _note_running(licence: Licence, running: int, now: datetime) -> None:
    licence.seats_taken = running
    is_rested = licence.over_since is None or now - licence.over_since > OVERAGE_AGAIN
    if licence.seats is not None and running > licence.seats and is_rested:
        licence.over_since = now
    licence.save(update_fields=["seats_taken", "over_since"])


def beat(licence_id: int, fingerprint: str, version: str = "") -> Activation | None:
    """A floating seat goes on, or is taken again after a sleep. None for a device that must activate first.

    Raises Unavailable when others have the seats by now, or the day above them is over.
    """
    facts = {"version": version} if version else {}
    kept = Activation.objects.kept().filter(licence=licence_id, fingerprint=fingerprint)
    return take_lease(licence_id, fingerprint, facts) if kept.exists() else None


def borrow(licence_id: int, activation_id: int, until: datetime) -> bool:
    """Keep a floating seat for a device that goes offline. False when it has none any more.

    Raises Unavailable for a device above the seats: that is for a day, and a lent seat lasts longer.
    """
    with transaction.atomic():
        licence = _locked(licence_id)
        live = Activation.objects.live().filter(licence=licence_id)
        earlier = live.filter(pk__lt=activation_id).count()
        if licence.seats is not None and earlier >= licence.seats:
            raise Unavailable(_("This device runs above the limit: it cannot keep a seat while offline."))
        return bool(live.filter(pk=activation_id).update(lease_until=until))


def deactivate(licence_id: int, activation_id: int) -> bool:
    """Give a seat back, once. False when it was given back before."""
    with transaction.atomic():
        _locked(licence_id)
        mine = Activation.objects.kept().filter(pk=activation_id, licence=licence_id)
        won = bool(mine.update(released_at=timezone.now()))
        if won:
            taken = Licence.objects.non_polymorphic().filter(pk=licence_id, seats_taken__gt=0)
            taken.update(seats_taken=F("seats_taken") - 1)
    return won


def free(licence: Licence, activation_id: int) -> bool:
    """What the holder does in the library; raises Unavailable when they did it within the last day.

    A floating seat comes and goes by itself: it is freed as often as one likes.
    False when there is no such device.
    """
    now = timezone.now()
    with transaction.atomic():
        rested = Q(freed_at=None) | Q(freed_at__lte=now - COOLDOWN)
        theirs = Licence.objects.non_polymorphic().filter(pk=licence.pk)
        if not Activation.objects.live().filter(pk=activation_id, licence=licence.pk).exists():
            return False
        if not licence.floats and not theirs.filter(rested).update(freed_at=now):
            raise Unavailable(_("You released a device within the last day. Please wait until tomorrow."))
        return deactivate(licence.pk, activation_id)


def seen(licence_id: int, fingerprint: str, version: str = "") -> bool:
    """Note a sign of life of a device; False when it has no seat."""
    return _seen(licence_id, fingerprint, {"version": version} if version else {}) is not None


def may_free_at(licence: Licence) -> datetime | None:
    """When the holder may release a device again; None: now."""
    until = licence.freed_at + COOLDOWN if licence.freed_at else None
    return until if until and until > timezone.now() else None


def _seen(licence_id: int, fingerprint: str, facts: dict[str, str]) -> Activation | None:
    live = Activation.objects.live().filter(licence=licence_id, fingerprint=fingerprint)
    if not live.update(seen_at=timezone.now(), **facts):
        return None
    return live.get()
