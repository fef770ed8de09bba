"""That an order is a gift: from whom, for whom, with which words, and whether it was redeemed."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from orders.models.order import Item, Order, new_token
from products.models import Entitlement

LONGEST_WORDS = 500


class GiftQuerySet(models.QuerySet["Gift"]):
    """Adjectives for many gifts."""

    def waiting(self) -> GiftQuerySet:
        """Paid for and not redeemed, with something left in it that no refund took back."""
        left = Item.objects.filter(order=OuterRef("order"), entitlement__state=Entitlement.State.WRAPPED)
        return self.filter(Exists(left), redeemed_at=None)

    def due(self, now: datetime) -> GiftQuerySet:
        """Those whose recipient should have the link by now and was not mailed."""
        return self.waiting().filter(send_at__lte=now, sent_at=None).exclude(recipient="")

    def untold(self) -> GiftQuerySet:
        """Redeemed, and whoever gave it or took it does not have the mail about it yet."""
        return self.exclude(redeemed_at=None).filter(Q(told_at=None) | Q(welcomed_at=None))


class Gift(models.Model):
    """One order's goods for somebody else. Whoever comes with its token first has them, once."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="gift")
    # The unguessable part of the link; another one whenever the recipient changes.
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    giver_name = models.CharField(_("from"), max_length=60)
    recipient = models.EmailField(_("for"), blank=True)
    words = models.TextField(_("a few words"), max_length=LONGEST_WORDS, blank=True)
    send_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, editable=False)
    redeemed_at = models.DateTimeField(null=True, editable=False)
    redeemed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    # When the mails about the redeeming went out: to whoever gave it, and to whoever has it now.
    told_at = models.DateTimeField(null=True, editable=False)
    welcomed_at = models.DateTimeField(null=True, editable=False)
    mail_lease_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        indexes = [
            models.Index(
                fields=["send_at"], name="gifts_unsent", condition=Q(sent_at=None, redeemed_at=None)
            ),
            models.Index(
                fields=["redeemed_at"],
                name="gifts_untold",
                condition=Q(told_at=None) | Q(welcomed_at=None),
            ),
        ]

    objects = GiftQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.order}: {self.giver_name}"

    def get_absolute_url(self) -> str:
        return reverse("gift", args=[self.token])

    @property
    def url(self) -> str:
        """The whole link, as it is mailed and passed on."""
        return f"{settings.SITE_URL}{self.get_absolute_url()}"
