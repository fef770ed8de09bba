"""The invoice of a paid order: numbered without a gap, frozen when it is issued."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TRIES = 8


class Invoice(models.Model):
    """Who sold to whom, as it was said on the day; amounts stand on the order's items."""

    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="invoice")
    number = models.PositiveIntegerField(_("number"), unique=True)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issuer = models.JSONField(default=dict, help_text="{legal_name, address, vat_id, tax_note} of the shop.")
    buyer_name = models.CharField(_("name"), max_length=120)
    buyer_address = models.TextField(_("address"), max_length=400, blank=True)
    buyer_tax_id = models.CharField(_("VAT number"), max_length=40, blank=True)
    is_reverse_charge = models.BooleanField(_("reverse charge"), default=False)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"R{self.number:06d}"

    @classmethod
    def issue(cls, order: Any, **fields: Any) -> Invoice:
        """The order's invoice, made with the next number if there is none; the database decides a race."""
        for _attempt in range(TRIES):
            issued = cls.objects.filter(order=order).first()
            if issued:
                return issued
            highest = cls.objects.aggregate(highest=Max("number"))["highest"] or 0
            try:
                with transaction.atomic():
                    return cls.objects.create(order=order, number=highest + 1, **fields)
            except IntegrityError:
                continue
        raise IntegrityError("No invoice number could be had.")
