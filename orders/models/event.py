"""The inbox of Stripe's events: stored before they are answered, handled once, kept until they are."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 12


class StripeEventQuerySet(models.QuerySet["StripeEvent"]):
    """Adjectives for the inbox."""

    def unhandled(self) -> "StripeEventQuerySet":
        return self.filter(handled_at=None)

    def due(self) -> "StripeEventQuerySet":
        return self.unhandled().filter(next_attempt_at__lte=timezone.now(), attempts__lt=MOST_ATTEMPTS)

    def given_up(self) -> "StripeEventQuerySet":
        return self.unhandled().filter(attempts__gte=MOST_ATTEMPTS)


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

    objects = StripeEventQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"

    @property
    def state(self) -> str:
        """In a word: handled, given up or waiting."""
        if self.handled_at:
            return str(_("handled"))
        return str(_("given up")) if self.attempts >= MOST_ATTEMPTS else str(_("waiting"))

    def claim(self) -> bool:
        """Take the event for a while, so that no other worker handles it; whoever dies lets it go in time."""
        mine = StripeEvent.objects.due().filter(pk=self.pk, attempts=self.attempts)
        self.attempts += 1
        return bool(mine.update(attempts=self.attempts, next_attempt_at=timezone.now() + LEASE))

    def finish(self, words: str = "") -> bool:
        """Handled, once and for good."""
        mine = StripeEvent.objects.unhandled().filter(pk=self.pk)
        return bool(mine.update(handled_at=timezone.now(), error=words))

    def try_later(self, words: str) -> None:
        """Put off, for longer each time: half a minute, a minute, … six hours."""
        wait = timedelta(seconds=min(15 * 2**self.attempts, 6 * 3600))
        mine = StripeEvent.objects.unhandled().filter(pk=self.pk)
        mine.update(error=words[:2000], next_attempt_at=timezone.now() + wait)

    def try_again(self) -> bool:
        """Make a waiting or given-up event due now. False when it was handled already."""
        mine = StripeEvent.objects.unhandled().filter(pk=self.pk)
        return bool(mine.update(attempts=0, next_attempt_at=timezone.now()))
