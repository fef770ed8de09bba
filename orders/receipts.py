"""The mails of money: each is sent once; a crash in between only makes it a little late."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.abilities import SERVICE, roles_with
from cms import countries
from cms.mail import send_mail
from orders.models import Gift, Order, Refund, SaleNotice, SubscriptionNotice
from orders.viewers import masked

LEASE = timedelta(minutes=5)
MOST_PRESSES = 20  # links in one mail; the page has the rest


def send(pk: int) -> bool:
    """Mail the receipt of a paid order, once. True when this call sent it."""
    return _once(Order.objects.paid().filter(pk=pk), "receipt_sent_at", resend)


def resend(order: Order) -> None:
    """Mail the receipt, whether or not it was sent before. Raises OSError when mail is down."""
    items = list(order.items.prefetch_related("entitlement__listing"))
    if any(item.is_renewal for item in items):
        plan = order.subscription
        context = {"order": order, "items": items, "plan": plan, "path": _path_of(plan, order)}
        send_mail("renewed", order.email, context, order.language)
        return
    gift = Gift.objects.filter(order=order).exclude(redeemed_by=order.buyer_id).first()
    presses = [] if gift else [press for item in items for press in item.entitlement.presses()]
    context = {"order": order, "items": items, "gift": gift, "presses": presses[:MOST_PRESSES]}
    send_mail("receipt", order.email, context, order.language)


def send_bad_news(pk: int) -> bool:
    """Tell a buyer, once, that the bank did not pay or that a late payment goes back."""
    return _once(Order.objects.untold().filter(pk=pk), "told_at", _bad_news)


def send_refund(pk: int) -> bool:
    """Tell a buyer, once, that money was refunded."""
    refunds = Refund.objects.untold().filter(pk=pk).select_related("item__order")
    return _once(refunds, "told_at", _refund_news)


def tell_sellers(order_pk: int) -> bool:
    """Mail each seller of a paid order that is not told yet. True when this call told somebody."""
    waiting = SaleNotice.objects.filter(order=order_pk, sent_at=None).values_list("pk", flat=True)
    return any([send_sale(pk) for pk in waiting])


def send_sale(pk: int) -> bool:
    """Tell the people of one seller, once, what was bought from them."""
    notices = SaleNotice.objects.filter(pk=pk).select_related("order", "seller")
    return _once(notices, "sent_at", _sale_news)


def send_gift(pk: int) -> bool:
    """Mail the link of a gift that is due to its recipient, once. True when this call sent it."""
    if not Gift.objects.due(timezone.now()).filter(pk=pk).exists():
        return False
    # Conditions on the gift's own row, which decides between several senders.
    mine = Gift.objects.filter(pk=pk, redeemed_at=None).exclude(recipient="")
    return _once(mine, "sent_at", lambda gift: _tell(gift, "gift", gift.recipient))


def tell_of_gift(pk: int) -> bool:
    """Tell who gave a gift that it was redeemed, and who took it where it is; each once."""
    mine = Gift.objects.exclude(redeemed_at=None).filter(pk=pk)
    told = _once(mine, "told_at", lambda gift: _tell(gift, "gift_redeemed", gift.order.email))
    return _once(mine, "welcomed_at", lambda gift: send_mail("gift_yours", _taker(gift), _gift(gift))) or told


def _tell(gift: Gift, name: str, to: str) -> None:
    """In the language in which the gift was bought."""
    send_mail(name, to, _gift(gift), gift.order.language)


def _gift(gift: Gift) -> dict[str, Any]:
    return {"gift": gift, "order": gift.order, "items": list(gift.order.items.order_by("pk"))}


def _taker(gift: Gift) -> str:
    return gift.redeemed_by.email if gift.redeemed_by else ""


def send_notice(pk: int) -> bool:
    """Tell a buyer, once, what became of their subscription."""
    notices = SubscriptionNotice.objects.filter(pk=pk).select_related("subscription__entitlement")
    return _once(notices, "sent_at", _subscription_news)


def _subscription_news(notice: SubscriptionNotice) -> None:
    plan = notice.subscription
    order = plan.orders.order_by("pk")[0]
    context = {"plan": plan, "path": _path_of(plan, order)}
    send_mail(f"subscription_{notice.kind}", order.email, context, order.language)


def _path_of(plan: Any, order: Order) -> str:
    """Where a subscription is managed; guests go by their order, whose page lets them in."""
    return order.get_absolute_url() if order.is_guest else plan.get_absolute_url()


def _sale_news(notice: SaleNotice) -> None:
    """Own items and own amounts only; nobody to tell is told as well."""
    order = notice.order
    people = notice.seller.members.filter(role__in=roles_with(SERVICE), user__is_active=True)
    items = [item for item in order.items.filter(seller=notice.seller_id).order_by("pk") if item.price]
    total = sum(item.amount for item in items)
    context = {
        "order": order,
        "items": items,
        "total": total,
        "share": sum(item.seller_share for item in items),
        "buyer": masked(order.email),
        "country": countries.name_of(order.country),
        "path": reverse("orders:inspect", args=[order.pk]),
    }
    to = list(people.order_by("pk").values_list("user__email", flat=True))
    if to:
        send_mail("sale", to, context)


def _bad_news(order: Order) -> None:
    name = "payment_returned" if order.state == Order.State.RETURNED else "payment_failed"
    send_mail(name, order.email, {"order": order, "items": order.items.all()}, order.language)


def _refund_news(refund: Refund) -> None:
    order = refund.item.order
    context = {"order": order, "item": refund.item, "refund": refund}
    send_mail("refund", order.email, context, order.language)


def _once(rows: QuerySet, sent: str, mail: Any) -> bool:
    """Claim the row for a while, mail, and note it; when mail is down the claim is let go."""
    now = timezone.now()
    is_free = Q(mail_lease_until=None) | Q(mail_lease_until__lt=now)
    if not rows.filter(is_free, **{sent: None}).update(mail_lease_until=now + LEASE):
        return False
    row = rows.get()
    mine = type(row).objects.filter(pk=row.pk)
    try:
        mail(row)
    except OSError:
        mine.update(mail_lease_until=None)
        raise
    mine.update(**{sent: timezone.now(), "mail_lease_until": None})
    return True
