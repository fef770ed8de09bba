"""A download listing, its files in private storage, and the pass that lets a person fetch them."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath
from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.signals import page_published

from cms.pages import Row
from products.kinds.download.forms import FilesPanel
from products.kinds.download.starters import STARTERS
from products.models.entitlement import Entitlement, Unavailable
from products.models.lack import Lack
from products.models.listing import Listing
from products.models.offer import Offer


def private_storage() -> Any:
    """Where paid files lie: no address, no listing."""
    return storages["private"]


LATEST = 20  # downloads in a right's history


def private_name(file: "DownloadFile", filename: str) -> str:
    """A name nobody can guess and that says nothing; the shown name is kept in the row."""
    return f"downloads/{secrets.token_urlsafe(24)}{PurePath(filename).suffix.lower()[:10]}"


class Download(Listing):
    """Files to keep: fonts, books, sounds, templates."""

    grants: ClassVar[str] = "products.DownloadPass"
    kind_label: ClassVar[str | Promise] = _("Download")
    intervals: ClassVar[tuple[str, ...]] = (Offer.Interval.ONCE, Offer.Interval.MONTH, Offer.Interval.YEAR)
    contents_template: ClassVar[str] = "products/kinds/download/contents.html"
    shown_children: ClassVar[tuple[str, ...]] = ("offers", "files")
    contents_heading: ClassVar[str | Promise] = _("Files")
    contents_panels: ClassVar[list] = [FilesPanel()]
    quota_label: ClassVar[str | Promise] = _("Downloads per buyer")
    quota_help: ClassVar[str | Promise] = _(
        "How many times a buyer may fetch a file. Empty: as often as they like."
    )
    starters: ClassVar[list[dict]] = STARTERS

    parent_page_types = ["products.Storefront"]
    page_description = _("Files that buyers keep: e-books, fonts, sounds, templates, pictures.")

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")

    def facts(self) -> list[str]:
        """Number of files, their types and their size together."""
        files = [file for file in self.files.all() if file.file]
        if not files:
            return []
        count = ngettext("%(n)d file", "%(n)d files", len(files)) % {"n": len(files)}
        types = ", ".join(sorted({file.type_label for file in files})[:4])
        size = filesizeformat(sum(file.size for file in files))
        return [f"{count}, {size}", types]

    def problems(self) -> list[Lack]:
        files = list(self.files.all())
        found = super().problems()
        if not files:
            found.append(Lack(gettext("Add at least one file for buyers to download."), at="files"))
        unchosen = gettext("Choose the file for “%(name)s”, or remove that row.")
        found.extend(
            Lack(unchosen % {"name": file.name or file.version}, at="files")
            for file in files
            if not file.file
        )
        return found

    def unread_files(self) -> list["DownloadFile"]:
        """Files that no review has let through yet; approved bytes never change, so they were read."""
        return [file for file in self.files.all() if file.file and not file.approved_at]

    @staticmethod
    def make_new(row: models.Model) -> None:
        """A file of a copy waits for its own approval."""
        if isinstance(row, DownloadFile):
            row.approved_at, row.created_at = None, timezone.now()

    @classmethod
    def lay_first_rows(cls, listing: "Download") -> None:
        """The row of the first file: one press less before one chooses it."""
        listing.files = [DownloadFile()]

    @classmethod
    def fill_example(cls, listing: "Download") -> None:
        """A file, so that a beginning made from a starter has something to sell."""
        listing.files = [DownloadFile.example()]


class DownloadFile(Row):
    """One file of a listing. Once approved its bytes never change: a new version is a new row.

    A row that somebody bought is never deleted: it leaves the listing and stays with those who had it.
    """

    listing = ParentalKey(Download, null=True, on_delete=models.CASCADE, related_name="files")
    kept_for = models.ForeignKey(
        Download, null=True, editable=False, on_delete=models.CASCADE, related_name="former_files"
    )
    file = models.FileField(_("file"), storage=private_storage, upload_to=private_name, blank=True)
    name = models.CharField(
        _("file name"),
        max_length=120,
        blank=True,
        help_text=_("As buyers see it and as it is saved on their disk. Empty: the name of your file."),
    )
    version = models.CharField(
        _("version"), max_length=20, default="1.0", help_text=_("Shown beside the name.")
    )
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    media_type = models.CharField(_("type"), max_length=100, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta(Row.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Drafts are older than approvals: what was approved once stays approved whatever a draft says."""
        if self.pk and not self.approved_at:
            self.approved_at = self.approved_since(self.pk)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Leave the listing; the row goes only when nobody holds the listing."""
        if not (self.listing_id and Entitlement.objects.filter(listing_id=self.listing_id).exists()):
            return super().delete(*args, **kwargs)
        kept = {"listing": None, "kept_for": self.listing_id, "retired_at": timezone.now()}
        return DownloadFile.objects.filter(pk=self.pk).update(**kept), {}

    @staticmethod
    def approved_since(pk: int) -> Any:
        """When the row went on sale; None while it never did."""
        return DownloadFile.objects.filter(pk=pk).values_list("approved_at", flat=True).first()

    @property
    def type_label(self) -> str:
        return PurePath(self.name or self.file.name or "").suffix.lstrip(".").upper() or gettext("File")

    @property
    def file_label(self) -> str:
        """What one may know of the bytes: "2 MB, PDF, SHA-256 1f0a9c3d5e77…"."""
        facts = [filesizeformat(self.size), self.type_label]
        if self.sha256:
            facts.append(f"SHA-256 {self.sha256[:12]}…")
        return ", ".join(facts)

    @classmethod
    def example(cls) -> "DownloadFile":
        """A small text file, not saved yet."""
        words = b"Thank you for looking.\n"
        row = cls(name="read-me.txt", size=len(words), media_type="text/plain")
        row.file.save("read-me.txt", ContentFile(words), save=False)
        return row


class DownloadPass(Entitlement):
    """The right to fetch a listing's files, so and so many times."""

    library_template: ClassVar[str] = "products/kinds/download/library_item.html"
    receipt_template: ClassVar[str] = "products/kinds/download/files.html"

    downloads = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("download pass")
        verbose_name_plural = _("download passes")

    def files(self) -> models.QuerySet[DownloadFile]:
        """The files that this pass opens: those approved, and those that left the listing since."""
        theirs = Q(listing_id=self.listing_id) | Q(
            kept_for_id=self.listing_id, retired_at__gt=self.activated_at or timezone.now()
        )
        return DownloadFile.objects.filter(theirs, approved_at__isnull=False).exclude(file="")

    def presses(self) -> list[tuple[str, str]]:
        """One for each file; none where downloads are counted: an address from anybody would spend them."""
        if self.quota is not None:
            return []
        return [(gettext("Download %s") % file.name, f"get-{file.pk}") for file in self.files()]

    @property
    def left(self) -> int | None:
        """How many downloads are left; None without a limit."""
        return None if self.quota is None else max(self.quota - self.downloads, 0)

    @classmethod
    def news(cls, listings: Iterable[int]) -> dict[int, datetime]:
        """When the newest file of each went on sale."""
        files = DownloadFile.objects.filter(listing__in=listings, approved_at__isnull=False)
        newest = files.order_by().values("listing").annotate(at=Max("approved_at"))
        return dict(newest.values_list("listing", "at"))

    def desk_facts(self) -> list[tuple[Any, Any]]:
        limit = gettext("without a limit") if self.quota is None else gettext("of %d") % self.quota
        return [(_("Downloads"), f"{self.downloads} {limit}")]

    def desk_history(self) -> list[tuple[Any, Any]]:
        """The latest downloads."""
        events = self.events.all()[:LATEST]
        return [(e.happened_at, gettext("Fetched %(file)s") % {"file": e.file_name}) for e in events]

    def count(self, file: DownloadFile) -> None:
        """Count and log one download. Raises Unavailable when the limit is used up; exact under a race."""
        with transaction.atomic():
            within = Q(quota=None) | Q(downloads__lt=F("quota"))
            if not DownloadPass.objects.filter(within, pk=self.pk).update(downloads=F("downloads") + 1):
                raise Unavailable(_("You have used all downloads of this purchase."))
            DownloadEvent.objects.create(holder_pass=self, file=file, file_name=file.name)


class DownloadEvent(models.Model):
    """Who fetched what and when."""

    holder_pass = models.ForeignKey(DownloadPass, on_delete=models.CASCADE, related_name="events")
    file = models.ForeignKey(DownloadFile, null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=140)
    happened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-happened_at"]

    def __str__(self) -> str:
        return self.file_name


def _approve_files(instance: Any, **kwargs: Any) -> None:
    DownloadFile.objects.filter(listing_id=instance.pk, approved_at=None).update(approved_at=timezone.now())


page_published.connect(_approve_files, sender=Download, dispatch_uid="download.files_approved")
