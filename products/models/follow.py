"""Whose new listings a person wants to hear of."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from products.models.card import Card

A_DAY = timedelta(days=1)
SETTLED = timedelta(minutes=1)  # what is older is committed: nothing with an earlier time can still appear


class FollowedStoreQuerySet(models.QuerySet["FollowedStore"]):
    """Questions about many followers."""

    def with_news(self, now: datetime) -> "FollowedStoreQuerySet":
        """The store has first published something since the last mail, or since it is followed."""
        fresh = Card.objects.public().filter(
            seller=OuterRef("seller"),
            published_at__gt=OuterRef("seen_until"),
            published_at__lte=now - SETTLED,
        )
        return self.filter(Exists(fresh))

    def rested(self, now: datetime) -> "FollowedStoreQuerySet":
        """Of people who got no such mail for a day."""
        mailed = FollowedStore.objects.filter(user=OuterRef("user"), mailed_at__gt=now - A_DAY)
        return self.exclude(Exists(mailed))


class FollowedStore(models.Model):
    """A person follows a store; nobody else learns of it, the store reads a number."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, related_name="followers")
    followed_at = models.DateTimeField(_("followed"), default=timezone.now)
    seen_until = models.DateTimeField(default=timezone.now, help_text="Listings up to here were told.")
    mailed_at = models.DateTimeField(null=True)
    mail_lease_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("followed store")
        verbose_name_plural = _("followed stores")
        constraints = [models.UniqueConstraint(fields=["user", "seller"], name="followed_once")]

    objects = FollowedStoreQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.seller_id}"

    @classmethod
    def claim(cls, user_id: int, now: datetime, until: datetime) -> int | None:
        """Take the right to mail a person for a while: key of the row that holds it; None if it is taken."""
        first = cls.objects.filter(user=user_id).order_by("pk").first()
        is_free = Q(mail_lease_until=None) | Q(mail_lease_until__lt=now)
        if first and cls.objects.filter(is_free, pk=first.pk).update(mail_lease_until=until):
            return first.pk
        return None
