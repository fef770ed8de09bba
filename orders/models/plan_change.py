"""A subscriber's wish for another plan: what was said it costs, and whether Stripe has made it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.money import AmountField
from orders.models.subscription import Subscription
from products.models.offer import Offer, per
from products.models.promise import Promise


class PlanChangeQuerySet(models.QuerySet["PlanChange"]):
    """Adjectives for many changes."""

    def open(self) -> "PlanChangeQuerySet":
        """Asked of Stripe, and neither seen there nor taken back."""
        return self.filter(applied_at=None, dropped_at=None)

    def waiting(self) -> "PlanChangeQuerySet":
        """For the end of the period that is paid."""
        return self.open().filter(when=PlanChange.When.RENEWAL)


class PlanChange(models.Model):
    """From one plan of a listing to another, now or when the period ends; terms frozen when it is asked."""

    class When(models.TextChoices):
        NOW = "now", _("at once")
        RENEWAL = "renewal", _("at the end of the period")

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="changes")
    when = models.CharField(_("when"), max_length=7, choices=When.choices)
    promise = models.JSONField(help_text="What is had next: products.models.promise.Promise.")
    amount = AmountField(_("price"))
    interval = models.CharField(_("is paid"), max_length=5, choices=Offer.Interval.choices)
    quoted = AmountField(_("due at once"), default=0)
    before = models.JSONField(help_text="{name, offer, amount, interval} of the plan that was left.")
    stripe_price = models.CharField(max_length=120, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("change of plan")
        verbose_name_plural = _("changes of plan")
        constraints = [
            models.UniqueConstraint(
                fields=["subscription"],
                condition=Q(applied_at=None, dropped_at=None),
                name="one_change_of_plan_at_a_time",
            ),
        ]

    objects = PlanChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"#{self.subscription_id}: {self.before['name']} → {self.promised.name}"

    def drop(self) -> bool:
        """It is not wanted any more, or Stripe refused it. False when it was made or dropped before."""
        return bool(PlanChange.objects.open().filter(pk=self.pk).update(dropped_at=timezone.now()))

    @property
    def promised(self) -> Promise:
        return Promise(**self.promise)

    @property
    def per(self) -> str:
        """ "a month" or "a year"."""
        return per(self.interval)


def plan_of(subscription: Subscription) -> dict[str, Any]:
    """What `PlanChange.before` keeps of the plan that a subscription has now."""
    return {
        "name": subscription.offer_name,
        "offer": subscription.offer_id,
        "amount": subscription.amount,
        "interval": subscription.interval,
    }
