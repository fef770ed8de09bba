"""A seller and the shop's staff talk about how the store stands: an appeal, a question, an answer."""

from datetime import timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import letters
from accounts.models import Seller, StandingMessage
from cms.queue import soon

MOST_A_DAY = 10
LONGEST = 2000


class TooMany(Exception):
    """A seller has written enough for a day; the message is fit to show."""


def write(seller: Seller, by: Any, text: str, is_from_staff: bool) -> StandingMessage:
    """Add a message. The owner hears of the staff's by mail, the staff of the seller's on their home.

    Raises TooMany for a seller's eleventh message within a day.
    """
    lately = timezone.now() - timedelta(days=1)
    own = seller.messages.filter(is_from_staff=False, written_at__gt=lately)
    if not is_from_staff and own.count() >= MOST_A_DAY:
        raise TooMany(_("That is enough for today. Somebody will read what you wrote."))
    message = StandingMessage.objects.create(
        seller=seller, author=by, text=text[:LONGEST], is_from_staff=is_from_staff
    )
    if is_from_staff:
        letter = letters.written("seller_message", {"store": seller.name})
        soon("accounts.tasks.send_letter", seller.owner.email, letter)
    return message


def unanswered() -> QuerySet[Seller]:
    """Sellers whose last message waits for the staff, the longest waiting first."""
    last = StandingMessage.objects.filter(seller=OuterRef("pk")).order_by("-pk")
    told = Seller.objects.annotate(
        last_by_staff=Subquery(last.values("is_from_staff")[:1]),
        last_at=Subquery(last.values("written_at")[:1]),
    )
    return told.filter(last_by_staff=False).order_by("last_at")
