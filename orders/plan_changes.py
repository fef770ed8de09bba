"""A subscriber changes the plan: a dearer one begins at once for the difference, others with the next period.

What is said to be due comes from Stripe's own reckoning for a moment, and the change is made for that moment.
A change is a row before Stripe is asked: whoever reads the subscription later finds out whether it was made.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders import billing, planning
from orders.bills import Plan
from orders.gateway import CardDeclined, GatewayRefusal
from orders.models import PlanChange, Subscription
from orders.models.plan_change import plan_of
from orders.pricing import can_be_bought
from orders.steering import CannotChange, keep_plan
from orders.subscriptions import follow
from products.models import Offer

State, When = Subscription.State, PlanChange.When

UNDER_WAY = timedelta(minutes=2)  # longer than any call to Stripe is waited for
STALE = gettext_lazy("This page has been open for long: please read the amounts again.")
QUOTE_HOLDS = timedelta(minutes=30)  # then the rest of the period is reckoned anew


@dataclass(frozen=True)
class Quoted:
    """What a change would cost: `due` at once, then the offer's price each time, from `begins_at`."""

    offer: Offer
    when: str
    due: int
    begins_at: datetime
    moment: datetime

    @property
    def is_now(self) -> bool:
        return self.when == When.NOW


def may_change(subscription: Subscription) -> bool:
    """Whether it is in a state in which another plan can be chosen."""
    is_plain = subscription.state in (State.ACTIVE, State.TRIAL) and not subscription.is_ending
    return is_plain and not subscription.stop_asked_at


def choices(subscription: Subscription) -> list[Offer]:
    """The other plans of the listing, in the seller's order; none while a change waits. Two queries."""
    if not may_change(subscription) or waiting(subscription):
        return []
    rows = Offer.objects.filter(listing=subscription.listing_id, stock=None, minimum=None, is_free=False)
    rows = rows.exclude(interval=Offer.Interval.ONCE).select_related("listing__card__seller")
    return [offer for offer in rows if can_be_bought(offer) and not _is_the_same(subscription, offer)]


def _is_the_same(subscription: Subscription, offer: Offer) -> bool:
    had = (subscription.offer_id, subscription.amount, subscription.interval)
    return had == (offer.pk, offer.price, offer.interval)


def when_of(subscription: Subscription, offer: Offer) -> str:
    """At once for what costs more and is not paid more often, and while nothing is paid; else later."""
    if subscription.state == State.TRIAL:
        return When.NOW
    is_shorter = (subscription.interval, offer.interval) == (Offer.Interval.YEAR, Offer.Interval.MONTH)
    return When.NOW if (offer.price or 0) > subscription.amount and not is_shorter else When.RENEWAL


def quote(subscription: Subscription, offer: Offer, moment: datetime | None = None) -> Quoted:
    """What the change costs if it is made at a moment, now unless one is named. Raises GatewayTrouble.

    Raises CannotChange for a moment that is still to come: less of the period would be left to pay.
    """
    now = timezone.now()
    at = (moment or now).replace(microsecond=0)
    when, due = when_of(subscription, offer), 0
    is_paid = subscription.state == State.ACTIVE
    if when == When.NOW and is_paid:
        plan = billing.read(subscription.stripe_id)
        # Where time was let pass for a test, the period lies ahead of our own clock.
        at = max(at, plan.period_from or at)
        if at > max(now + timedelta(minutes=1), plan.period_from or now):
            raise CannotChange(STALE)
        due = planning.due_now(plan, offer, at, subscription.currency)
    begins_at = at if when == When.NOW else subscription.paid_until or at
    return Quoted(offer, when, due, begins_at, at)


def change(subscription: Subscription, offer: Offer, seen: int, moment: datetime) -> PlanChange:
    """Change to one of `choices` as it was quoted for a moment: `seen` is what was said to be due then.

    Raises CannotChange when the quote is old, the sum another, a change under way or the card declined;
    GatewayTrouble when Stripe does not answer: then the change is made or not, and `follow` finds out.
    """
    now = timezone.now()
    if moment < now - QUOTE_HOLDS:
        raise CannotChange(STALE)
    said = quote(subscription, offer, moment)
    if said.due != seen:
        raise CannotChange(_("The amount has changed meanwhile: please read it again."))
    _make_room(subscription)
    made = _write(subscription, said)
    _ask_stripe(made, said)
    follow(subscription)
    made.refresh_from_db()
    return made


def _make_room(subscription: Subscription) -> None:
    """A wish for later is replaced by this one; one that Stripe may be making is not."""
    follow(subscription)
    keep_plan(subscription)
    for hanging in PlanChange.objects.open().filter(subscription=subscription):
        if hanging.created_at > timezone.now() - UNDER_WAY:
            raise CannotChange(_("A change of the plan is under way: look again in a moment."))
        hanging.drop()  # Stripe was just read: it has not made it


def _write(subscription: Subscription, said: Quoted) -> PlanChange:
    try:
        with transaction.atomic():
            return PlanChange.objects.create(
                subscription=subscription,
                when=said.when,
                promise=said.offer.promised.as_json(),
                amount=said.offer.price or 0,
                interval=said.offer.interval,
                quoted=said.due,
                before=plan_of(subscription),
            )
    except IntegrityError as error:
        raise CannotChange(_("A change of the plan is under way: look again in a moment.")) from error


def _ask_stripe(made: PlanChange, said: Quoted) -> None:
    try:
        made.stripe_price = planning.make_price(made)
        made.save(update_fields=["stripe_price"])
        plan: Plan = billing.read(made.subscription.stripe_id)
        _send(made, plan, said)
    except CardDeclined as error:
        made.drop()
        words = _("Your card was declined, so nothing was changed. Please give another one, then try again.")
        raise CannotChange(words) from error
    except GatewayRefusal:
        made.drop()
        raise


def _send(made: PlanChange, plan: Plan, said: Quoted) -> None:
    if said.is_now:
        planning.change_now(made, plan, said.moment)
    else:
        billing.prefer_card(made.subscription, plan.method)
        planning.change_later(made, plan)


def waiting(subscription: Subscription) -> Any:
    """The change that waits for the end of the period, or None. One query."""
    return subscription.changes.waiting().first()
