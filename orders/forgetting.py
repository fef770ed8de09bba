"""Take a person out of what Stripe keeps and said; amounts and references stay as they are."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from cms.erased import DOMAIN
from orders import gateway
from orders.models import Order, StripeEvent, Subscription

# Where Stripe writes who pays: https://docs.stripe.com/api (Checkout Session, PaymentIntent, Charge).
PERSONAL = frozenset(
    (
        *("billing_details", "customer_details", "customer_email", "receipt_email", "receipt_url"),
        *("shipping", "shipping_details", "email", "name", "phone", "address", "tax_ids"),
    )
)


def forget_payments(orders: QuerySet[Order]) -> None:
    """Empty what names the buyer in the events that came in and in dj-stripe's copies."""
    Subscription.objects.filter(orders__in=orders).update(words="", card="")
    about = _about(orders)
    if about is None:
        return
    _empty(StripeEvent.objects.filter(about("payload__data__object")), "payload")
    events = apps.get_model("djstripe.Event")._default_manager
    _empty(events.filter(about("data__object")), "data", "stripe_data")
    for model in _mirror():
        _empty(model._default_manager.filter(about("stripe_data")), "stripe_data")
    customers = apps.get_model("djstripe.Customer")._default_manager
    customers.filter(about("stripe_data")).update(email="", subscriber=None)


def forget_customer(pk: int) -> bool:
    """Have Stripe delete the customer of an ended subscription. Raises GatewayTrouble."""
    row = Subscription.objects.to_forget().filter(pk=pk).first()
    if row is None:
        return False
    if row.stripe_customer:
        gateway.forget_customer(row.stripe_customer)
    return bool(Subscription.objects.to_forget().filter(pk=pk).update(forget_asked_at=None))


def forget_late(subject: dict[str, Any]) -> None:
    """An event about somebody who was erased meanwhile: what it brought is emptied, too."""
    token, intent = (subject.get("metadata") or {}).get("order"), subject.get("payment_intent")
    customer = subject["id"] if subject.get("object") == "customer" else subject.get("customer")
    gone = Order.objects.filter(email__endswith=f"@{DOMAIN}")
    about = Q(token=token or "-") | Q(payment_intent=intent or "-")
    mine = gone.filter(about)
    if customer and not mine.exists():
        mine = gone.filter(subscription__stripe_customer=customer)
    if mine.exists():
        forget_payments(mine)


def _about(orders: QuerySet[Order]) -> Callable[[str], Q] | None:
    """Finds objects about these orders, their payments, cards and customers; None for orders never paid.

    It is called with the place where a row keeps such an object.
    """
    known = list(orders.values_list("token", "session_id", "payment_intent", "subscription__stripe_customer"))
    tokens, sessions, intents, customers = ([row[n] for row in known if row[n]] for n in range(4))
    keys = [*sessions, *intents, *customers, *_payment_methods(intents)]

    def found(inside: str) -> Q:
        by_name = Q(**{f"{inside}__metadata__order__in": tokens}) | Q(**{f"{inside}__id__in": keys})
        by_payment = Q(**{f"{inside}__payment_intent__in": intents})
        return by_name | by_payment | Q(**{f"{inside}__customer__in": customers})

    return found if keys else None


def _mirror() -> list[Any]:
    """Those models of dj-stripe that hold an object as Stripe wrote it."""
    models = apps.get_app_config("djstripe").get_models()
    return [model for model in models if any(f.name == "stripe_data" for f in model._meta.local_fields)]


def _payment_methods(intents: list[str]) -> list[str]:
    """A card's row names no order; the payments made with it name the card."""
    paid = apps.get_model("djstripe.PaymentIntent")._default_manager.filter(stripe_data__id__in=intents)
    found = paid.values_list("stripe_data__payment_method", flat=True)
    return [key for key in found if isinstance(key, str)]


def _empty(rows: QuerySet, *columns: str) -> None:
    for row in rows:
        emptied = {column: without_person(getattr(row, column)) for column in columns}
        rows.model._default_manager.filter(pk=row.pk).update(**emptied)


def without_person(said: Any) -> Any:
    """The same JSON, null where it named a person."""
    if isinstance(said, dict):
        return {key: None if key in PERSONAL else without_person(value) for key, value in said.items()}
    return [without_person(one) for one in said] if isinstance(said, list) else said
