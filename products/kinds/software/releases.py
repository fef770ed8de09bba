"""Releases of software: a version with notes and one file for each platform, read before buyers see it."""

import secrets
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from cms.pages import Row
from products.kinds.software import versions
from products.models.entitlement import Entitlement


def private_storage() -> Any:
    """Where paid files lie: no address, no listing."""
    return storages["private"]


def private_name(file: "ReleaseFile", filename: str) -> str:
    """A name nobody can guess and that says nothing; the shown name is kept in the row."""
    return f"releases/{secrets.token_urlsafe(24)}{PurePath(filename).suffix.lower()[:10]}"


def check_version(text: str) -> None:
    """ValidationError for what is no version number."""
    if not versions.is_version(text):
        raise ValidationError(_("Write it as three numbers, such as 2.0.0 or 2.1.0-beta.1."))


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Adjectives for many releases."""

    def on_sale(self) -> "ReleaseQuerySet":
        """Read by the moderators and not withdrawn."""
        return self.filter(approved_at__isnull=False, withdrawn_at=None)


class Release(ClusterableModel, Row):
    """One version. Once it was on sale it is never deleted while somebody holds the listing."""

    class Channel(models.TextChoices):
        STABLE = "stable", _("stable")
        BETA = "beta", _("beta")

    listing = ParentalKey("products.Software", null=True, on_delete=models.CASCADE, related_name="releases")
    kept_for = models.ForeignKey(
        "products.Software",
        null=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="former_releases",
    )
    version = models.CharField(
        _("version"),
        max_length=versions.LONGEST,
        validators=[check_version],
        help_text=_("Three numbers: 2.0.0. Before a release: 2.0.0-beta.1."),
    )
    channel = models.CharField(
        _("channel"),
        max_length=6,
        choices=Channel.choices,
        default=Channel.STABLE,
        help_text=_("Beta reaches only programs that ask for it, and nobody is mailed."),
    )
    notes = models.TextField(
        _("what is new"),
        blank=True,
        max_length=5000,
        help_text=_("One change in a line. Buyers read it on the listing, in the mail and in the program."),
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    announced_at = models.DateTimeField(null=True, editable=False)

    is_newest = False  # what `newest_first` found out

    objects: ClassVar[Any] = ReleaseQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return f"{self.version} {self.notes}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Drafts are older than decisions: what was approved, withdrawn or announced once stays so."""
        if self.pk:
            names = ("approved_at", "withdrawn_at", "announced_at")
            known = Release.objects.filter(pk=self.pk).values(*names).first() or {}
            for name, value in known.items():
                setattr(self, name, value or getattr(self, name))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Leave the listing; the row goes only when nobody holds the listing."""
        if not (self.listing_id and Entitlement.objects.filter(listing_id=self.listing_id).exists()):
            return super().delete(*args, **kwargs)
        kept = {"listing": None, "kept_for": self.listing_id}
        return Release.objects.filter(pk=self.pk).update(**kept), {}

    def withdraw(self) -> bool:
        """Take it from buyers at once, without a review. False when it was withdrawn before."""
        mine = Release.objects.filter(pk=self.pk, withdrawn_at=None)
        return bool(mine.update(withdrawn_at=timezone.now()))

    @property
    def order(self) -> versions.Order:
        """What releases are sorted by, the newest last; a draft without a number comes first."""
        return versions.order_of(self.version) if versions.is_version(self.version) else ()

    @property
    def changes(self) -> list[str]:
        """The notes, line by line, without the marks that people put before them."""
        lines = (line.strip().lstrip("-*• ").strip() for line in self.notes.splitlines())
        return [line for line in lines if line]

    @property
    def is_shown(self) -> bool:
        """Whether visitors may read of it."""
        return bool(self.approved_at) and not self.withdrawn_at


class ReleaseFile(Row):
    """What is installed on one platform. Once approved its bytes never change."""

    class Platform(models.TextChoices):
        WINDOWS = "windows", _("Windows")
        MACOS = "macos", _("macOS")
        LINUX = "linux", _("Linux")
        ANDROID = "android", _("Android")
        ANY = "any", _("All platforms")

    release = ParentalKey(Release, on_delete=models.CASCADE, related_name="files")
    platform = models.CharField(_("platform"), max_length=8, choices=Platform.choices, default=Platform.ANY)
    minimum_os = models.CharField(
        _("needs at least"), max_length=60, blank=True, help_text=_("Such as “macOS 12” or “Windows 10”.")
    )
    signature = models.CharField(
        _("Sparkle signature"),
        max_length=120,
        blank=True,
        help_text=_("The edSignature that Sparkle’s sign_update prints. Empty: you do not use Sparkle."),
    )
    file = models.FileField(_("file"), storage=private_storage, upload_to=private_name, blank=True)
    name = models.CharField(_("file name"), max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    media_type = models.CharField(_("type"), max_length=100, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)

    class Meta(Row.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What was approved once stays approved whatever a draft says."""
        if self.pk and not self.approved_at:
            self.approved_at = self.approved_since(self.pk)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """What buyers may have stays where they find it; the release may be withdrawn instead."""
        if self.pk and self.approved_since(self.pk) and _is_held(self.release_id):
            return 0, {}
        return super().delete(*args, **kwargs)

    @staticmethod
    def approved_since(pk: int) -> Any:
        """When the row went on sale; None while it never did."""
        return ReleaseFile.objects.filter(pk=pk).values_list("approved_at", flat=True).first()

    @classmethod
    def example(cls) -> "ReleaseFile":
        """A small archive, not saved yet."""
        words = b"print('hello')\n"
        row = cls(name="hello.txt", size=len(words), media_type="text/plain", sha256="0" * 64)
        row.file.save("hello.txt", ContentFile(words), save=False)
        return row


def _is_held(release_id: int | None) -> bool:
    listing = Release.objects.filter(pk=release_id).values("listing")
    return Entitlement.objects.filter(listing_id__in=listing).exists()


def newest_first(releases: Iterable[Release]) -> list[Release]:
    """Sorted by version, not by date: 1.9.1 may come after 2.0.0 and is still older.

    The one that most people want is `is_newest`: the first stable one, or the first if there is none.
    """
    found = sorted(releases, key=lambda release: release.order, reverse=True)
    stable = (one for one in found if one.channel == Release.Channel.STABLE)
    for newest in [next(stable, *found[:1])] if found else []:
        newest.is_newest = True
    return found


def approve(listing_id: int) -> None:
    """Let what a publish brought reach buyers. Safe to repeat."""
    now = timezone.now()
    ReleaseFile.objects.filter(release__listing=listing_id, approved_at=None).update(approved_at=now)
    Release.objects.filter(listing=listing_id, approved_at=None).update(approved_at=now)
