"""The only file that calls Stripe. Every write carries an idempotency key made from our own row."""

from dataclasses import dataclass
from typing import Any

import stripe
from django.conf import settings

from orders.models import Order, Refund


class GatewayTrouble(Exception):
    """Stripe did not answer as it should; trying again later is safe."""


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
    order_token: str

    @property
    def is_settled(self) -> bool:
        return self.status == "complete" and self.payment_status in ("paid", "no_payment_required")


def client() -> stripe.StripeClient:
    """A client of the shop's own account, with bounded retries."""
    return stripe.StripeClient(settings.STRIPE_SECRET_KEY, max_network_retries=2)


def open_session(order: Order) -> Session:
    """Open (or find again) the hosted payment page of an order. Raises GatewayTrouble."""
    address = settings.SITE_URL + order.get_absolute_url()
    params: dict[str, Any] = {
        "mode": "payment",
        "line_items": [_line_item(item, order.currency) for item in order.items.all()],
        "customer_email": order.email,
        "client_reference_id": order.token,
        "metadata": {"order": order.token},
        "payment_intent_data": {"metadata": {"order": order.token}, "transfer_group": f"order-{order.pk}"},
        "expires_at": int(order.expires_at.timestamp()),
        "success_url": address + "?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": address + "back/",
    }
    options: Any = {"idempotency_key": f"order-{order.pk}-checkout"}
    return _read(_call(lambda: client().v1.checkout.sessions.create(params, options)))


def _line_item(item: Any, currency: str) -> dict[str, Any]:
    return {
        "quantity": 1,
        "price_data": {
            "currency": currency.lower(),
            "unit_amount": item.amount,
            "product_data": {"name": f"{item.title} · {item.offer_name}"[:250]},
        },
    }


def read_session(session_id: str) -> Session:
    """What Stripe says of a session now. Raises GatewayTrouble."""
    return _read(_call(lambda: client().v1.checkout.sessions.retrieve(session_id)))


def expire_session(session_id: str) -> None:
    """Close a payment page that nobody may use any more; silent when it is closed already."""
    try:
        client().v1.checkout.sessions.expire(session_id)
    except stripe.InvalidRequestError:
        return
    except stripe.StripeError as error:
        raise GatewayTrouble(str(error)) from error


def send_refund(refund: Refund) -> tuple[str, str]:
    """Give money back; returns Stripe's (id, status). Raises GatewayTrouble, or stripe's refusal as GatewayRefusal."""
    params: Any = {
        "payment_intent": refund.item.order.payment_intent,
        "amount": refund.amount,
        "metadata": {"refund": str(refund.pk), "order": refund.item.order.token},
    }
    made = _call(lambda: client().v1.refunds.create(params, {"idempotency_key": f"refund-{refund.pk}"}))
    return made.id, made.status or ""


def read_refund(stripe_id: str) -> str:
    """The status of a refund now. Raises GatewayTrouble."""
    return _call(lambda: client().v1.refunds.retrieve(stripe_id)).status or ""


def verified_event(body: bytes, signature: str) -> dict[str, Any]:
    """The event in a webhook's raw body. Raises ValueError when the signature or the form is wrong."""
    try:
        event = stripe.Webhook.construct_event(body, signature, settings.STRIPE_WEBHOOK_SECRET)
    except stripe.SignatureVerificationError as error:
        raise ValueError("bad signature") from error
    return event.to_dict()


def _call(call: Any) -> Any:
    try:
        return call()
    except stripe.StripeError as error:
        raise GatewayTrouble(str(error)) from error


def _read(session: Any) -> Session:
    intent = session.payment_intent
    return Session(
        id=session.id,
        url=session.url or "",
        status=session.status or "",
        payment_status=session.payment_status,
        amount_total=session.amount_total or 0,
        currency=(session.currency or "").upper(),
        payment_intent=(intent if isinstance(intent, str) else getattr(intent, "id", "")) or "",
        order_token=(session.metadata or {})["order"]
        if session.metadata and "order" in session.metadata
        else "",
    )
