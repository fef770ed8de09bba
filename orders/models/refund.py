"""Money on its way back to a buyer, per item."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.money import AmountField


class RefundQuerySet(models.QuerySet["Refund"]):
    """Adjectives for many refunds."""

    def unsent(self) -> "RefundQuerySet":
        return self.filter(state=Refund.State.ASKED, stripe_id="")

    def untold(self) -> "RefundQuerySet":
        return self.filter(state=Refund.State.DONE, told_at=None)


class Refund(models.Model):
    """Asked for by a person, sent to Stripe with a key made from this row, confirmed by Stripe."""

    class State(models.TextChoices):
        ASKED = "asked", _("on its way")
        DONE = "done", _("refunded")
        FAILED = "failed", _("failed")

    item = models.ForeignKey("orders.Item", on_delete=models.PROTECT, related_name="refunds")
    amount = AmountField(_("amount"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.ASKED)
    stripe_id = models.CharField(max_length=120, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, editable=False)
    mail_lease_until = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(_("problem"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "stripe_id"],
                condition=~models.Q(stripe_id=""),
                name="one_row_per_stripe_refund",
            )
        ]

    objects = RefundQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.amount} · {self.item}"
