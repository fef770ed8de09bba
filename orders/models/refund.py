"""Money on its way back to a buyer, per item."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.money import AmountField


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

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.amount} · {self.item}"
