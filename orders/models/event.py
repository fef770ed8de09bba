"""The inbox of Stripe's events: stored before they are answered, handled once, kept until they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StripeEvent(models.Model):
    """One event as it arrived. Unhandled rows are the queue."""

    event_id = models.CharField(max_length=120, unique=True)
    kind = models.CharField(_("type"), max_length=80)
    payload = models.JSONField()
    received_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(auto_now_add=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("Stripe event")
        verbose_name_plural = _("Stripe events")
        ordering = ["-received_at"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="events_unhandled", condition=models.Q(handled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
