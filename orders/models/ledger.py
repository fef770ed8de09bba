"""The ledger: append-only entries whose postings sum to zero per currency. A balance is a sum."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _


class Frozen(Exception):
    """Somebody tried to change what was posted, or to post what does not balance."""


@dataclass(frozen=True)
class Line:
    """One posting to be: account, amount in minor units (debits positive, credits negative), seller, item."""

    account: str
    amount: int
    seller_id: int | None = None
    item_id: int | None = None


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen("The ledger is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise Frozen("The ledger is append-only.")


class JournalEntry(AppendOnly):
    """Something that happened to money, once: `source` names it and is unique."""

    class Kind(models.TextChoices):
        SALE = "sale", _("sale")
        REFUND = "refund", _("refund")
        REFUND_FAILED = "refund_lost", _("refund that did not arrive")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    source = models.CharField(max_length=80, unique=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="entries")
    occurred_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes = [models.Index(fields=["occurred_at"], name="entries_by_time")]

    def __str__(self) -> str:
        return self.source

    @classmethod
    def post(cls, kind: str, source: str, order: Any, lines: list[Line]) -> JournalEntry:
        """Write one balanced entry. Frozen when the sum is not zero; IntegrityError when posted before."""
        if sum(line.amount for line in lines):
            raise Frozen(f"{source} does not balance: {lines}")
        with transaction.atomic(savepoint=False):
            entry = cls.objects.create(kind=kind, source=source, order=order)
            Posting.objects.bulk_create(
                Posting(
                    entry=entry,
                    account=x.account,
                    seller_id=x.seller_id,
                    item_id=x.item_id,
                    amount=x.amount,
                    currency=order.currency,
                )
                for x in lines
                if x.amount
            )
        return entry


class PostingQuerySet(models.QuerySet["Posting"]):
    """Sums."""

    def balance(self) -> dict[str, int]:
        """{currency: sum in minor units}."""
        sums: Counter[str] = Counter()
        for row in self.values("currency").annotate(sum=Sum("amount")):
            sums[row["currency"]] = row["sum"]
        return dict(sums)


class Posting(AppendOnly):
    """An amount on an account: money in is a debit (positive), what we owe is a credit (negative)."""

    class Account(models.TextChoices):
        STRIPE = "stripe", _("at Stripe")
        FEE = "fee", _("platform fee")
        SELLER = "seller", _("owed to seller")
        BUYER = "buyer", _("owed to buyer")
        COUPON = "coupon", _("borne by the shop")

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="postings")
    account = models.CharField(max_length=8, choices=Account.choices)
    seller = models.ForeignKey(
        "accounts.Seller", null=True, on_delete=models.PROTECT, related_name="postings"
    )
    # Of which sold item: what a listing, a month or a country earned is then a sum of postings.
    item = models.ForeignKey("orders.Item", null=True, on_delete=models.PROTECT, related_name="postings")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        indexes = [models.Index(fields=["account", "seller", "currency"], name="postings_of_account")]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="no_empty_posting"),
            models.CheckConstraint(
                condition=Q(account="seller", seller__isnull=False) | (~Q(account="seller") & Q(seller=None)),
                name="seller_only_on_seller_account",
            ),
        ]

    objects = PostingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.account} {self.amount} {self.currency}"
