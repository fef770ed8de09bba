"""A device that holds a seat of a licence: until it is released, or for as long as it says that it runs."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(minutes=15)  # a floating seat goes on for so long after a sign of life


class ActivationQuerySet(models.QuerySet):
    """Adjectives for many devices."""

    def live(self) -> "ActivationQuerySet":
        """Those that hold a seat now; by the database's clock, since a query may be written once and kept."""
        lasts = Q(lease_until=None) | Q(lease_until__gt=Now())
        return self.filter(lasts, released_at=None)

    def kept(self) -> "ActivationQuerySet":
        """Live, or their lease is over and nobody has needed the seat since."""
        return self.filter(released_at=None)


class Activation(models.Model):
    """A device that holds, or held, a seat of a licence."""

    licence = models.ForeignKey("products.Licence", on_delete=models.CASCADE, related_name="activations")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of what the program sent.")
    name = models.CharField(_("device"), max_length=80)
    platform = models.CharField(_("platform"), max_length=40, blank=True)
    version = models.CharField(_("version"), max_length=40, blank=True)
    made_at = models.DateTimeField(_("since"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    lease_until = models.DateTimeField(null=True, help_text="Of a floating seat; empty: it stays.")
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [
            models.UniqueConstraint(
                fields=["licence", "fingerprint"],
                condition=Q(released_at=None),
                name="one_seat_for_a_device",
            )
        ]

    objects: ClassVar[Any] = ActivationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
