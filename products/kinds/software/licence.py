"""The licence that a buyer of software holds: its key, its devices, how long it lasts and is updated."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core import signing
from django.db import models, transaction
from django.db.models import Max, Q
from django.template.defaultfilters import date
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.months import months_after
from products import delivery
from products.kinds.software import keys, safekeeping
from products.kinds.software.devices import LEASE, Activation, ActivationQuerySet
from products.kinds.software.pool import PoolKey
from products.kinds.software.releases import Release, ReleaseFile, newest_first
from products.models.entitlement import Entitlement, Unavailable
from products.models.promise import Promise

FEED = "software-feed"  # the salt of what stands in a feed's address
LATEST = 20  # devices in a right's history
OVERAGE, OVERAGE_AGAIN = timedelta(hours=24), timedelta(days=7)
SEATS = ["seats", "floats", "overage"]


class Licence(Entitlement):
    """The right to run a program. It expires at the entitlement's `ends_at`; updates end apart from that."""

    library_template: ClassVar[str] = "products/kinds/software/library_item.html"
    receipt_template: ClassVar[str] = "products/kinds/software/receipt.html"

    key_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)
    key_sealed = models.TextField(blank=True, editable=False)
    key_hint = models.CharField(max_length=8, blank=True, editable=False)
    issued_at = models.DateTimeField(null=True, editable=False)
    # What feeds and links of this licence are signed over: a new key makes the old ones useless.
    mark = models.CharField(max_length=22, blank=True, editable=False)
    # A copy of `quota` in this table: a race for the last seat is decided by one row alone.
    seats = models.PositiveIntegerField(null=True, editable=False, help_text="Empty: any number of devices.")
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    is_lasting = models.BooleanField(
        default=False, editable=False, help_text="Of an offer that is paid again each month or year."
    )
    floats = models.BooleanField(
        default=False, editable=False, help_text="Seats are for devices that run at the same time."
    )
    overage = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many more may run, for a day in a week."
    )
    over_since = models.DateTimeField(null=True, editable=False)
    updates_until = models.DateTimeField(null=True, editable=False)
    suspended_at = models.DateTimeField(null=True, editable=False)
    suspended_because = models.CharField(max_length=200, blank=True, editable=False)
    freed_at = models.DateTimeField(null=True, editable=False, help_text="When its holder last freed a seat.")
    uses = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")

    def reserve(self) -> None:
        """The offer's stock, and a key of the seller's own list where the listing sells those."""
        super().reserve()
        self._promise_seats()
        self.is_lasting = bool(self.offer and self.offer.is_lasting)
        self.save(update_fields=[*SEATS, "is_lasting"])
        if self._is_of_pool and not PoolKey.take(self):
            raise Unavailable(_("“%(name)s” has just been sold out.") % {"name": self.offer_name})

    def release(self) -> None:
        super().release()
        PoolKey.objects.filter(licence=self, seen=False).update(licence=None)

    def deliver(self) -> None:
        """Cut the key, or show the reserved one; begin the months of updates. Once."""
        if self.key_hash:
            return
        self.updates_until = self.updates_until or self._updates_due()
        pooled = PoolKey.objects.filter(licence=self, seen=False).first()
        if pooled:
            PoolKey.objects.filter(pk=pooled.pk).update(seen=True)
            self._take_key(safekeeping.unseal(pooled.sealed))
        else:
            self._take_key(keys.cut(self.software.prefix))

    def _promise_seats(self) -> None:
        self.seats, self.floats = self.quota, bool(self.terms.get("floating"))
        self.overage = int(self.terms.get("overage") or 0) if self.floats else 0

    def exchange(self, before: Promise, after: Promise) -> None:
        """The seats of the other offer, and its months of updates from now on; the key stays.

        Nobody gets fewer updates by it; what is undone gets back the day that it had.
        """
        self._promise_seats()
        self._fit_devices()
        if "updates_until" in after.kept:
            self.updates_until = parse_datetime(after.kept["updates_until"] or "")
        elif self.updates_until:
            months = after.terms.get("months")
            begun = months_after(timezone.now(), int(months)) if months else None
            self.updates_until = max(self.updates_until, begun) if begun else None
        self.save(update_fields=[*SEATS, "seats_taken", "over_since", "updates_until"])

    @property
    def promised(self) -> Promise:
        """With the end of its updates: undoing an exchange brings that back."""
        until = self.updates_until
        return replace(super().promised, kept={"updates_until": until.isoformat() if until else None})

    def _updates_due(self) -> datetime | None:
        """Until when a licence that is delivered now is updated; None: as long as it works."""
        months = None if self.is_lasting else self.terms.get("months")
        return months_after(self.activated_at or timezone.now(), int(months)) if months else None

    def _fit_devices(self) -> None:
        """Seats become leases or stay for good, and where there are fewer, the devices unseen longest go."""
        # The licence's row before its devices, as whoever takes a seat does: so nobody waits for one another.
        Licence.objects.non_polymorphic().select_for_update(of=("self",)).get(pk=self.pk)
        now, live = timezone.now(), Activation.objects.live().filter(licence=self)
        Activation.objects.kept().filter(licence=self, lease_until__lte=now).update(released_at=now)
        live.update(lease_until=now + LEASE if self.floats else None)
        if self.seats is not None:
            stay = live.order_by("-seen_at", "-pk").values_list("pk", flat=True)[: self.seats]
            live.exclude(pk__in=list(stay)).update(released_at=now)
        self.seats_taken, self.over_since = live.count(), None

    def may_run(self, others: int, now: datetime) -> bool:
        """Whether one more device may run beside so many others: within the seats, or above for a day."""
        if self.seats is None or others < self.seats:
            return True
        return others < self.seats + self.overage and self.is_excused(now)

    def is_excused(self, now: datetime) -> bool:
        """Whether more devices than seats may run: for a day, and not again before a week is over."""
        since = self.over_since
        return since is None or now - since < OVERAGE or now - since > OVERAGE_AGAIN

    def issue_anew(self) -> None:
        """Another key in place of this one, which is unknown from now on; every device is freed."""
        with transaction.atomic():
            locked = Licence.objects.select_for_update(of=("self",)).get(pk=self.pk)
            if locked._is_of_pool and not PoolKey.take(locked):
                raise Unavailable(_("Your list of keys is used up: import more, then try again."))
            Activation.objects.kept().filter(licence=self).update(released_at=timezone.now())
            pooled = PoolKey.objects.filter(licence=locked, seen=False).first()
            PoolKey.objects.filter(licence=locked).update(seen=True)
            locked.seats_taken, locked.over_since = 0, None
            cut = safekeeping.unseal(pooled.sealed) if pooled else keys.cut(locked.software.prefix)
            locked._take_key(cut)
        self.refresh_from_db()

    def suspend(self, reason: str) -> bool:
        """The key is not valid until `resume`; its holder reads why. False when it is suspended already."""
        mine = Licence.objects.filter(pk=self.pk, suspended_at=None, state=self.State.ACTIVE)
        return bool(mine.update(suspended_at=timezone.now(), suspended_because=reason))

    def resume(self) -> bool:
        """The key is valid again. False when it was not suspended."""
        mine = Licence.objects.filter(pk=self.pk).exclude(suspended_at=None)
        return bool(mine.update(suspended_at=None, suspended_because=""))

    def _take_key(self, key: str) -> None:
        self.key_hash = safekeeping.hash_of(keys.named(key, self.listing_id))
        self.key_sealed, self.key_hint = safekeeping.seal(key), keys.hint(key)
        self.mark, self.issued_at = secrets.token_urlsafe(16), timezone.now()
        names = [
            "key_hash",
            "key_sealed",
            "key_hint",
            "mark",
            "issued_at",
            "updates_until",
            "seats_taken",
            "over_since",
        ]
        self.save(update_fields=names)

    @property
    def software(self) -> Any:
        """The listing as its own kind. One query."""
        return self.listing.specific

    @property
    def _is_of_pool(self) -> bool:
        return bool(self.software.keys_from == "imported")

    @property
    def key(self) -> str:
        """The key to show to whoever holds it; empty before it is cut."""
        return safekeeping.unseal(self.key_sealed) if self.key_sealed else ""

    @property
    def is_running(self) -> bool:
        """Whether programs may use it now."""
        return self.is_open and self.suspended_at is None

    def covers(self, released_at: datetime) -> bool:
        """Whether a release of that moment is within the months of updates."""
        return self.updates_until is None or released_at <= self.updates_until

    def versions(self) -> list[Release]:
        """The releases that it may have, the newest first: withdrawn ones and those after its updates not."""
        theirs = Q(listing_id=self.listing_id) | Q(kept_for_id=self.listing_id)
        found = Release.objects.on_sale().filter(theirs).prefetch_related("files")
        if self.updates_until:
            found = found.filter(approved_at__lte=self.updates_until)
        return newest_first(found)

    @property
    def feed_urls(self) -> dict[str, str]:
        """The addresses of its own feeds of stable releases."""
        parts = [signing.dumps([self.pk, self.mark], salt=FEED), Release.Channel.STABLE]
        return {name: reverse(f"software_{name}", args=parts) for name in ("appcast", "updates")}

    def file(self, pk: int) -> ReleaseFile | None:
        """One file among its versions; None for any other."""
        theirs = Q(release__listing=self.listing_id) | Q(release__kept_for=self.listing_id)
        found = ReleaseFile.objects.filter(theirs, pk=pk, approved_at__isnull=False)
        found = found.filter(release__approved_at__isnull=False, release__withdrawn_at=None)
        if self.updates_until:
            found = found.filter(release__approved_at__lte=self.updates_until)
        return found.exclude(file="").first()

    def devices(self) -> ActivationQuerySet:
        """The devices that hold a seat, the newest first."""
        return Activation.objects.live().filter(licence=self)

    @property
    def is_over(self) -> bool:
        """Whether more devices run than there are seats, as last counted."""
        return self.seats is not None and self.seats_taken > self.seats

    @classmethod
    def news(cls, listings: Iterable[int]) -> dict[int, datetime]:
        """When the newest stable release of each came out."""
        found = Release.objects.on_sale().filter(listing__in=listings, channel=Release.Channel.STABLE)
        newest = found.order_by().values("listing").annotate(at=Max("approved_at"))
        return dict(newest.values_list("listing", "at"))

    def next_action(self) -> dict[str, str]:
        return {"label": gettext("Key and downloads"), "url": reverse("library_item", args=[self.pk])}

    def mail_note(self) -> str:
        """The key, cut now if the mail is quicker than the delivery, and how long new versions come."""
        if not self.key_hash and delivery.deliver(self.pk):
            self.refresh_from_db()
        if not self.key_hash:
            return ""
        said = gettext("Your licence key: %(key)s") % {"key": self.key}
        return f"{said} ({self.promise})"

    @property
    def promise(self) -> str:
        """How long it works and how long it is updated, in words."""
        if self.ends_at and self.is_lasting:
            words = gettext("works while your subscription runs; without another payment until %(day)s")
            return words % {"day": date(self.ends_at, "DATE_FORMAT")}
        if self.ends_at:
            return gettext("works until %(day)s") % {"day": date(self.ends_at, "DATE_FORMAT")}
        if self.updates_until:
            words = gettext("yours for good, with new versions until %(day)s")
            return words % {"day": date(self.updates_until, "DATE_FORMAT")}
        return gettext("yours for good, with every new version")

    def desk_facts(self) -> list[tuple[Any, Any]]:
        limit = gettext("without a limit") if self.seats is None else gettext("of %d") % self.seats
        until = gettext("for ever") if self.updates_until is None else self.updates_until
        found: list[tuple[Any, Any]] = [
            (_("Key"), f"…{self.key_hint}"),
            (_("Devices"), f"{self.seats_taken} {limit}"),
        ]
        if self.floats:
            found.append((_("Counted"), gettext("devices that run at the same time")))
        found.append((_("Updates"), until))
        if self.suspended_at:
            found.append((_("Suspended"), self.suspended_because))
        return found

    def desk_history(self) -> list[tuple[Any, Any]]:
        """The latest devices."""
        found = Activation.objects.filter(licence=self)[:LATEST]
        moments = [(one.made_at, gettext("Activated on %(name)s") % {"name": one.name}) for one in found]
        gone = [one for one in found if one.released_at]
        return moments + [
            (one.released_at, gettext("Released %(name)s") % {"name": one.name}) for one in gone
        ]
