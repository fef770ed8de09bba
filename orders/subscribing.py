"""A subscription begins with its order, runs from the first payment, and is told when it must stop."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.queue import soon
from orders.gateway import Session
from orders.models import Order, Subscription, SubscriptionNotice
from orders.pricing import Line
from products import delivery
from products.models import Entitlement

State = Subscription.State


def begin(order: Order, line: Line) -> Subscription:
    """Freeze what is agreed beside a placed order. Call in the transaction that places it."""
    item = order.items.get()
    made = Subscription.objects.create(
        entitlement_id=item.entitlement_id,
        seller_id=item.seller_id,
        listing_id=item.listing_id,
        offer_id=item.offer_id,
        title=item.title,
        offer_name=item.offer_name,
        amount=line.amount,
        currency=order.currency,
        interval=line.offer.interval,
        fee_bps=item.fee_bps,
        trial_days=line.trial_days or None,
    )
    Order.objects.filter(pk=order.pk).update(subscription=made)
    order.subscription = made
    return made


def learn(order: Order, session: Session) -> None:
    """Note what Stripe made of a paid page: whatever becomes of the order, we know what to end."""
    if order.subscription_id and session.subscription:
        mine = Subscription.objects.filter(pk=order.subscription_id, stripe_id="")
        mine.update(stripe_id=session.subscription, stripe_customer=session.customer)
        order.stripe_invoice = session.bill.id if session.bill else None
        Order.objects.filter(pk=order.pk).update(stripe_invoice=order.stripe_invoice)


def start(order: Order, until: datetime | None) -> None:
    """pending → active with the first payment, or trial: the right runs as long, and its grace."""
    if not order.subscription_id:
        return
    rows = Subscription.objects.filter(pk=order.subscription_id, state=State.PENDING)
    said = {"started_at": timezone.now(), "paid_until": until, "version": F("version") + 1}
    tried = rows.exclude(trial_days=None).update(state=State.TRIAL, trial_until=until, **said)
    if not tried and not rows.update(state=State.ACTIVE, **said):
        return
    began = Subscription.objects.get(pk=order.subscription_id)
    if tried:
        SubscriptionNotice.write(began, SubscriptionNotice.Kind.TRIAL, "began")
    if began.opens_until:
        delivery.extend(began.entitlement_id, began.opens_until)


def ask_to_stop(pk: int | None, why: str) -> bool:
    """Have a subscription ended at Stripe soon after commit; the row is the queue. True when new."""
    rows = Subscription.objects.filter(pk=pk or 0, stop_asked_at=None, ended_at=None)
    won = rows.update(stop_asked_at=timezone.now(), why=why)
    if won:
        soon("orders.tasks.stop_subscription", pk)
    return bool(won)


def of(entitlement_id: int) -> Subscription | None:
    """The subscription that a right comes from, if it does."""
    return Subscription.objects.filter(entitlement_id=entitlement_id).first()


def library_links(entitlement: Entitlement) -> list[dict[str, str]]:
    """What stands beside a thing in the library that is subscribed to."""
    plan = of(entitlement.pk) if entitlement.ends_at else None
    return [{"label": _("Manage subscription"), "url": plan.get_absolute_url()}] if plan else []
