"""Is this key good? One indexed query, and an answer from a closed list of codes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from products.kinds.software import keys, safekeeping
from products.kinds.software.devices import LEASE, Activation
from products.kinds.software.licence import Licence
from products.kinds.software.prepared import Prepared
from products.kinds.software.releases import Release
from products.models.entitlement import Entitlement

CHECK_AGAIN = timedelta(days=7)
CHECK_SOON = timedelta(hours=1)  # what is refused now may be mended soon


class Code(models.TextChoices):
    """What may be said of a key; a program may rely on these words."""

    VALID = "VALID", _("The licence is valid.")
    MALFORMED = "MALFORMED", _("This key has a typing error.")
    NOT_FOUND = "NOT_FOUND", _("This key is unknown for this product.")
    REFUNDED = "REFUNDED", _("This licence was refunded.")
    WITHDRAWN = "WITHDRAWN", _("This licence has ended.")
    SUSPENDED = "SUSPENDED", _("This licence is suspended. The library of its holder says why.")
    EXPIRED = "EXPIRED", _("This licence has expired.")
    FINGERPRINT_MISMATCH = "FINGERPRINT_MISMATCH", _("This device is not activated.")
    TOO_MANY_ACTIVATIONS = "TOO_MANY_ACTIVATIONS", _("Every device of this licence is in use.")
    UPDATES_ENDED = "UPDATES_ENDED", _("This version came after the updates of this licence ended.")


Row = dict[str, Any]
FACTS = (
    *("pk", "state", "end_reason", "ends_at", "offer_name", "listing_id", "seats", "seats_taken"),
    *("updates_until", "suspended_at", "issued_at", "terms", "mark", "floats", "is_lasting"),
)


@dataclass(frozen=True)
class Asked:
    """What a program sends: its product, the key as it was typed, itself."""

    product: int
    key: str
    fingerprint: str = ""  # as `activating.fingerprint_of` keeps it
    version: str = ""


@dataclass(frozen=True)
class Verdict:
    """A code, and the facts of the licence unless it is unknown."""

    code: Code
    row: Row | None = None

    @property
    def is_valid(self) -> bool:
        return self.code == Code.VALID

    def next_check_at(self, now: datetime) -> datetime:
        """When the program should ask again; until then it may trust a valid answer."""
        if not self.is_valid:
            return now + CHECK_SOON
        again = now + (LEASE if self.row and self.row["floats"] else CHECK_AGAIN)
        ends = self.row["ends_at"] if self.row else None
        return min(again, ends) if ends else again


def check(asked: Asked, now: datetime | None = None) -> Verdict:
    """What holds for a key now. One query; none for a typing error."""
    now = now or timezone.now()
    try:
        row = find(asked)
    except keys.Mistyped:
        return Verdict(Code.MALFORMED)
    if row is None:
        return Verdict(Code.NOT_FOUND)
    return Verdict(_code_of(row, asked, now), row)


def find(asked: Asked) -> Row | None:
    """The licence behind a key of this product, with what is known of the device. Raises Mistyped."""
    hashes = safekeeping.hashes_of(keys.named(asked.key, asked.product))
    told: dict[str, Any] = {f"hash {number}": hashed for number, hashed in enumerate(hashes)}
    told |= {"product": asked.product, "fingerprint": asked.fingerprint, "version": asked.version}
    return _question(len(hashes), bool(asked.fingerprint), bool(asked.version)).first(told)


def standing(row: Row, now: datetime) -> Code:
    """Whether the licence as such is in force, whatever device asks."""
    if row["end_reason"] == Entitlement.EndReason.REFUNDED:
        return Code.REFUNDED
    if row["ends_at"] and row["ends_at"] <= now:
        return Code.EXPIRED
    if row["state"] != Entitlement.State.ACTIVE:
        ran_out = row["is_lasting"] and not row["end_reason"]  # a subscription that was cancelled or not paid
        return Code.EXPIRED if ran_out else Code.WITHDRAWN
    return Code.SUSPENDED if row["suspended_at"] else Code.VALID


@cache
def _question(hashes: int, of_device: bool, of_version: bool) -> Prepared:
    """The query, with marks in place of what a program sends."""
    product, fingerprint, version = -1, "the fingerprint", "the version"
    marks = {f"a hash {number}": f"hash {number}" for number in range(hashes)}
    rows = Licence.objects.non_polymorphic().filter(listing_id=product, key_hash__in=list(marks)).order_by()
    names = list(FACTS)
    if of_device:
        live = Activation.objects.live().filter(licence=OuterRef("pk"), fingerprint=fingerprint)
        rows, names = rows.annotate(device=Subquery(live.order_by().values("pk")[:1])), [*names, "device"]
    if of_version:
        theirs = Q(listing=OuterRef("listing_id")) | Q(kept_for=OuterRef("listing_id"))
        release = Release.objects.filter(theirs, version=version).order_by()
        rows = rows.annotate(released_at=Subquery(release.values("approved_at")[:1]))
        names.append("released_at")
    told = {product: "product", fingerprint: "fingerprint", version: "version"}
    return Prepared(rows.values(*names), {**marks, **told})


def _code_of(row: Row, asked: Asked, now: datetime) -> Code:
    code = standing(row, now)
    if code != Code.VALID:
        return code
    if asked.fingerprint and not row["device"]:
        return Code.FINGERPRINT_MISMATCH
    released, until = row.get("released_at"), row["updates_until"]
    if released and until and released > until:
        return Code.UPDATES_ENDED
    return Code.VALID
