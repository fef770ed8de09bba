"""The licence that a buyer of software holds: its key, its devices, how long it lasts and is updated."""

import secrets
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from django.core import signing
from django.db import models, transaction
from django.db.models import Max, Q
from django.template.defaultfilters import date
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from products import delivery
from products.kinds.software import keys, safekeeping
from products.kinds.software.pool import PoolKey
from products.kinds.software.releases import Release, ReleaseFile, newest_first
from products.models.entitlement import Entitlement, Unavailable
from products.models.promise import Promise

FEED = "software-feed"  # the salt of what stands in a feed's address
LATEST = 20  # devices in a right's history


def months_after(moment: datetime, months: int) -> datetime:
    """The same day and time so many months later, or the last day of a shorter month."""
    year, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + year, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def _updates_after(before: Promise, after: Promise) -> datetime | None:
    """Until when new versions come after an exchange; None: for ever.

    What is given back is as it was. Else the months begin anew, and nothing that was promised gets shorter.
    """
    had, months = before.kept.get("updates_until"), after.terms.get("months")
    if "updates_until" in after.kept:
        return datetime.fromisoformat(after.kept["updates_until"])
    if not had or not months:
        return None
    return max(datetime.fromisoformat(had), months_after(timezone.now(), int(months)))


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
        self.seats, self.is_lasting = self.quota, bool(self.offer and self.offer.is_lasting)
        self.save(update_fields=["seats", "is_lasting"])
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

    @property
    def promised(self) -> Promise:
        """With the end of its updates: an exchange moves it, and undoing the exchange brings it back."""
        until = self.updates_until or (None if self.key_hash else self._updates_due())
        return replace(super().promised, kept={"updates_until": until.isoformat()} if until else {})

    def exchange(self, before: Promise, after: Promise) -> None:
        """The seats and the updates of the other promise; the key stays, and so do the devices that fit.

        Where there are fewer seats than devices, those unseen longest lose theirs.
        """
        theirs = Licence.objects.non_polymorphic().filter(pk=self.pk)
        # Whoever wants a seat at this moment waits for this row and then finds the new limit.
        theirs.update(seats=after.quota, updates_until=_updates_after(before, after))
        self.activations.trim(after.quota)
        theirs.update(seats_taken=self.activations.live().count())
        self.refresh_from_db(fields=["seats", "seats_taken", "updates_until"])

    def _updates_due(self) -> datetime | None:
        """Until when a licence that is delivered now is updated; None: as long as it works."""
        months = None if self.is_lasting else self.terms.get("months")
        return months_after(self.activated_at or timezone.now(), int(months)) if months else None

    def issue_anew(self) -> None:
        """Another key in place of this one, which is unknown from now on; every device is freed."""
        with transaction.atomic():
            locked = Licence.objects.select_for_update(of=("self",)).get(pk=self.pk)
            if locked._is_of_pool and not PoolKey.take(locked):
                raise Unavailable(_("Your list of keys is used up: import more, then try again."))
            self.activations.live().update(released_at=timezone.now())
            pooled = PoolKey.objects.filter(licence=locked, seen=False).first()
            PoolKey.objects.filter(licence=locked).update(seen=True)
            locked.seats_taken = 0
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
        names = ["key_hash", "key_sealed", "key_hint", "mark", "issued_at", "updates_until", "seats_taken"]
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

    def devices(self) -> models.QuerySet:
        """The devices that hold a seat, the newest first."""
        return self.activations.live()

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
        found.append((_("Updates"), until))
        if self.suspended_at:
            found.append((_("Suspended"), self.suspended_because))
        return found

    def desk_history(self) -> list[tuple[Any, Any]]:
        """The latest devices."""
        found = self.activations.all()[:LATEST]
        moments = [(one.made_at, gettext("Activated on %(name)s") % {"name": one.name}) for one in found]
        gone = [one for one in found if one.released_at]
        return moments + [
            (one.released_at, gettext("Released %(name)s") % {"name": one.name}) for one in gone
        ]
