"""Stripe's events come in here: verified, stored, answered; then a worker handles each once."""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from djstripe.models import Event

from cms.queue import soon
from orders import checkout, gateway
from orders.models import Order, StripeEvent

log = logging.getLogger(__name__)

LONGEST_BODY = 512 * 1024


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Answer 2xx once the event is stored; 400 to anything that Stripe did not sign."""
    if len(request.body) > LONGEST_BODY:
        return HttpResponse(status=413)
    try:
        event = gateway.verified_event(request.body, request.headers.get("Stripe-Signature", ""))
    except ValueError:
        log.warning("webhook.refused")
        return HttpResponse(status=400)
    with transaction.atomic():
        row, is_new = StripeEvent.objects.get_or_create(
            event_id=event["id"], defaults={"kind": event["type"], "payload": event}
        )
        if is_new:
            soon("orders.tasks.handle_event", row.pk)
    return HttpResponse(status=200)


def handle(pk: int) -> bool:
    """Let dj-stripe mirror the event's object, then bring our order up to date. True when done."""
    row = StripeEvent.objects.filter(pk=pk, handled_at=None).first()
    if row is None:
        return False
    try:
        Event.process(row.payload)
        done = _apply(row.payload)
    except Exception as error:
        log.exception("webhook.failed", extra={"event": row.event_id})
        return _try_later(row, str(error))
    return _finish(row) if done else _try_later(row, "No order of ours yet.")


def _apply(payload: dict[str, Any]) -> bool:
    subject = payload["data"]["object"]
    if not payload["type"].startswith("checkout.session."):
        return True
    order = Order.objects.filter(token=(subject.get("metadata") or {}).get("order", "")).first()
    if order is None:
        return False
    if payload["type"] == "checkout.session.expired":
        checkout.lapse(order)
    else:
        checkout.settle(order)
    return True


def _finish(row: StripeEvent) -> bool:
    return bool(
        StripeEvent.objects.filter(pk=row.pk, handled_at=None).update(handled_at=timezone.now(), error="")
    )


def _try_later(row: StripeEvent, words: str) -> bool:
    wait = timedelta(seconds=min(30 * 2**row.attempts, 6 * 3600))
    StripeEvent.objects.filter(pk=row.pk).update(
        attempts=row.attempts + 1, error=words[:2000], next_attempt_at=timezone.now() + wait
    )
    return False
