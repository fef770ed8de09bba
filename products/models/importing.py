"""A spreadsheet of listings on its way in: read, looked at, then made to drafts, all or none."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ListingImport(models.Model):
    """What one file says. Nothing of it is a listing before the state is done."""

    class State(models.TextChoices):
        READ = "read", _("waiting for you")
        STARTED = "started", _("being made")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    store = models.ForeignKey("products.Storefront", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(_("file"), max_length=120)
    rows = models.JSONField(default=list, help_text="[{line, said: {column: text}, errors}]")
    unknown = models.JSONField(default=list, help_text="Headings that no column of ours has.")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.READ)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.file_name

    @property
    def wrong_rows(self) -> list[dict[str, Any]]:
        """The rows with errors."""
        return [row for row in self.rows if row["errors"]]

    @property
    def may_start(self) -> bool:
        return self.state == self.State.READ and bool(self.rows) and not self.wrong_rows
