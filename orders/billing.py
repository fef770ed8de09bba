"""What we ask of Stripe Billing: how a subscription stands, its bills, its end."""

from typing import Any

from orders.bills import Bill, Plan, read_bill, read_plan
from orders.gateway import ask, client
from orders.models import Subscription


def read(stripe_id: str) -> Plan:
    """What Stripe says of a subscription now. Raises GatewayTrouble."""
    params: Any = {"expand": ["default_payment_method"]}
    return read_plan(ask(lambda: client().v1.subscriptions.retrieve(stripe_id, params)).to_dict())


def bills_of(stripe_id: str) -> list[Bill]:
    """Every bill of a subscription, oldest first. Raises GatewayTrouble."""
    params: Any = {"subscription": stripe_id, "limit": 100, "expand": ["data.payments"]}
    found = ask(lambda: list(client().v1.invoices.list(params).auto_paging_iter()))
    return sorted((read_bill(one.to_dict()) for one in found), key=lambda bill: (bill.created, bill.id))


def end_with_period(subscription: Subscription, *, is_ending: bool) -> None:
    """Let it run out when its period ends, or take that back. Raises GatewayTrouble."""
    params: Any = {"cancel_at_period_end": is_ending}
    _change(subscription, params, f"{'cancel' if is_ending else 'resume'}-{subscription.version}")


def stop(stripe_id: str) -> bool:
    """End it at once; False when it had ended already. Raises GatewayTrouble."""
    if read(stripe_id).ended_at:
        return False
    ask(lambda: client().v1.subscriptions.cancel(stripe_id))
    return True


def _change(subscription: Subscription, params: Any, key: str) -> None:
    options: Any = {"idempotency_key": f"subscription-{subscription.pk}-{key}"}
    ask(lambda: client().v1.subscriptions.update(subscription.stripe_id, params, options))
