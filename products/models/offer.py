"""What people buy: a name, a price and how often it is paid."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from modelcluster.fields import ParentalKey

from cms.money import AmountField
from cms.pages import Row
from products.models.promise import Promise

LONGEST_TRIAL = 730  # days: Stripe takes no more


class Offer(Row):
    """One way to buy a listing. No price means "not priced yet", never free: free is a switch."""

    class Interval(models.TextChoices):
        ONCE = "once", _("once")
        MONTH = "month", _("every month")
        YEAR = "year", _("every year")

    listing = ParentalKey("products.Listing", on_delete=models.CASCADE, related_name="offers")
    name = models.CharField(
        _("name"), max_length=60, help_text=_("What the buyer chooses: “Personal licence”.")
    )
    price = AmountField(
        _("price"), null=True, blank=True, help_text=_("Empty: not priced yet, so it cannot be bought.")
    )
    is_free = models.BooleanField(
        _("free"), default=False, help_text=_("Give it away. Leave the price empty.")
    )
    interval = models.CharField(
        _("is paid"),
        max_length=5,
        choices=Interval.choices,
        default=Interval.ONCE,
        help_text=_("How often the price is paid."),
    )
    compare_at = AmountField(
        _("price before"), null=True, blank=True, help_text=_("Shown struck through; higher than the price.")
    )
    minimum = AmountField(
        _("pay what you want, from"),
        null=True,
        blank=True,
        help_text=_("The least a buyer may give; the price is then your suggestion."),
    )
    quota = models.PositiveIntegerField(
        _("limit per buyer"),
        null=True,
        blank=True,
        help_text=_("Empty: no limit."),
    )
    stock = models.PositiveIntegerField(
        _("how many to sell"), null=True, blank=True, help_text=_("Empty: as many as people want.")
    )
    trial_days = models.PositiveSmallIntegerField(
        _("days to try it"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_TRIAL)],
        help_text=_("A subscription costs nothing for so long, once for each person. Empty: no trial."),
    )
    takes_upgrades = models.BooleanField(
        _("upgrade to this"),
        default=False,
        help_text=_("Whoever has a cheaper offer of this listing may pay the difference and get this one."),
    )
    # What only its kind understands, such as months of updates; asked by the kind's `offer_terms`.
    terms = models.JSONField(default=dict, blank=True, editable=False)
    is_active = models.BooleanField(
        _("on sale"), default=True, help_text=_("Off: kept here, hidden from buyers.")
    )

    # Told by products.models.featured to whoever prices an offer; in minor units, None: no campaign.
    featured_price: int | None = None

    class Meta(Row.Meta):
        verbose_name = _("offer")
        verbose_name_plural = _("offers")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """ValidationError where the numbers contradict one another."""
        self._refuse_contradicting_ways()
        if self.is_free and (self.price or self.minimum):
            raise ValidationError({"is_free": _("A free offer has no price.")})
        if self.price == 0:
            raise ValidationError(
                {"price": _("To give it away, leave the price empty and switch “free” on.")}
            )
        if self.stock == 0:
            raise ValidationError({"stock": _("Nothing to sell? Switch “on sale” off instead.")})
        if self.quota == 0:
            raise ValidationError({"quota": _("At least one, or empty for no limit.")})
        if self.compare_at is not None and (self.price is None or self.compare_at <= self.price):
            raise ValidationError({"compare_at": _("The price before must be higher than the price.")})
        if self.minimum is not None and (self.price is None or self.minimum > self.price):
            raise ValidationError({"minimum": _("Give a suggested price that is at least the minimum.")})

    def _refuse_contradicting_ways(self) -> None:
        if self.trial_days is not None and (not self.is_lasting or not self.trial_days):
            raise ValidationError({"trial_days": _("Only what is paid every month or year can be tried.")})
        if self.takes_upgrades and (self.is_free or self.is_lasting or self.is_pay_what_you_want):
            raise ValidationError(
                {"takes_upgrades": _("People can upgrade to what has one fixed price, paid once.")}
            )
        if self.takes_upgrades and self.stock is not None:
            raise ValidationError(
                {"takes_upgrades": _("People cannot upgrade to what there is only a number of.")}
            )

    @property
    def is_priced(self) -> bool:
        return self.is_free or self.price is not None

    @property
    def is_buyable(self) -> bool:
        return self.is_active and self.is_priced

    @property
    def is_lasting(self) -> bool:
        """Whether it is a subscription: paid again each month or year."""
        return not self.is_free and self.interval != self.Interval.ONCE

    @property
    def promised(self) -> Promise:
        """What a buyer is promised today."""
        return Promise(self.pk, self.name, self.quota, dict(self.terms))

    @property
    def per(self) -> str:
        """How a price goes on after the amount: "a month"; nothing for what is paid once."""
        return per(self.interval) if self.is_lasting else ""

    @property
    def is_pay_what_you_want(self) -> bool:
        return self.minimum is not None

    @property
    def can_be_featured(self) -> bool:
        """Whether a campaign may lower the price: it has one, asked once, and the buyer does not name it."""
        is_fixed = self.price is not None and not self.is_free and not self.is_pay_what_you_want
        return is_fixed and self.interval == self.Interval.ONCE

    @property
    def is_featured(self) -> bool:
        """Whether a campaign lowers the price now; never to nothing."""
        if not self.can_be_featured or self.price is None or self.featured_price is None:
            return False
        return 0 < self.featured_price < self.price

    @property
    def price_now(self) -> int | None:
        """The price, or the lower one of a campaign, in minor units; None while not priced."""
        return self.featured_price if self.is_featured else self.price

    @property
    def price_before(self) -> int | None:
        """What is struck through: the offer's own price during a campaign, else what the seller names."""
        return self.price if self.is_featured else self.compare_at

    @property
    def lowest(self) -> int | None:
        """The least one can pay, in minor units; None while not priced."""
        if self.is_free:
            return 0
        return self.price_now if self.minimum is None else self.minimum


def per(interval: str) -> str:
    """ "a month", "a year", or nothing."""
    return {"month": pgettext("price", "a month"), "year": pgettext("price", "a year")}.get(interval, "")


class Stock(models.Model):
    """How much of an offer is taken. Apart from the offer, whose rows a publish writes anew."""

    offer = models.OneToOneField(
        Offer, on_delete=models.CASCADE, related_name="taken_stock", primary_key=True
    )
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("stock taken")

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.taken}"

    @classmethod
    def take(cls, offer: Offer) -> bool:
        """Take one; False when nothing is left. The database decides a race."""
        if offer.stock is None:
            return True
        cls.objects.get_or_create(offer=offer)
        return cls.objects.filter(Q(pk=offer.pk), taken__lt=offer.stock).update(taken=F("taken") + 1) == 1

    @classmethod
    def give_back(cls, offer_id: int) -> None:
        """Put one back, never below zero."""
        cls.objects.filter(pk=offer_id, taken__gt=0).update(taken=F("taken") - 1)
