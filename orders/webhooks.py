"""Stripe's events come in here: verified, stored, answered; then a worker handles each once."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from djstripe.models import Event
from djstripe.models import Refund as MirroredRefund

from cms.queue import soon
from orders import bills, checkout, forgetting, gateway, refunds, steering, subscriptions
from orders.models import Order, StripeEvent, Subscription
from orders.models.event import MOST_ATTEMPTS

log = logging.getLogger(__name__)

LONGEST_BODY = 512 * 1024


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Answer 2xx once the event is stored; 400, and nothing stored, to anything that Stripe did not sign."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BODY:
        return HttpResponse(status=413)
    try:
        event = gateway.verified_event(request.body, request.headers.get("Stripe-Signature", ""))
    except ValueError:
        log.warning("webhook.refused")
        return HttpResponse(status=400)
    if event["livemode"] != settings.STRIPE_LIVE_MODE:
        log.error("webhook.other_mode", extra={"event": event["id"]})
        return HttpResponse(status=400)
    _store(event)
    return HttpResponse(status=200)


def _store(event: dict[str, Any]) -> None:
    with transaction.atomic():
        row, is_new = StripeEvent.objects.get_or_create(
            event_id=event["id"], defaults={"kind": event["type"], "payload": event}
        )
        if is_new:
            soon("orders.tasks.handle_event", row.pk)


def handle(pk: int) -> bool:
    """Let dj-stripe mirror the event's object, then bring our rows up to Stripe. True when this call did it.

    Two workers never handle one event at once: the first takes a lease on it, and a worker that dies lets it
    go in time. What fails is tried again, later each time, and at last shown to support.
    """
    row = StripeEvent.objects.due().filter(pk=pk).first()
    if row is None or not row.claim():
        return False
    try:
        Event.process(row.payload)
        is_ours = _apply(row.payload)
        forgetting.forget_late(row.payload["data"]["object"])
    except Exception as error:
        log.exception("webhook.failed", extra={"event": row.event_id})
        return _put_off(row, f"{type(error).__name__}: {error}")
    return row.finish() if is_ours else _put_off(row, "No order of ours yet.")


def _put_off(row: StripeEvent, words: str) -> bool:
    row.try_later(words)
    if row.attempts >= MOST_ATTEMPTS:
        log.error("webhook.given_up", extra={"event": row.event_id, "words": words})
    return False


def _apply(payload: dict[str, Any]) -> bool:
    """Call what answers for this kind of event. False when the order it speaks of is not known (yet)."""
    answer = ANSWERS.get(payload["type"].rsplit(".", 1)[0]) or ANSWERS.get(payload["type"])
    return answer(payload["data"]["object"]) if answer else True


def _order_of(subject: dict[str, Any]) -> Order | None:
    token = (subject.get("metadata") or {}).get("order", "")
    return Order.objects.filter(token=token).first() if token else None


def _is_strange(subject: dict[str, Any]) -> bool:
    """Not made by this shop: the account is used for something else too."""
    return "order" not in (subject.get("metadata") or {})


def _on_session(subject: dict[str, Any]) -> bool:
    if subject.get("mode") == "setup":
        return _on_card(subject)
    order = _order_of(subject)
    if order is None:
        return False
    checkout.settle(order, subject["id"])
    return True


def _on_card(subject: dict[str, Any]) -> bool:
    """Another card for a subscription; an unfinished or strange page is nothing to us."""
    number = (subject.get("metadata") or {}).get("subscription", "")
    found = Subscription.objects.running().filter(pk=int(number)).first() if number.isdecimal() else None
    if found:
        steering.take_card(found, subject["id"])
    return True


def _on_decline(subject: dict[str, Any]) -> bool:
    order = _order_of(subject)
    if order is None:
        return _is_strange(subject)
    checkout.count_decline(order)
    checkout.settle(order)
    return True


def _on_refund(subject: dict[str, Any]) -> bool:
    body = gateway.fetch_refund(subject["id"])
    MirroredRefund.sync_from_stripe_data(body)  # dj-stripe has no handler for these events
    return refunds.hear(gateway.read_refund(subject["id"])) or _is_strange(subject)


def _on_charge_refunded(subject: dict[str, Any]) -> bool:
    intent = subject.get("payment_intent") or ""
    known = [refunds.hear(said) for said in gateway.refunds_of(intent)] if intent else []
    return all(known) or _is_strange(subject)


def _on_subscription(subject: dict[str, Any]) -> bool:
    """A bill or the subscription itself; what does not name an order of ours was not made here."""
    stripe_id, token = bills.subscription_of(subject)
    found = subscriptions.find(stripe_id, token)
    return subscriptions.follow(found) if found else not token


ANSWERS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "checkout.session": _on_session,
    "payment_intent.payment_failed": _on_decline,
    "customer.subscription": _on_subscription,
    "invoice": _on_subscription,
    "refund": _on_refund,
    "charge.refund": _on_refund,
    "charge.refunded": _on_charge_refunded,
}
