"""Gifts: wrapped when paid for, redeemed once by whoever has the link, sent as whoever gave them likes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.queue import soon
from orders.models import Gift, Item, Order
from orders.models.order import new_token
from products import delivery
from products.models import Entitlement

MORNING = time(8)


class CannotGive(Exception):
    """It cannot be redeemed or changed any more; the message is fit to show."""


@dataclass(frozen=True)
class Wrapping:
    """What the giver wrote at the checkout."""

    giver_name: str
    recipient: str = ""
    words: str = ""
    send_date: date | None = None


def moment_of(day: date | None, now: datetime | None = None) -> datetime:
    """When a mail for this day of the shop's calendar leaves: today's at once, others in the morning."""
    now = now or timezone.now()
    if day is None or day <= timezone.localdate(now):
        return now
    return timezone.make_aware(datetime.combine(day, MORNING))


def write(order: Order, wrapping: Wrapping) -> None:
    """Note that an order is a gift, in the transaction that places it."""
    Gift.objects.create(
        order=order,
        giver_name=wrapping.giver_name,
        recipient=wrapping.recipient,
        words=wrapping.words,
        send_at=moment_of(wrapping.send_date),
    )


def give_rights(order: Order, entitlement_ids: Collection[int], now: datetime) -> None:
    """What a paid order brings, in the caller's transaction: to the buyer, or wrapped for somebody else.

    Select `gift` with the order.
    """
    gift = getattr(order, "gift", None)
    if gift is None:
        delivery.activate_all(entitlement_ids, now)
        return
    delivery.wrap_all(entitlement_ids, now)
    if gift.recipient and gift.send_at <= now:
        soon("orders.tasks.send_gift", gift.pk)


def redeem(gift: Gift, person: Any) -> None:
    """Hand the goods over to a person, once; the link is used up. Raises CannotGive.

    The row that carries the token decides who of two is first; the rights, whether a refund was.
    """
    now = timezone.now()
    is_giver = person.pk == gift.order.buyer_id
    with transaction.atomic():
        mine = Gift.objects.filter(pk=gift.pk, token=gift.token, redeemed_at=None)
        told = now if is_giver else None
        if not mine.update(redeemed_at=now, redeemed_by=person, told_at=told, welcomed_at=told):
            raise CannotGive(_("This gift has just been redeemed, or its link has changed."))
        ids = Item.objects.filter(order=gift.order_id).values_list("entitlement_id", flat=True)
        if not delivery.hand_over(list(ids.order_by("pk")), person, now):
            raise CannotGive(_("This gift was taken back, so it can no longer be redeemed."))
        if not is_giver:
            soon("orders.tasks.tell_of_gift", gift.pk)


def send_to(gift: Gift, recipient: str, day: date | None) -> None:
    """Another address or another day, or both; to a new address goes a new link, and the old one is dead.

    The same once more sends it again. Raises CannotGive when it is redeemed, or a mail is just leaving.
    """
    now = timezone.now()
    is_free = Q(mail_lease_until=None) | Q(mail_lease_until__lt=now)
    token = gift.token if recipient == gift.recipient else new_token()
    rows = Gift.objects.filter(is_free, pk=gift.pk, token=gift.token, redeemed_at=None)
    with transaction.atomic():
        if not rows.update(
            recipient=recipient, token=token, send_at=moment_of(day, now), sent_at=None, mail_lease_until=None
        ):
            raise CannotGive(_("That did not work: the gift was redeemed, or its mail is just leaving."))
        if recipient:
            soon("orders.tasks.send_gift", gift.pk)
    gift.refresh_from_db()


def left_in(items: Collection[Item]) -> list[Item]:
    """Those that can still be redeemed. Needs the items' entitlements, asks the database nothing."""
    return [item for item in items if item.entitlement.state == Entitlement.State.WRAPPED]
