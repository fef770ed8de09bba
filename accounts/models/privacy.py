"""What a person asked to be done with their data."""

import secrets
from datetime import datetime
from typing import Any

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class DataExportQuerySet(models.QuerySet["DataExport"]):
    """Adjectives for exports."""

    def waiting(self) -> "DataExportQuerySet":
        return self.filter(made_at=None, failed_at=None)

    def ready(self) -> "DataExportQuerySet":
        return self.filter(expires_at__gt=timezone.now())

    def untold(self) -> "DataExportQuerySet":
        return self.ready().filter(told_at=None)

    def unleased(self) -> "DataExportQuerySet":
        return self.filter(Q(lease_until=None) | Q(lease_until__lt=timezone.now()))


class DataExport(models.Model):
    """Everything about a person in one file: asked for, made by a worker, gone after some days."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True, default=secrets.token_urlsafe, editable=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)  # somebody is at work on it until then at the latest
    failed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("export of a person's data")
        verbose_name_plural = _("exports of people's data")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(made_at=None, failed_at=None), name="one_export_under_way"
            )
        ]

    objects = DataExportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def storage(self) -> Any:
        """Private: no address leads there."""
        return storages["private"]

    @property
    def file_name(self) -> str:
        """Known before the file is there, so that none is ever forgotten."""
        return f"exports/{self.token}.zip"

    @property
    def is_ready(self) -> bool:
        return self.expires_at is not None and self.expires_at > timezone.now()


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Adjectives for erasures."""

    def pending(self) -> "ErasureQuerySet":
        return self.filter(cancelled_at=None, done_at=None)

    def due(self, now: datetime) -> "ErasureQuerySet":
        return self.pending().filter(due_at__lte=now)


class Erasure(models.Model):
    """A person asked to be forgotten: done when some days are over, unless they think better of it."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    keeps_reviews = models.BooleanField(help_text="Without the name; else they are deleted.")
    asked_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    goodbye_to = models.EmailField(blank=True, help_text="Emptied when the last mail is sent.")

    class Meta:
        verbose_name = _("erasure of an account")
        verbose_name_plural = _("erasures of accounts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(cancelled_at=None, done_at=None), name="one_erasure_under_way"
            )
        ]

    objects = ErasureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk}"
