"""A code that takes something off: what it is good for, until when, how often, and who has used it."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import count
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.money import AmountField
from products.models import Offer, Unavailable

LONGEST_CODE = 32
CODE = re.compile(r"[A-Z0-9-]{4,32}\Z")
ALL_OF_IT = 10_000  # basis points


class Spent(Unavailable):
    """No use of the coupon is left, or none for this buyer."""


def normalised(code: str) -> str:
    """A code as it is kept and compared: " spring-26 " is "SPRING-26"."""
    return "".join(code.split()).upper()


def person_of(email: str) -> str:
    """Whose limit an address counts against: letters small, and without what follows a plus."""
    local, _at, domain = email.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


class CouponQuerySet(models.QuerySet["Coupon"]):
    """Adjectives for many coupons."""

    def coded(self, code: str) -> CouponQuerySet:
        """The one with this code, however it is typed."""
        code = normalised(code[: 2 * LONGEST_CODE])
        return self.filter(code=code) if CODE.match(code) else self.none()


class Coupon(models.Model):
    """Of a store (its seller bears it) or, without one, of the shop (which pays sellers in full)."""

    class Scope(models.TextChoices):
        ALL = "all", _("everything")
        LISTINGS = "listings", _("certain listings")
        OFFERS = "offers", _("certain offers")

    seller = models.ForeignKey(
        "accounts.Seller",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="coupons",
        verbose_name=_("store"),
    )
    code = models.CharField(
        _("code"),
        max_length=LONGEST_CODE,
        validators=[
            RegexValidator(r"^[A-Za-z0-9-]{4,}$", _("Use at least four letters, digits or hyphens."))
        ],
        help_text=_("What buyers type; small and capital letters are the same. Short ones are guessed."),
    )
    basis_points = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = AmountField(_("amount off"), null=True, blank=True)
    currency = models.CharField(max_length=3, editable=False)
    scope = models.CharField(_("good for"), max_length=8, choices=Scope.choices, default=Scope.ALL)
    store = models.ForeignKey(
        "accounts.Seller",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("only of this store"),
    )
    listings = models.ManyToManyField(
        "products.Listing", blank=True, related_name="+", verbose_name=_("listings")
    )
    offers = models.ManyToManyField("products.Offer", blank=True, related_name="+", verbose_name=_("offers"))
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True, help_text=_("Empty: at once."))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True, help_text=_("Empty: it does not end."))
    most = models.PositiveIntegerField(
        _("uses in all"), null=True, blank=True, help_text=_("Empty: as many as people want.")
    )
    most_each = models.PositiveIntegerField(
        _("uses for each buyer"),
        null=True,
        blank=True,
        help_text=_(
            "Empty: no limit. With a limit buyers sign in to use it, for a guest's address is unproved."
        ),
    )
    minimum = AmountField(
        _("from an amount of"),
        null=True,
        blank=True,
        help_text=_("What the things it is good for must cost together, before it is taken off."),
    )
    most_off = AmountField(
        _("takes off at most"),
        null=True,
        blank=True,
        help_text=_(
            "In one order. Needed for per cents of the shop's own coupons: sellers set their prices."
        ),
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Off: nobody can use it; it is kept here.")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(Upper("code"), name="one_coupon_of_a_code"),
            models.CheckConstraint(
                condition=Q(basis_points__gte=1, basis_points__lte=ALL_OF_IT, amount=None)
                | Q(amount__gte=1, basis_points=None),
                name="coupon_of_percent_or_amount",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="coupon_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(seller=None) | Q(store=None), name="coupon_of_a_store_is_for_that_store"
            ),
        ]

    objects = CouponQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Another coupon's code is refused in words; the constraint decides a race."""
        self.code = normalised(self.code or "")
        if self.is_borne_by_shop and self.basis_points and self.most_off is None:
            raise ValidationError(
                {"most_off": _("Say how much it may take off one order: the shop pays for it.")}
            )
        if Coupon.objects.coded(self.code).exclude(pk=self.pk).exists():
            raise ValidationError({"code": _("This code is taken. Think of another one.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Codes are kept as they are compared."""
        self.code = normalised(self.code)
        self.currency = self.currency or settings.SHOP_CURRENCY
        super().save(*args, **kwargs)

    @property
    def is_borne_by_shop(self) -> bool:
        return self.seller_id is None

    @property
    def taken(self) -> int:
        """How many uses are taken; select `use` with it."""
        use = getattr(self, "use", None)
        return use.taken if use else 0

    def has_begun(self, now: datetime | None = None) -> bool:
        """Whether its first moment is here."""
        return self.starts_at is None or self.starts_at <= (now or timezone.now())

    def has_ended(self, now: datetime | None = None) -> bool:
        """Whether its last moment is over."""
        return self.ends_at is not None and self.ends_at <= (now or timezone.now())

    def choose(self, offers: list[Offer]) -> set[int]:
        """Keys of those of the offers that it is good for. At most one query."""
        of = self.seller_id or self.store_id
        own = [offer for offer in offers if not of or offer.listing.card.seller_id == of]
        if self.scope == self.Scope.LISTINGS:
            named = set(self.listings.values_list("pk", flat=True))
            return {offer.pk for offer in own if offer.listing_id in named}
        if self.scope == self.Scope.OFFERS:
            return {offer.pk for offer in own} & set(self.offers.values_list("pk", flat=True))
        return {offer.pk for offer in own}


class CouponUse(models.Model):
    """How many uses of a coupon are taken. Apart from the coupon, whose row a form writes whole."""

    coupon = models.OneToOneField(Coupon, on_delete=models.CASCADE, related_name="use", primary_key=True)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("uses taken")

    def __str__(self) -> str:
        return f"{self.coupon_id}: {self.taken}"


class RedemptionQuerySet(models.QuerySet["Redemption"]):
    """Adjectives for many redemptions."""

    def held(self) -> RedemptionQuerySet:
        """Those that count against the limits: of orders that wait or are paid."""
        return self.filter(released_at=None)

    def of_person(self, email: str, buyer_id: int) -> RedemptionQuerySet:
        """Made with an address of the same person, or by the same account."""
        return self.filter(Q(who=person_of(email)) | Q(buyer=buyer_id))


class Redemption(models.Model):
    """One order's use of a coupon: reserved with the order, let go when the order ends unpaid."""

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="redemptions")
    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="redemption")
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=254)
    nth = models.PositiveIntegerField()  # of this person's uses
    created_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("redemption")
        verbose_name_plural = _("redemptions")
        constraints = [
            models.UniqueConstraint(
                fields=["coupon", "who", "nth"],
                condition=Q(released_at=None),
                name="each_use_of_a_person_once",
            )
        ]

    objects = RedemptionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.coupon} · {self.order}"

    @classmethod
    def reserve(cls, coupon: Coupon, order: Any) -> None:
        """Take one use for an order, in the caller's transaction. Raises Spent when none is left.

        The conditional update also holds the counter's row until the transaction ends, so whoever comes
        second counts the uses of a person only when the first one's are written.
        """
        CouponUse.objects.get_or_create(coupon=coupon)
        left = Q(taken__lt=coupon.most) if coupon.most is not None else Q()
        if not CouponUse.objects.filter(left, pk=coupon.pk).update(taken=F("taken") + 1):
            raise Spent(_("The coupon “%(code)s” has been used up.") % {"code": coupon.code})
        held = cls.objects.held().filter(coupon=coupon)
        own = held.of_person(order.email, order.buyer_id)
        if coupon.most_each is not None and own.count() >= coupon.most_each:
            raise Spent(_("You have used the coupon “%(code)s” already.") % {"code": coupon.code})
        who = person_of(order.email)
        taken = set(held.filter(who=who).values_list("nth", flat=True))
        nth = next(n for n in count(1) if n not in taken)
        given = {"coupon": coupon, "buyer_id": order.buyer_id, "who": who, "nth": nth, "released_at": None}
        cls.objects.update_or_create(order=order, defaults=given)

    @classmethod
    def reserve_again(cls, order: Any) -> None:
        """For a payment that came after its order had let the use go. Raises Spent."""
        row = cls.objects.select_related("coupon").filter(order=order).exclude(released_at=None).first()
        if row:
            cls.reserve(row.coupon, order)

    @classmethod
    def release(cls, order: Any) -> None:
        """Let the use of an order go, once; nothing for an order without one."""
        mine = cls.objects.held().filter(order=order)
        coupon_id = mine.values_list("coupon", flat=True).first()
        if coupon_id and mine.update(released_at=timezone.now()):
            CouponUse.objects.filter(pk=coupon_id, taken__gt=0).update(taken=F("taken") - 1)
