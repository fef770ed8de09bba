"""The seller's own list of keys, each sold once."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PoolKey(models.Model):
    """A key of the seller's own list, sold once."""

    software = models.ForeignKey("products.Software", on_delete=models.CASCADE, related_name="pool")
    key_hash = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    licence = models.ForeignKey("products.Licence", null=True, on_delete=models.PROTECT, related_name="+")
    seen = models.BooleanField(default=False, help_text="Its holder has read it: it is never sold again.")
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("imported key")
        verbose_name_plural = _("imported keys")
        indexes = [models.Index(fields=["software", "id"], name="pool_unsold", condition=Q(licence=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["licence"], condition=Q(seen=False), name="one_waiting_key_for_a_licence"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @classmethod
    def take(cls, licence: Any) -> bool:
        """Reserve the oldest unsold key for a licence; False when none is left. Call inside a transaction."""
        unsold = cls.objects.filter(software=licence.listing_id, licence=None)
        first = unsold.select_for_update(skip_locked=True).order_by("pk").first()
        if first is None:
            return False
        return bool(cls.objects.filter(pk=first.pk, licence=None).update(licence=licence))
