"""What we ask of Stripe Billing: how a subscription stands, its bills, its end."""

from datetime import datetime
from typing import Any

from django.conf import settings

from orders.bills import Bill, Plan, moment, read_bill, read_plan
from orders.gateway import ask, client
from orders.models import Subscription

PORTAL = "stoa-1"  # another number, another configuration


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


def open_card_page(subscription: Subscription) -> str:
    """The address of a page of Stripe's on which another card is given. Raises GatewayTrouble."""
    address = settings.SITE_URL + subscription.get_absolute_url()
    params: Any = {
        "mode": "setup",
        "customer": subscription.stripe_customer,
        "currency": subscription.currency.lower(),
        "payment_method_types": ["card"],
        "metadata": {"subscription": str(subscription.pk)},
        "success_url": address + "card/?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": address,
    }
    options: Any = {"idempotency_key": f"subscription-{subscription.pk}-card-{subscription.version}"}
    return str(ask(lambda: client().v1.checkout.sessions.create(params, options)).url)


def saved_card(subscription: Subscription, session_id: str) -> tuple[str, datetime | None]:
    """The card saved on a page of this subscription, and when that was opened. Raises GatewayTrouble.

    "" when none was saved there, or the page is another subscription's.
    """
    params: Any = {"expand": ["setup_intent"]}
    body = ask(lambda: client().v1.checkout.sessions.retrieve(session_id, params)).to_dict()
    is_theirs = (body.get("metadata") or {}).get("subscription") == str(subscription.pk)
    setup = body.get("setup_intent") or {}
    is_done = is_theirs and body["status"] == "complete"
    return (setup.get("payment_method") or "") if is_done else "", moment(body["created"])


def use_card(subscription: Subscription, method: str) -> None:
    """Let a saved card pay from now on. Raises GatewayTrouble."""
    prefer_card(subscription, method)
    _change(subscription, {"default_payment_method": method}, f"use-{method}")


def prefer_card(subscription: Subscription, method: str) -> None:
    """The card that pays where none is named. Raises GatewayTrouble."""
    if not method:
        return
    params: Any = {"invoice_settings": {"default_payment_method": method}}
    options: Any = {"idempotency_key": f"customer-{subscription.pk}-prefers-{method}"}
    ask(lambda: client().v1.customers.update(subscription.stripe_customer, params, options))


def collect(bill: Bill, method: str) -> None:
    """Try to take an open bill from a card now. Raises GatewayTrouble, also when it is declined."""
    params: Any = {"payment_method": method}
    options: Any = {"idempotency_key": f"collect-{bill.id}-{method}"}
    ask(lambda: client().v1.invoices.pay(bill.id, params, options))


def stop(stripe_id: str) -> bool:
    """End it at once; False when it had ended already. Raises GatewayTrouble."""
    if read(stripe_id).ended_at:
        return False
    ask(lambda: client().v1.subscriptions.cancel(stripe_id))
    return True


def open_portal(subscription: Subscription) -> str:
    """The address, for some minutes, of Stripe's pages about cards and bills. Raises GatewayTrouble."""
    params: Any = {
        "customer": subscription.stripe_customer,
        "return_url": settings.SITE_URL + subscription.get_absolute_url(),
        "configuration": settings.STRIPE_PORTAL_CONFIGURATION or _portal(),
    }
    return str(ask(lambda: client().v1.billing_portal.sessions.create(params)).url)


def _portal() -> str:
    """What those pages let people do: cards, bills, cancelling. Made when there is none of ours."""
    params: Any = {"active": True, "limit": 100}
    found = ask(lambda: client().v1.billing_portal.configurations.list(params)).data
    mine = [one.id for one in found if (one.metadata or {}).get("made_for") == PORTAL]
    if mine:
        return str(mine[0])
    made: Any = {
        "metadata": {"made_for": PORTAL},
        "features": {
            "payment_method_update": {"enabled": True},
            "invoice_history": {"enabled": True},
            "subscription_cancel": {"enabled": True, "mode": "at_period_end"},
        },
    }
    options: Any = {"idempotency_key": f"portal-{PORTAL}"}
    return str(ask(lambda: client().v1.billing_portal.configurations.create(made, options)).id)


def pause(subscription: Subscription, until: datetime) -> None:
    """Charge nothing until a moment; the bills of that time are void. Raises GatewayTrouble."""
    params: Any = {"pause_collection": {"behavior": "void", "resumes_at": int(until.timestamp())}}
    _change(subscription, params, f"pause-{subscription.version}-{int(until.timestamp())}")


def go_on(subscription: Subscription, *, begins_anew: bool) -> None:
    """End a pause. What is not paid for begins a new period now, and is charged at once.

    Raises GatewayTrouble; CardDeclined when that cannot be collected: then it stays paused.
    """
    params: Any = {"pause_collection": ""}
    if begins_anew:
        params |= {
            "billing_cycle_anchor": "now",
            "proration_behavior": "none",
            "payment_behavior": "error_if_incomplete",
        }
    _change(subscription, params, f"go-on-{subscription.version}")


def _change(subscription: Subscription, params: Any, key: str) -> None:
    options: Any = {"idempotency_key": f"subscription-{subscription.pk}-{key}"}
    ask(lambda: client().v1.subscriptions.update(subscription.stripe_id, params, options))
