"""What people have: a person × a listing, pending → (wrapped →) active → ended. Never money."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from polymorphic.models import PolymorphicModel
from polymorphic.query import PolymorphicQuerySet

from products.models.offer import Stock
from products.models.promise import Promise


class Unavailable(Exception):
    """Something scarce is gone; the message is fit to show the buyer."""


class EntitlementQuerySet(PolymorphicQuerySet):
    """Adjectives for many entitlements."""

    def pending(self) -> "EntitlementQuerySet":
        return self.filter(state=Entitlement.State.PENDING)

    def active(self) -> "EntitlementQuerySet":
        now = timezone.now()
        return self.filter(state=Entitlement.State.ACTIVE).filter(Q(ends_at=None) | Q(ends_at__gt=now))

    def held_by(self, person: Any) -> "EntitlementQuerySet":
        return self.filter(holder_id=person.pk) if person.is_authenticated else self.none()

    def undelivered(self) -> "EntitlementQuerySet":
        return self.active().filter(delivered_at=None)


class Entitlement(PolymorphicModel):
    """A right that somebody holds. A kind's subclass adds its fields and its verbs."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for payment")
        # A gift: paid for, and open to nobody until it is redeemed. `holder` is who gives it till then.
        WRAPPED = "wrapped", _("gift, not redeemed yet")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")

    class EndReason(models.TextChoices):
        REFUNDED = "refunded", _("refunded")
        WITHDRAWN = "withdrawn", _("withdrawn by the shop")

    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entitlements"
    )
    listing = models.ForeignKey("products.Listing", on_delete=models.PROTECT, related_name="entitlements")
    # The offer may be deleted by a later edit; what it promised stands here.
    offer = models.ForeignKey("products.Offer", null=True, on_delete=models.SET_NULL, related_name="+")
    offer_name = models.CharField(max_length=60)
    quota = models.PositiveIntegerField(null=True)
    terms = models.JSONField(default=dict, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    holds_stock = models.BooleanField(
        default=False, help_text="Whether `reserve` took one of a limited number."
    )
    is_gift = models.BooleanField(
        default=False, editable=False, help_text="Given by hand: its holder's word is no buyer's word."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    wrapped_at = models.DateTimeField(null=True, editable=False)
    activated_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=9, choices=EndReason.choices, blank=True, editable=False)
    # What its holder did with it in the library.
    opened_at = models.DateTimeField(null=True, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)

    is_updated = False  # what a list found out: `products.shelf.with_news`

    # What a kind says of itself.
    library_template: ClassVar[str] = "products/library_item.html"
    receipt_template: ClassVar[str] = ""  # the goods themselves on the receipt page; sees `entitlement`

    class Meta:
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        indexes = [
            models.Index(fields=["holder", "state", "-created_at"], name="entitlement_of_person"),
            models.Index(
                fields=["activated_at"], name="entitlement_undelivered", condition=Q(delivered_at=None)
            ),
        ]

    objects: ClassVar[Any] = EntitlementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.offer_name} #{self.pk}"

    def reserve(self) -> None:
        """Take what is scarce, or raise Unavailable. Called inside the transaction that places the order."""
        if self.offer is None or self.offer.stock is None:
            return
        if not Stock.take(self.offer):
            raise Unavailable(_("“%(name)s” has just been sold out.") % {"name": self.offer.name})
        self.holds_stock = True
        self.save(update_fields=["holds_stock"])

    def deliver(self) -> None:
        """Make what the person was promised; writes only to the database; repeatable."""

    def withdraw(self) -> None:
        """Undo what `deliver` made; repeatable. Stock stays used: selling one more is up to the seller."""

    def release(self) -> None:
        """Give back what `reserve` took, when nothing was ever had."""
        if self.offer_id and self.holds_stock:
            Stock.give_back(self.offer_id)
            self.holds_stock = False
            self.save(update_fields=["holds_stock"])

    def exchange(self, before: Promise, after: Promise) -> None:
        """Fit what was delivered to the promise that this right is of by now; writes to the database."""

    @property
    def promised(self) -> Promise:
        """What this right is of; a kind adds to `kept` what must come back when an exchange is undone."""
        return Promise(self.offer_id, self.offer_name, self.quota, dict(self.terms))

    def earned_at(self) -> datetime | None:
        """When the seller has earned the money: None while it is not known yet.

        A gift is earned like any sale, however long it waits to be redeemed.
        """
        sold_at = self.wrapped_at or self.activated_at
        return sold_at + timedelta(days=settings.EARNED_AFTER_DAYS) if sold_at else None

    def is_open_at(self, now: datetime) -> bool:
        """Whether the right is in force: the one gate is `products.delivery.may_open`, which asks this."""
        return self.state == self.State.ACTIVE and (self.ends_at is None or self.ends_at > now)

    @property
    def is_open(self) -> bool:
        return self.is_open_at(timezone.now())

    def next_action(self) -> dict[str, str]:
        """{label, url} of what the holder most likely wants to do next."""
        return {"label": str(_("Open")), "url": reverse("library_item", args=[self.pk])}

    @classmethod
    def news(cls, listings: Iterable[int]) -> dict[int, datetime]:
        """{listing: when its contents changed last}, as far as the kind knows. One query at most."""
        return {}

    def presses(self) -> list[tuple[str, str]]:
        """[(words, id)] of buttons among the goods that a link in the receipt's mail may press at once."""
        return []

    def mail_note(self) -> str:
        """One line for the receipt mail: how to get at it."""
        return ""

    def desk_facts(self) -> list[tuple[Any, Any]]:
        """[(label, value)] that the back office shows of this kind, to staff and to the listing's sellers."""
        return []

    def desk_history(self) -> list[tuple[datetime, Any]]:
        """[(when, words)] of what this kind did, for the history in the back office."""
        return []
