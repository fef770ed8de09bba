"""What we ask of Stripe Billing about another plan: what it would cost, to change now, to change later."""

from datetime import datetime
from typing import Any

from orders.bills import Plan
from orders.gateway import GatewayRefusal, ask, client
from orders.models import PlanChange
from products.models import Offer


def due_now(plan: Plan, offer: Offer, moment: datetime, currency: str) -> int:
    """What a change to an offer at a moment would charge at once, in minor units. Raises GatewayTrouble.

    Stripe's own reckoning: the rest of the period on the new price, less what is left of the old one.
    """
    price = {
        "currency": currency.lower(),
        "product": plan.product,
        "unit_amount": offer.price,
        "recurring": {"interval": offer.interval},
    }
    params: Any = {
        "subscription": plan.id,
        "subscription_details": {
            "items": [{"id": plan.item, "price_data": price}],
            "proration_behavior": "always_invoice",
            "proration_date": int(moment.timestamp()),
        },
    }
    return int(ask(lambda: client().v1.invoices.create_preview(params)).amount_due)


def make_price(change: PlanChange) -> str:
    """A price at Stripe for the plan that is wanted; its key. Raises GatewayTrouble."""
    name = f"{change.subscription.title} · {change.promised.name}"[:250]
    params: Any = {
        "currency": change.subscription.currency.lower(),
        "unit_amount": change.amount,
        "recurring": {"interval": change.interval},
        "product_data": {"name": name},
    }
    options: Any = {"idempotency_key": f"plan-change-{change.pk}-price"}
    return str(ask(lambda: client().v1.prices.create(params, options)).id)


def change_now(change: PlanChange, plan: Plan, moment: datetime) -> None:
    """Let the plan be another from now on, and charge the difference; while it is tried, nothing.

    Raises GatewayTrouble; CardDeclined when it cannot be collected: then nothing was changed.
    """
    is_tried = plan.status == "trialing"
    params: Any = {
        "items": [{"id": plan.item, "price": change.stripe_price}],
        "proration_behavior": "none" if is_tried else "always_invoice",
        "payment_behavior": "error_if_incomplete",
    }
    if not is_tried:
        params["proration_date"] = int(moment.timestamp())
    options: Any = {"idempotency_key": f"plan-change-{change.pk}"}
    ask(lambda: client().v1.subscriptions.update(plan.id, params, options))


def change_later(change: PlanChange, plan: Plan) -> None:
    """Let the plan be another when the period ends. Raises GatewayTrouble; safe to repeat."""
    options: Any = {"idempotency_key": f"plan-change-{change.pk}-schedule"}
    begin: Any = {"from_subscription": plan.id}
    made = ask(lambda: client().v1.subscription_schedules.create(begin, options))
    now = made.phases[0]
    lasts = {"interval": change.interval, "interval_count": 1}
    params: Any = {
        "end_behavior": "release",
        "proration_behavior": "none",
        "phases": [
            {
                "items": [{"price": plan.price, "quantity": 1}],
                "start_date": now.start_date,
                "end_date": now.end_date,
                "proration_behavior": "none",
            },
            {
                "items": [{"price": change.stripe_price, "quantity": 1}],
                "duration": lasts,
                "proration_behavior": "none",
            },
        ],
    }
    options = {"idempotency_key": f"plan-change-{change.pk}-phases"}
    ask(lambda: client().v1.subscription_schedules.update(made.id, params, options))


def release(schedule: str) -> None:
    """Let a subscription go on as it is, without what was planned for it. Raises GatewayTrouble."""
    if not schedule:
        return
    try:
        ask(lambda: client().v1.subscription_schedules.release(schedule))
    except GatewayRefusal:  # it was released, or has come to its end
        return
