"""Devices that hold, or held, a seat of a licence."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ActivationQuerySet(models.QuerySet):
    """Adjectives for many devices."""

    def live(self) -> "ActivationQuerySet":
        return self.filter(released_at=None)

    def trim(self, most: int | None) -> int:
        """Release all but so many of these, those unseen longest first; how many."""
        if most is None:
            return 0
        kept = self.live().order_by("-seen_at", "-pk").values_list("pk", flat=True)[:most]
        return self.live().exclude(pk__in=list(kept)).update(released_at=timezone.now())


class Activation(models.Model):
    """A device that holds, or held, a seat of a licence."""

    licence = models.ForeignKey("products.Licence", on_delete=models.CASCADE, related_name="activations")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of what the program sent.")
    name = models.CharField(_("device"), max_length=80)
    platform = models.CharField(_("platform"), max_length=40, blank=True)
    version = models.CharField(_("version"), max_length=40, blank=True)
    made_at = models.DateTimeField(_("since"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
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
