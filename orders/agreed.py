"""What a bill of a subscription is for and must come to; and the other plan that Stripe has made of it."""

import logging
from dataclasses import dataclass

from django.utils import timezone

from orders.bills import Bill, Plan
from orders.models import PlanChange, Subscription, SubscriptionNotice
from products import delivery
from products.models import Offer

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Terms:
    """The plan that a bill is for, as it was agreed; in minor units what its bills may come to."""

    offer: int | None
    name: str
    amounts: tuple[int, ...]


def terms_of(subscription: Subscription, bill: Bill) -> Terms:
    """Found by Stripe's price: a late bill of a plan that was left is still a bill of that plan."""
    changes = list(subscription.changes.order_by("pk"))
    for change in changes:
        if bill.price and change.stripe_price == bill.price:
            # A whole period, or the part of one that its buyer read and paid when the plan was changed.
            amounts = tuple(amount for amount in (change.amount, change.quoted) if amount)
            return Terms(change.promised.offer, change.promised.name, amounts)
    first = next((change.before for change in changes if change.applied_at), None)
    if first is None:
        return Terms(subscription.offer_id, subscription.offer_name, (subscription.amount,))
    return Terms(first["offer"], first["name"], (first["amount"],))


def doubts(subscription: Subscription, bill: Bill) -> str:
    """What a person must look at: Stripe took something else than was agreed."""
    agreed = terms_of(subscription, bill).amounts
    if bill.amount in agreed and bill.currency == subscription.currency:
        return "" if bill.payment_intent else "Stripe calls it paid, but names no payment."
    log.error("subscription.other_amount", extra={"subscription": subscription.pk, "bill": bill.id})
    return f"Stripe took {bill.amount} {bill.currency}, agreed is {agreed[0]}."


def take_over_plan(locked: Subscription, plan: Plan) -> bool:
    """Stripe bills another plan by now: the right is exchanged, the agreed terms are the new ones. Once.

    Call with the subscription's row locked; the caller saves it.
    """
    change = locked.changes.filter(stripe_price=plan.price, applied_at=None).order_by("-pk").first()
    if change is None or not plan.price:
        return False
    delivery.exchange(locked.entitlement_id, change.promised)
    locked.offer = Offer.objects.filter(pk=change.promised.offer).first()
    locked.offer_name = change.promised.name
    locked.amount, locked.interval = change.amount, change.interval
    PlanChange.objects.filter(pk=change.pk).update(applied_at=timezone.now(), dropped_at=None)
    SubscriptionNotice.write(locked, SubscriptionNotice.Kind.CHANGED, change.pk)
    return True
