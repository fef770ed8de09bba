"""What a person would like to have, and what it cost when they said so."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.money import AmountField

Prices = dict[str, int]  # {offer: the least one can pay, in minor units}, as a card keeps them
QUIET = timedelta(days=30)  # the same low price is not told again before


class WishedListingQuerySet(models.QuerySet["WishedListing"]):
    """Questions about many wishes."""

    def untold(self, now: datetime) -> "WishedListingQuerySet":
        """A price fell, nobody is mailing about it at this moment, and it can be bought."""
        is_free = Q(mail_lease_until=None) | Q(mail_lease_until__lt=now)
        return self.filter(is_free, dropped_at__isnull=False, listing__card__is_public=True)


class WishedListing(models.Model):
    """A listing on somebody's wish list; nobody else learns of it, not even its seller."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wishes")
    listing = models.ForeignKey("products.Listing", on_delete=models.CASCADE, related_name="wishes")
    price = AmountField(_("price when wished"), null=True)
    prices = models.JSONField(default=dict, help_text="{offer: price when wished}")
    wished_at = models.DateTimeField(_("wished"), default=timezone.now)
    dropped_at = models.DateTimeField(null=True, help_text="Waits for a mail about a lower price since.")
    told_prices = models.JSONField(default=dict, help_text="{offer: price in the last mail}")
    told_at = models.DateTimeField(null=True)
    mail_lease_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("wished listing")
        verbose_name_plural = _("wished listings")
        constraints = [models.UniqueConstraint(fields=["user", "listing"], name="wished_once")]
        indexes = [
            models.Index(fields=["user", "-wished_at"], name="wishes_of_person"),
            models.Index(fields=["dropped_at"], name="wishes_untold", condition=Q(dropped_at__isnull=False)),
        ]

    objects = WishedListingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.listing_id}"

    def lower(self, prices: Prices, now: datetime) -> Prices:
        """Which offers cost less than when wished, and less than the last mail of these weeks said."""
        told = self.told_prices if self.told_at and self.told_at > now - QUIET else {}
        return {
            offer: price
            for offer, price in prices.items()
            if offer in self.prices and price < min(self.prices[offer], told.get(offer, self.prices[offer]))
        }
