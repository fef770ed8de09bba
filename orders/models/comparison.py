"""The day's comparison with Stripe: the row is the claim, so that it happens once a day however many ask."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Comparison(models.Model):
    """That our orders were compared with Stripe on a day, and what that mended."""

    day = models.DateField(_("day"), primary_key=True)
    mended = models.PositiveIntegerField(_("orders mended"), null=True)

    class Meta:
        verbose_name = _("comparison with Stripe")
        verbose_name_plural = _("comparisons with Stripe")
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)
