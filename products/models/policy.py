"""What buyers are promised and allowed: refund policies and licences, each wording kept as a revision."""

from __future__ import annotations

import re
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Revision, RevisionMixin

from cms import pagecache

WORDING = ("name", "summary", "text")  # a change of these is another wording, which buyers accept anew
EDITORS_MARKS = re.compile(r' data-block-key="[^"]*"')


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Adjectives for many policies."""

    def refunds(self) -> PolicyQuerySet:
        return self.filter(kind=Policy.Kind.REFUND)

    def licences(self) -> PolicyQuerySet:
        return self.filter(kind=Policy.Kind.LICENCE)

    def of_the_shop(self) -> PolicyQuerySet:
        return self.filter(seller=None)

    def offered_to(self, sellers: Any, kept: int | None = None) -> PolicyQuerySet:
        """What listings of these sellers may choose: the shop's, their own, and `kept` even if retired."""
        own = Q(seller=None) | Q(seller__in=sellers)
        return self.filter(Q(is_active=True) & own | Q(pk=kept))


class Policy(RevisionMixin, models.Model):
    """A text that listings name. It is retired, never deleted: drafts and sales of old point at it."""

    class Kind(models.TextChoices):
        REFUND = "refund", _("Refund policy")
        LICENCE = "licence", _("Licence")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.REFUND)
    name = models.CharField(
        _("name"), max_length=60, help_text=_("Short, as sellers choose it: “14 days”, “Commercial use”.")
    )
    summary = models.CharField(
        _("in one line"),
        max_length=120,
        help_text=_("Stands beside the price: “Money back within 30 days, no questions.”"),
    )
    text = RichTextField(
        _("text"),
        features=["bold", "italic", "ul", "ol"],
        help_text=_("All of it, in plain words. Buyers accept it and keep the wording they accepted."),
    )
    seller = models.ForeignKey(
        "accounts.Seller",
        verbose_name=_("store"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="policies",
    )
    is_active = models.BooleanField(
        _("offered"),
        default=True,
        help_text=_("Listings can choose it. Off: it is retired, and listings that have it keep it."),
    )
    worded_at = models.DateTimeField(_("last change"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("refunds & licences")
        ordering = ["-kind", "name", "pk"]

    objects = PolicyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def put_down(self, by: Any = None) -> Revision:
        """Save it as a wording of its own, with today's date; what was accepted before stays as it was."""
        with transaction.atomic():
            self.worded_at = timezone.now()
            self.save()
            wording = self.save_revision(user=by)
        pagecache.purge()
        return wording

    def is_reworded(self) -> bool:
        """Whether it says something else than its last wording; the editor's own marks do not count."""
        if self.latest_revision is None:
            return True
        before = self.latest_revision.content
        return any(_plain(getattr(self, name)) != _plain(before[name]) for name in WORDING)


def _plain(words: str) -> str:
    return EDITORS_MARKS.sub("", words)


def first_refund_policy() -> int | None:
    """Key of what a new listing begins with: the oldest refund policy that the shop offers."""
    offered = Policy.objects.refunds().of_the_shop().filter(is_active=True)
    return offered.order_by("pk").values_list("pk", flat=True).first()
