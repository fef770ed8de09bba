"""A lower price while a campaign is live: proposed by an editor, in force once the store has accepted it.

Nothing is written into the offer, so nothing has to be undone: a price holds while its campaign does.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from cms.money import AmountField
from products.models.offer import Offer

Terms = dict[str, list[Any]]  # {offer: [price in minor units, when it ends (ISO 8601)]}, as a card keeps them


class FeaturedPriceQuerySet(models.QuerySet["FeaturedPrice"]):
    """Adjectives for proposals and agreed prices."""

    def open(self, now: datetime) -> "FeaturedPriceQuerySet":
        """What a store may still answer."""
        return self.filter(state=FeaturedPrice.State.PROPOSED, ends_at__gt=now)

    def with_offers(self) -> "FeaturedPriceQuerySet":
        """Ready to be told by listing and offer."""
        return self.select_related("offer__listing").order_by("ends_at", "pk")

    def of_sellers(self, sellers: Iterable[int]) -> "FeaturedPriceQuerySet":
        return self.filter(offer__listing__card__seller__in=sellers)

    def in_force(self, now: datetime) -> "FeaturedPriceQuerySet":
        """Accepted, within the agreed time, and of a campaign that is live: the clock alone ends it."""
        agreed = Q(state=FeaturedPrice.State.ACCEPTED, ends_at__gt=now)
        begun = Q(starts_at=None) | Q(starts_at__lte=now)
        going = Q(campaign__expire_at=None) | Q(campaign__expire_at__gt=now)
        return self.filter(agreed, begun, going, campaign__live=True)

    def terms(self, now: datetime) -> dict[int, Terms]:
        """The lowest price in force of each offer, by listing. One query."""
        found: dict[int, Terms] = {}
        rows = self.in_force(now).select_related("offer", "campaign").order_by("-price", "ends_at", "pk")
        for row in rows:  # the last one written for an offer is the lowest
            until = min(filter(None, [row.ends_at, row.campaign.expire_at]))
            found.setdefault(row.offer.listing_id, {})[str(row.offer_id)] = [row.price, until.isoformat()]
        return found


class FeaturedPrice(models.Model):
    """What a store was asked for, and what it said. The price is in minor units."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for the store")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    campaign = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="featured_prices",
        verbose_name=_("campaign"),
    )
    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, related_name="featured_prices", verbose_name=_("offer")
    )
    price = AmountField(_("price"), validators=[MinValueValidator(1)])
    starts_at = models.DateTimeField(_("from"), null=True, help_text="Empty: at once.")
    ends_at = models.DateTimeField(_("until"))
    state = models.CharField(_("answer"), max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("featured price")
        verbose_name_plural = _("featured prices")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "offer"], name="featured_once_in_a_campaign"),
            models.CheckConstraint(condition=Q(price__gt=0), name="featured_price_above_zero"),
        ]
        indexes = [models.Index(fields=["state", "ends_at"], name="featured_in_force")]

    objects = FeaturedPriceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.price}"

    def asks_more_than(self, price: int, starts_at: datetime | None, ends_at: datetime) -> bool:
        """Whether these terms would cost the store more than those of this row, so it must be asked."""
        earlier = self.starts_at is not None and (starts_at is None or starts_at < self.starts_at)
        return price != self.price or earlier or ends_at > self.ends_at


def apply_terms(offers: Iterable[Offer], terms: Terms, now: datetime) -> None:
    """Tell the offers their featured prices, from terms of which some may be over."""
    for offer in offers:
        price, until = terms.get(str(offer.pk), (None, ""))
        ends_at = parse_datetime(until) if until else None
        offer.featured_price = price if ends_at and ends_at > now else None


def feature(offers: Iterable[Offer]) -> None:
    """Tell the offers the featured prices of this moment. One query, however many there are."""
    offers = list(offers)
    now = timezone.now()
    found = FeaturedPrice.objects.filter(offer__in=[offer.pk for offer in offers if offer.pk]).terms(now)
    apply_terms(offers, {pk: term for terms in found.values() for pk, term in terms.items()}, now)
