"""The only file that calls Stripe. Every write carries an idempotency key made from our own row."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import stripe
from django.conf import settings

from orders.bills import Bill, read_bill
from orders.models import Order, Refund

# One try and one more: a buyer waits ten seconds at the very most.
TIMEOUT_SECONDS = 4
RETRIES = 1
FAILED_INTENT = ("requires_payment_method", "canceled")


class GatewayTrouble(Exception):
    """Stripe did not answer as it should; trying again later is safe."""


class GatewayRefusal(GatewayTrouble):
    """Stripe understood and said no; the same again would be refused again."""


class CardDeclined(GatewayTrouble):
    """The bank refused the card, or wants its owner to confirm; nothing was changed."""


@dataclass(frozen=True)
class Session:
    """What we read of a Stripe Checkout Session; amounts in minor units, currency in capitals."""

    id: str
    url: str
    status: str
    payment_status: str
    amount_total: int
    currency: str
    payment_intent: str
    intent_status: str
    order_token: str
    subscription: str = ""
    customer: str = ""
    bill: Bill | None = None  # the first one of a subscription

    @property
    def is_settled(self) -> bool:
        return self.status == "complete" and self.payment_status in ("paid", "no_payment_required")

    @property
    def has_failed(self) -> bool:
        """The buyer went through the page, and later the bank said no."""
        is_unpaid = self.status == "complete" and self.payment_status == "unpaid"
        return is_unpaid and self.intent_status in FAILED_INTENT

    @property
    def is_under_way(self) -> bool:
        """The buyer went through the page; the bank takes its time."""
        is_unpaid = self.status == "complete" and self.payment_status == "unpaid"
        return is_unpaid and not self.has_failed


@dataclass(frozen=True)
class StripeRefund:
    """What we read of a Stripe refund; `ours` is our own row's number, `is_late` marks a late payment's."""

    id: str
    status: str
    amount: int
    currency: str
    payment_intent: str
    ours: int | None
    is_late: bool

    @property
    def is_done(self) -> bool:
        return self.status == "succeeded"

    @property
    def has_failed(self) -> bool:
        return self.status in ("failed", "canceled")


def client() -> stripe.StripeClient:
    """A client of the shop's own account, with bounded waits and retries."""
    return _client(settings.STRIPE_SECRET_KEY)


@cache
def _client(key: str) -> stripe.StripeClient:
    # The sandbox takes the place of the SDK's default client, so none may be named then.
    http = None if settings.STRIPE_SANDBOX else stripe.new_default_http_client(timeout=TIMEOUT_SECONDS)
    return stripe.StripeClient(key, http_client=http, max_network_retries=RETRIES)


def open_session(order: Order) -> Session:
    """Open (or find again) the hosted payment page of an order. Raises GatewayTrouble."""
    address = settings.SITE_URL + order.get_absolute_url()
    params: Any = {
        "line_items": [_line_item(item, order) for item in order.items.all()],
        "customer_email": order.email,
        "client_reference_id": order.token,
        "metadata": {"order": order.token},
        "expires_at": int(order.expires_at.timestamp()),
        "success_url": address + "?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": address + "back/",
        **(_lasting(order) if order.subscription else _once(order)),
    }
    options: Any = {"idempotency_key": f"order-{order.pk}-checkout-{order.payment_attempt}"}
    return _read(ask(lambda: client().v1.checkout.sessions.create(params, options)))


def _once(order: Order) -> dict[str, Any]:
    intent = {"metadata": {"order": order.token}, "transfer_group": f"order-{order.pk}"}
    return {"mode": "payment", "payment_intent_data": intent}


def _lasting(order: Order) -> dict[str, Any]:
    """By card only: a bank that says no after days would have opened what was never paid for."""
    said: dict[str, Any] = {"metadata": {"order": order.token}}
    if order.subscription and order.subscription.trial_days:
        said["trial_period_days"] = order.subscription.trial_days
        said["trial_settings"] = {"end_behavior": {"missing_payment_method": "cancel"}}
    return {
        "mode": "subscription",
        "subscription_data": said,
        "payment_method_types": ["card"],
        "payment_method_collection": "always",
    }


def _line_item(item: Any, order: Order) -> dict[str, Any]:
    plan = order.subscription
    lasting = {"recurring": {"interval": plan.interval}} if plan else {}
    return {
        "quantity": 1,
        "price_data": {
            "currency": order.currency.lower(),
            "unit_amount": plan.amount if plan else item.amount,
            "product_data": {"name": str(item)[:250]},
            **lasting,
        },
    }


def read_session(session_id: str) -> Session:
    """What Stripe says of a session now. Raises GatewayTrouble."""
    params: Any = {"expand": ["payment_intent", "invoice.payments"]}
    return _read(ask(lambda: client().v1.checkout.sessions.retrieve(session_id, params)))


def sessions_since(moment: datetime) -> Iterator[Session]:
    """Every session opened since then, newest first. Raises GatewayTrouble."""
    params: Any = {
        "created": {"gte": int(moment.timestamp())},
        "limit": 100,
        "expand": ["data.payment_intent", "data.invoice.payments"],
    }
    found = ask(lambda: list(client().v1.checkout.sessions.list(params).auto_paging_iter()))
    return (_read(session) for session in found)


def expire_session(session_id: str) -> bool:
    """Close a payment page; False when it was closed or used already. Raises GatewayTrouble."""
    try:
        ask(lambda: client().v1.checkout.sessions.expire(session_id))
    except GatewayRefusal:
        return False
    return True


def send_refund(refund: Refund) -> StripeRefund:
    """Give money back. Raises GatewayTrouble; GatewayRefusal when it can never be."""
    params: Any = {
        "payment_intent": refund.item.order.payment_intent,
        "amount": refund.amount,
        "metadata": {"refund": str(refund.pk), "order": refund.item.order.token},
    }
    return _refund(params, f"refund-{refund.pk}")


def return_payment(order: Order) -> StripeRefund:
    """Give a payment that came too late back in full. Raises GatewayTrouble."""
    params: Any = {
        "payment_intent": order.payment_intent,
        "metadata": {"late": "yes", "order": order.token},
    }
    return _refund(params, f"late-refund-{order.pk}")


def _refund(params: Any, key: str) -> StripeRefund:
    made = ask(lambda: client().v1.refunds.create(params, {"idempotency_key": key}))
    return _read_refund(made.to_dict())


def fetch_refund(stripe_id: str) -> dict[str, Any]:
    """A refund as Stripe writes it now. Raises GatewayTrouble."""
    return ask(lambda: client().v1.refunds.retrieve(stripe_id)).to_dict()


def read_refund(stripe_id: str) -> StripeRefund:
    """What Stripe says of a refund now. Raises GatewayTrouble."""
    return _read_refund(fetch_refund(stripe_id))


def refunds_of(payment_intent: str) -> list[StripeRefund]:
    """Every refund of a payment, newest first. Raises GatewayTrouble."""
    params: Any = {"payment_intent": payment_intent, "limit": 100}
    return [_read_refund(one.to_dict()) for one in ask(lambda: client().v1.refunds.list(params)).data]


def forget_customer(stripe_id: str) -> bool:
    """Delete a customer with their cards; False when there is none any more. Raises GatewayTrouble."""
    options: Any = {"idempotency_key": f"forget-{stripe_id}"}
    try:
        ask(lambda: client().v1.customers.delete(stripe_id, options=options))
    except GatewayRefusal:
        return False
    return True


def verified_event(body: bytes, signature: str) -> dict[str, Any]:
    """The event in a webhook's raw body. Raises ValueError when the signature or the form is wrong."""
    try:
        stripe.Webhook.construct_event(body, signature, settings.STRIPE_WEBHOOK_SECRET)
    except (stripe.SignatureVerificationError, TypeError) as error:  # TypeError: a signature beyond ASCII
        raise ValueError("bad signature") from error
    return json.loads(body)  # as it was sent: the SDK's own objects hold decimals, which JSON does not know


def ask(call: Any) -> Any:
    """What Stripe answers. Raises GatewayTrouble: GatewayRefusal when it said no, or CardDeclined."""
    try:
        return call()
    except stripe.InvalidRequestError as error:
        raise GatewayRefusal(error.user_message or str(error)) from error
    except stripe.CardError as error:
        raise CardDeclined(error.user_message or str(error)) from error
    except stripe.StripeError as error:
        raise GatewayTrouble(str(error)) from error


def _read(session: Any) -> Session:
    body = session.to_dict()
    intent = body.get("payment_intent") or {}
    if isinstance(intent, str):
        intent = {"id": intent}
    bill = read_bill(body["invoice"]) if body.get("invoice") else None
    return Session(
        id=body["id"],
        url=body.get("url") or "",
        status=body.get("status") or "",
        payment_status=body["payment_status"],
        amount_total=body.get("amount_total") or 0,
        currency=(body.get("currency") or "").upper(),
        payment_intent=intent.get("id", "") or (bill.payment_intent if bill else ""),
        intent_status=intent.get("status", ""),
        order_token=(body.get("metadata") or {}).get("order", ""),
        subscription=body.get("subscription") or "",
        customer=body.get("customer") or "",
        bill=bill,
    )


def _read_refund(body: dict[str, Any]) -> StripeRefund:
    said = body.get("metadata") or {}
    number = said.get("refund", "")
    return StripeRefund(
        id=body["id"],
        status=body.get("status") or "",
        amount=body["amount"],
        currency=body["currency"].upper(),
        payment_intent=body.get("payment_intent") or "",
        ours=int(number) if number.isdecimal() else None,
        is_late=said.get("late") == "yes",
    )
