"""A seller and the shop's staff talk about how the store stands: an appeal, a question, an answer."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Seller, StandingMessage, User
from accounts.roles import ADMIN, MODERATOR
from cms.queue import soon

MOST_A_DAY = 10
LONGEST = 2000


class Refused(Exception):
    """A message that is not taken; why is fit to show."""


class TooMany(Refused):
    """A seller has written enough for a day."""


class TooLong(Refused):
    """More than anybody wants to read at once; nothing is cut off silently."""


def write(seller: Seller, by: Any, text: str, is_from_staff: bool) -> StandingMessage:
    """Add a message. The owner is mailed the staff's, those who may answer the seller's first.

    Raises TooLong, and TooMany for a seller's eleventh message within a day.
    """
    text = text.replace("\r\n", "\n")  # browsers count a line's end as one letter and send two
    if len(text) > LONGEST:
        words = _("That has %(length)d letters; %(most)d are the most. Say it shorter, or in two messages.")
        raise TooLong(words % {"length": len(text), "most": LONGEST})
    with transaction.atomic():
        Seller.objects.select_for_update().get(pk=seller.pk)  # one after the other, or the limit is none
        before = seller.messages.order_by("pk").last()
        if not is_from_staff and _written_lately(seller) >= MOST_A_DAY:
            raise TooMany(_("That is enough for today. Somebody will read what you wrote."))
        message = StandingMessage.objects.create(
            seller=seller, author=by, text=text, is_from_staff=is_from_staff
        )
        if is_from_staff:
            _mail("seller_message", seller, reverse("seller_standing"), [seller.owner.email])
        elif before is None or before.is_from_staff:  # whoever was told already waits to read all of it
            desk = reverse("sellers:inspect", args=[seller.pk])
            _mail("seller_wrote", seller, desk, _deciding(seller))
    return message


def _written_lately(seller: Seller) -> int:
    lately = timezone.now() - timedelta(days=1)
    return seller.messages.filter(is_from_staff=False, written_at__gt=lately).count()


def _deciding(seller: Seller) -> list[str]:
    """Addresses of those who may answer: admins and moderators, save those of the seller's own team."""
    staff = User.objects.filter(Q(groups__name__in=(ADMIN, MODERATOR)) | Q(is_superuser=True), is_active=True)
    others = staff.exclude(pk__in=seller.members.values("user"))
    return list(others.order_by("email").values_list("email", flat=True).distinct())


def _mail(name: str, seller: Seller, page: str, addresses: list[str]) -> None:
    facts = {"store": seller.name, "url": settings.SITE_URL + page}
    for address in addresses:
        soon("accounts.tasks.send_about_store", name, address, facts)


def unanswered() -> QuerySet[Seller]:
    """Sellers whose last message waits for the staff, the longest waiting first."""
    last = StandingMessage.objects.filter(seller=OuterRef("pk")).order_by("-pk")
    told = Seller.objects.annotate(
        last_by_staff=Subquery(last.values("is_from_staff")[:1]),
        last_at=Subquery(last.values("written_at")[:1]),
    )
    return told.filter(last_by_staff=False).order_by("last_at")
