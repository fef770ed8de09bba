"""What somebody pays for again and again: the plan as it was agreed, and how Stripe says that it stands."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.money import AmountField
from cms.queue import soon
from products.models.offer import Offer, per


def grace() -> timedelta:
    """How long a right outlives the period that was paid for, while the next payment is tried."""
    return timedelta(days=settings.SUBSCRIPTION_GRACE_DAYS)


TRIAL_GRACE = timedelta(days=1)  # what was never paid for is open no longer than Stripe needs to collect


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Adjectives for many subscriptions."""

    def running(self) -> "SubscriptionQuerySet":
        """Begun and not over: Stripe may take money for it."""
        return self.filter(state__in=Subscription.RUNNING)

    def begun(self) -> "SubscriptionQuerySet":
        return self.exclude(started_at=None)

    def owing(self) -> "SubscriptionQuerySet":
        """The last payment failed."""
        return self.filter(state=Subscription.State.PAST_DUE)

    def overdue(self, now: datetime) -> "SubscriptionQuerySet":
        """Its paid time is over, and we have heard neither of money nor of an end."""
        return self.running().filter(paid_until__lt=now)

    def out_of_grace(self, now: datetime) -> "SubscriptionQuerySet":
        """Owing for too long; what was only tried and never paid is given a day."""
        untried = Q(trial_until=None) | Q(paid_until__gt=F("trial_until"))
        late = Q(paid_until__lt=now - grace()) | (Q(paid_until__lt=now - TRIAL_GRACE) & ~untried)
        return self.owing().filter(late, stop_asked_at=None)

    def tried(self) -> "SubscriptionQuerySet":
        """Begun with days that cost nothing."""
        return self.begun().exclude(trial_days=None)

    def to_stop(self) -> "SubscriptionQuerySet":
        """It must end at Stripe at once, and has not been seen to end yet."""
        return self.exclude(stop_asked_at=None).exclude(stripe_id="").filter(ended_at=None)

    def to_forget(self) -> "SubscriptionQuerySet":
        """Over, or never begun, and Stripe still knows the customer of somebody who was erased."""
        asked = self.filter(forget_asked_at__isnull=False)
        return asked.filter(Q(stripe_id="") | Q(ended_at__isnull=False))

    def bought_by(self, person: Any) -> "SubscriptionQuerySet":
        return self.filter(entitlement__holder_id=person.pk)


class Subscription(models.Model):
    """A person pays an offer every month or year. Terms are frozen; what it opens is its entitlement."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for the first payment")
        TRIAL = "trial", _("trying it out")
        ACTIVE = "active", _("active")
        PAST_DUE = "past_due", _("payment failed")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("ended")

    class Why(models.TextChoices):
        """Why it ended or will end; the first are for buyers to choose from."""

        UNUSED = "unused", _("I do not use it enough")
        EXPENSIVE = "expensive", _("It costs too much")
        MISSING = "missing", _("It lacks something I need")
        OTHER = "other", _("Something else")
        UNPAID = "unpaid", _("the payment failed")
        REFUNDED = "refunded", _("the money went back")
        GONE = "gone", _("it was no longer to be had")
        TRIED = "tried", _("it was tried before")
        AT_STRIPE = "at_stripe", _("ended at Stripe")

    RUNNING = (State.TRIAL, State.ACTIVE, State.PAST_DUE, State.PAUSED)
    OF_BUYERS = (Why.UNUSED, Why.EXPENSIVE, Why.MISSING, Why.OTHER)

    entitlement = models.OneToOneField(
        "products.Entitlement", on_delete=models.PROTECT, related_name="subscription"
    )
    seller = models.ForeignKey("accounts.Seller", on_delete=models.PROTECT, related_name="subscriptions")
    listing = models.ForeignKey("products.Listing", on_delete=models.PROTECT, related_name="subscriptions")
    offer = models.ForeignKey("products.Offer", null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    offer_name = models.CharField(_("plan"), max_length=60)
    amount = AmountField(_("price"))
    currency = models.CharField(max_length=3)
    interval = models.CharField(_("is paid"), max_length=5, choices=Offer.Interval.choices)
    fee_bps = models.PositiveIntegerField()
    trial_days = models.PositiveSmallIntegerField(_("days to try it"), null=True)
    trial_until = models.DateTimeField(_("free until"), null=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    stripe_id = models.CharField(max_length=120, blank=True, db_index=True)
    stripe_customer = models.CharField(max_length=120, blank=True)
    card = models.CharField(_("card"), max_length=60, blank=True, help_text=_("As its owner knows it."))
    card_given_at = models.DateTimeField(
        null=True, editable=False, help_text="When the page was opened on which its card was given."
    )
    card_mark = models.CharField(
        max_length=40, blank=True, editable=False, help_text="Stripe's fingerprint of it."
    )
    paid_until = models.DateTimeField(_("paid until"), null=True)
    is_paused = models.BooleanField(_("paused"), default=False, help_text=_("Nothing is charged."))
    goes_on_at = models.DateTimeField(_("goes on"), null=True)
    is_ending = models.BooleanField(
        _("ends with the period"), default=False, help_text=_("Its buyer has cancelled it.")
    )
    why = models.CharField(_("reason"), max_length=10, choices=Why.choices, blank=True)
    words = models.CharField(_("in the buyer's words"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(_("since"), null=True)
    past_due_at = models.DateTimeField(_("payment failed"), null=True)
    stop_asked_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True)
    forget_asked_at = models.DateTimeField(
        null=True, editable=False, help_text="Its buyer was erased: the customer at Stripe must go, too."
    )
    # Counts what was taken over from Stripe: whoever read before another wrote, reads again.
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["seller", "-created_at"], name="subscriptions_of_seller"),
            models.Index(
                fields=["listing", "card_mark"], name="who_tried_with_a_card", condition=~Q(trial_days=None)
            ),
            models.Index(fields=["paid_until"], name="subscriptions_running", condition=Q(ended_at=None)),
            models.Index(
                fields=["id"], name="customers_to_forget", condition=Q(forget_asked_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["stripe_id"], condition=~Q(stripe_id=""), name="one_row_per_stripe_subscription"
            ),
        ]

    objects = SubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.title} · {self.offer_name}"

    def get_absolute_url(self) -> str:
        return reverse("subscription", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING

    @property
    def per(self) -> str:
        """ "a month" or "a year"."""
        return per(self.interval)

    @property
    def opens_until(self) -> datetime | None:
        """When the right ends if nothing more is heard: with the period if no payment comes, else later."""
        if self.paid_until is None or self.is_ending or self.is_paused:
            return self.paid_until
        return self.paid_until + (grace() if self.was_paid else TRIAL_GRACE)

    @property
    def was_paid(self) -> bool:
        """Whether it ever cost anything: else it is, or was, only tried."""
        return self.trial_until is None or bool(self.paid_until and self.paid_until > self.trial_until)

    @property
    def a_month(self) -> int:
        """What it brings in a month, in minor units: a twelfth of a year's price, rounded down."""
        return self.amount // 12 if self.interval == Offer.Interval.YEAR else self.amount


class SubscriptionNotice(models.Model):
    """A mail about a subscription that is owed, and whether it was sent: once for each thing it is about."""

    class Kind(models.TextChoices):
        PAST_DUE = "past_due", _("a payment failed")
        LAST_CALL = "last_call", _("it ends soon")
        TRIAL = "trial", _("a trial began")
        TRIAL_ENDS = "trial_ends", _("a trial ends soon")
        TRIED = "tried", _("it was tried before")
        CHANGED = "changed", _("another plan began")
        PAUSED = "paused", _("it was paused")
        CANCELLED = "cancelled", _("it was cancelled")
        RESUMED = "resumed", _("it goes on")
        ENDED = "ended", _("it has ended")

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=120, help_text=_("Which period or step it is about."))
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    mail_lease_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("notice of a subscription")
        verbose_name_plural = _("notices of subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["subscription", "kind", "about"], name="one_notice_of_a_thing"),
        ]
        indexes = [
            models.Index(fields=["id"], name="subscription_notices_unsent", condition=Q(sent_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.subscription_id}"

    @classmethod
    def write(cls, subscription: Subscription, kind: str, about: Any) -> bool:
        """Owe a mail; False when it is owed or was sent already."""
        about = about.date().isoformat() if isinstance(about, datetime) else str(about)
        row, is_new = cls.objects.get_or_create(subscription=subscription, kind=kind, about=about[:120])
        if is_new:
            soon("orders.tasks.tell_of_subscription", row.pk)
        return is_new

    @classmethod
    def forget(cls, subscription: Subscription, kinds: Collection[str]) -> None:
        """What was owed and is no longer true need not be told."""
        cls.objects.filter(subscription=subscription, kind__in=kinds, sent_at=None).delete()
