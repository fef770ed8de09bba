"""What somebody bought: amounts, titles and terms are frozen at purchase."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.languages import spoken
from cms.money import AmountField


def new_token() -> str:
    """The unguessable part of an order's address."""
    return secrets.token_urlsafe(24)


def upgrade_words(before: str, after: str) -> str:
    """ "Upgrade from Personal to Team"."""
    return gettext("Upgrade from %(before)s to %(after)s") % {"before": before, "after": after}


class OrderQuerySet(models.QuerySet["Order"]):
    """Adjectives for many orders."""

    def placed(self) -> "OrderQuerySet":
        return self.filter(state=Order.State.PLACED)

    def paid(self) -> "OrderQuerySet":
        return self.filter(state=Order.State.PAID)

    def overdue(self) -> "OrderQuerySet":
        """Nobody paid in time. A bank debit under way, or what a person must look at, is left alone."""
        return self.placed().filter(expires_at__lt=timezone.now(), processing_at=None, problem="")

    def under_way(self) -> "OrderQuerySet":
        """A payment was made that takes days to arrive."""
        return self.placed().exclude(processing_at=None)

    def owed_back(self) -> "OrderQuerySet":
        """A payment came too late and its refund has not reached Stripe yet."""
        return self.filter(state=Order.State.RETURNED, late_refund_id="")

    def untold(self) -> "OrderQuerySet":
        """The buyer must still hear that the payment failed or goes back."""
        bad_news = Q(state=Order.State.RETURNED) | Q(failed_at__isnull=False)
        return self.filter(bad_news, told_at=None)

    def bought_by(self, person: Any) -> "OrderQuerySet":
        return self.filter(buyer_id=person.pk) if person.is_authenticated else self.none()


class Order(models.Model):
    """One payment for one or more items, of one or more sellers."""

    class State(models.TextChoices):
        PLACED = "placed", _("waiting for payment")
        PAID = "paid", _("paid")
        LAPSED = "lapsed", _("lapsed")
        RETURNED = "returned", _("paid too late, money returned")

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    # Made from the form that placed it: the same form sent twice finds the same order.
    attempt = models.CharField(max_length=64, unique=True, null=True, editable=False)
    is_guest = models.BooleanField(
        default=False, editable=False, help_text="Placed without signing in: its receipt opens the goods."
    )
    number = models.CharField(_("number"), max_length=20, unique=True, null=True, editable=False)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders", verbose_name=_("buyer")
    )
    email = models.EmailField(_("e-mail address"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    business_name = models.CharField(_("company"), max_length=120, blank=True)
    tax_id = models.CharField(_("VAT number"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PLACED)
    currency = models.CharField(_("currency"), max_length=3)
    total = AmountField(_("total"))
    coupon_code = models.CharField(_("coupon"), max_length=32, blank=True, editable=False)
    discount = AmountField(_("discount"), default=0, editable=False)
    terms_accepted_at = models.DateTimeField(null=True)
    # Which wording was accepted: Wagtail's revisions never change, and these cannot be purged.
    terms_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    immediate_delivery_at = models.DateTimeField(
        null=True, help_text="When the buyer asked for delivery before the withdrawal period ends."
    )
    subscription = models.ForeignKey(
        "orders.Subscription", null=True, editable=False, on_delete=models.PROTECT, related_name="orders"
    )
    # Which bill of a subscription this order is: each is booked once.
    stripe_invoice = models.CharField(max_length=120, unique=True, null=True, editable=False)
    language = models.CharField(max_length=12, default=spoken, editable=False)  # its mails speak it
    session_id = models.CharField(max_length=120, blank=True, db_index=True)
    session_url = models.TextField(blank=True)
    payment_attempt = models.PositiveSmallIntegerField(
        default=1, editable=False, help_text="Part of the idempotency key of the payment page."
    )
    payment_intent = models.CharField(max_length=120, blank=True, db_index=True)
    declines = models.PositiveSmallIntegerField(default=0, editable=False)
    late_refund_id = models.CharField(max_length=120, blank=True, editable=False)
    problem = models.CharField(
        _("problem"), max_length=200, blank=True, help_text="Set where a person must look."
    )
    created_at = models.DateTimeField(_("placed"), auto_now_add=True)
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(_("paid"), null=True)
    processing_at = models.DateTimeField(
        null=True, editable=False, help_text="When a payment began that takes days, such as a bank debit."
    )
    failed_at = models.DateTimeField(null=True, editable=False, help_text="When such a payment failed.")
    receipt_sent_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(
        null=True, editable=False, help_text="When the buyer was told that the payment failed or goes back."
    )
    mail_lease_until = models.DateTimeField(
        null=True, editable=False, help_text="Somebody is sending a mail until then at the latest."
    )

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["buyer", "-created_at"], name="orders_of_buyer"),
            models.Index(fields=["expires_at"], name="orders_overdue", condition=Q(state="placed")),
            models.Index(fields=["-created_at", "-id"], name="orders_newest"),
            models.Index(fields=["-paid_at", "-id"], name="orders_paid_newest", condition=Q(state="paid")),
        ]

    objects = OrderQuerySet.as_manager()

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("order", args=[self.token])

    @property
    def subtotal(self) -> int:
        """What it would have cost without its coupon."""
        return self.total + self.discount

    def refunded(self) -> int:
        """What was given back so far, in minor units."""
        return self.items.aggregate(sum=Sum("refunded_amount"))["sum"] or 0


class Item(models.Model):
    """One offer in an order, as it was when it was sold."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="items")
    seller = models.ForeignKey("accounts.Seller", on_delete=models.PROTECT, related_name="items")
    listing = models.ForeignKey("products.Listing", on_delete=models.PROTECT, related_name="items")
    offer = models.ForeignKey("products.Offer", null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The wordings of the listing's own policies that were accepted with it; null before there were any.
    refund_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    licence_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    entitlement = models.ForeignKey("products.Entitlement", on_delete=models.PROTECT, related_name="items")
    is_renewal = models.BooleanField(
        default=False, editable=False, help_text="Paid for what an earlier item gave: a further period."
    )
    # Paid for what an earlier item or somebody's hand gave, to have another offer in its place: `Upgrade`.
    upgraded_from = models.CharField(
        max_length=60, blank=True, editable=False, help_text="The offer it was of; empty: no upgrade."
    )
    title = models.CharField(_("title"), max_length=255)
    offer_name = models.CharField(_("offer"), max_length=60)
    seller_name = models.CharField(_("seller"), max_length=255)
    kind = models.CharField(_("kind"), max_length=40)
    amount = AmountField(_("amount"))  # what the buyer pays
    discount = AmountField(_("discount"), default=0)
    # That part of the discount which the shop bears: the seller's share does not shrink by it.
    discount_by_shop = AmountField(default=0)
    # Taken at the checkout because its seller suggested it, and by how much less than alone.
    suggestion = models.ForeignKey(
        "orders.Suggestion", null=True, editable=False, on_delete=models.SET_NULL, related_name="items"
    )
    suggestion_off = AmountField(default=0, editable=False)
    fee_bps = models.PositiveIntegerField()
    fee = AmountField(_("platform fee"))
    refunded_amount = AmountField(_("refunded"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("order", "item")
        verbose_name_plural = pgettext_lazy("order", "items")
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement"],
                condition=Q(is_renewal=False, upgraded_from=""),
                name="each_right_is_sold_once",
            ),
            models.CheckConstraint(
                condition=Q(refunded_amount__lte=F("amount")), name="no_more_refunded_than_paid"
            ),
            models.CheckConstraint(
                condition=Q(fee__lte=F("amount") + F("discount_by_shop")), name="fee_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(discount_by_shop__lte=F("discount")), name="shop_bears_no_more_than_the_discount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.what}"

    @property
    def is_upgrade(self) -> bool:
        return bool(self.upgraded_from)

    @property
    def what(self) -> str:
        """Which offer was bought, in words: "Team", "Upgrade from Personal to Team"."""
        return upgrade_words(self.upgraded_from, self.offer_name) if self.is_upgrade else self.offer_name

    @property
    def price(self) -> int:
        """What it cost before the coupon."""
        return self.amount + self.discount

    @property
    def seller_share(self) -> int:
        return self.amount + self.discount_by_shop - self.fee

    @property
    def refundable(self) -> int:
        return self.amount - self.refunded_amount

    @property
    def kept(self) -> int:
        """What stays paid for it, with that part of the shop's coupon which stays with it."""
        ours = self.discount_by_shop
        if self.amount:
            ours -= ours * self.refunded_amount // self.amount
        return self.refundable + ours
