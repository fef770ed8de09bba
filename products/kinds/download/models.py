"""A download listing, its files in private storage, and the pass that lets a person fetch them."""

import secrets
from pathlib import PurePath
from typing import Any, ClassVar

from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from products.models.entitlement import Entitlement, Unavailable
from products.models.listing import Listing


def private_storage() -> Any:
    """Where paid files lie: no address, no listing."""
    return storages["private"]


def private_name(file: "DownloadFile", filename: str) -> str:
    """A name nobody can guess and that says nothing; the shown name is kept in the row."""
    return f"downloads/{secrets.token_urlsafe(24)}{PurePath(filename).suffix.lower()[:10]}"


class Download(Listing):
    """Files to keep: fonts, books, sounds, templates."""

    grants: ClassVar[str] = "products.DownloadPass"
    kind_label: ClassVar[str] = _("Download")
    contents_template: ClassVar[str] = "products/kinds/download/contents.html"

    parent_page_types = ["products.Storefront"]
    page_description = _("Files that buyers keep: e-books, fonts, sounds, templates, pictures.")

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")


class DownloadFile(Orderable):
    """One file of a listing. Its bytes never change: a new version is a new row."""

    listing = ParentalKey(Download, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(_("file"), storage=private_storage, upload_to=private_name)
    name = models.CharField(_("file name"), max_length=120, blank=True, help_text=_("As buyers see it."))
    version = models.CharField(_("version"), max_length=20, default="1.0")
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    media_type = models.CharField(_("type"), max_length=100, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Orderable.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name


class DownloadPass(Entitlement):
    """The right to fetch a listing's files, so and so many times."""

    downloads = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("download pass")
        verbose_name_plural = _("download passes")

    def files(self) -> models.QuerySet[DownloadFile]:
        """The files that this pass opens: those of the live listing."""
        return DownloadFile.objects.filter(listing_id=self.listing_id)

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
