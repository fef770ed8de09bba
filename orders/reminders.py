"""Whoever left a cart is reminded of it, once, unless they bought meanwhile or want no such mail."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from cms.mail import send_mail
from orders.models import LeftCart, Order
from orders.pricing import Line, Wish, quote
from products.models import Entitlement

SALT = "left-cart"
OPENS_FOR = timedelta(days=30)
TOO_LATE = timedelta(days=7)  # a reminder that comes later would only surprise


def due() -> QuerySet[LeftCart]:
    """Those that were left long enough ago; none when the shop sends no reminders."""
    hours = settings.CART_REMINDER_HOURS
    now = timezone.now()
    window = Q(left_at__lt=now - timedelta(hours=hours), left_at__gt=now - TOO_LATE)
    return LeftCart.objects.filter(window, told_at=None) if hours else LeftCart.objects.none()


def forget_old() -> None:
    """What is so old that its link opens nothing any more."""
    LeftCart.objects.filter(left_at__lt=timezone.now() - OPENS_FOR).delete()


def send(pk: int) -> bool:
    """Remind one person, at most once; True when a mail left. Raises OSError when mail is down.

    The row is claimed before the mail leaves: rather no reminder than two.
    """
    if not due().filter(pk=pk).update(told_at=timezone.now()):
        return False
    cart = LeftCart.objects.select_related("person").get(pk=pk)
    lines = lines_of(cart)
    if not lines or not cart.person.is_active or has_bought_since(cart):
        return False
    try:
        return send_mail("left_cart", cart.email, {"lines": lines, "url": link_of(cart)})
    except OSError:
        LeftCart.objects.filter(pk=pk).update(told_at=None)
        raise


def has_bought_since(cart: LeftCart) -> bool:
    """Whether this person has an order that is paid, or waits for its payment, since the cart was left."""
    mine = Order.objects.filter(Q(buyer=cart.person_id) | Q(email__iexact=cart.email))
    newer = Q(created_at__gte=cart.left_at) | Q(paid_at__gte=cart.left_at)
    return mine.filter(newer, state__in=(Order.State.PAID, Order.State.PLACED)).exists()


def lines_of(cart: LeftCart) -> list[Line]:
    """What can still be bought of it, at today's prices, without what the person has by now."""
    wishes = [Wish(row["offer"], row["chosen"]) for row in cart.rows]
    lines = quote(wishes).lines
    held = Entitlement.objects.non_polymorphic().active().held_by(cart.person)
    had = set(
        held.filter(listing__in=[line.offer.listing_id for line in lines]).values_list("listing", flat=True)
    )
    return [line for line in lines if line.offer.listing_id not in had]


def link_of(cart: LeftCart) -> str:
    """An address that puts the goods into the cart of whoever opens it, and names nobody."""
    return settings.SITE_URL + reverse("cart_back", args=[signing.dumps(cart.pk, salt=SALT)])


def behind(token: str) -> Any:
    """The cart that a link is about; None for a forged link, an old one, or one of a cart that is gone."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=OPENS_FOR)
    except signing.BadSignature:
        return None
    return LeftCart.objects.filter(pk=pk).first()
