"""Tells what happened: an event is stored, and a delivery is queued for every endpoint that listens."""

from copy import deepcopy
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from stripe._api_version import _ApiVersion

from sandbox import context, delivery, store
from sandbox.contract.checking import check, shape_of
from sandbox.courier import courier
from sandbox.models import Delivery, StoredObject

SITE = ""


def emit(name: str, body: dict, previous: dict | None = None) -> dict:
    """Store the event `name` about an object as it is now; `previous` are the values before a change."""
    caller = context.current()
    data: dict = {"object": deepcopy(body)}
    if previous:
        data["previous_attributes"] = previous
    more: dict[str, Any] = {} if caller.account == context.PLATFORM else {"account": caller.account}
    listening = endpoints(name)
    event = store.create(
        "event",
        "evt_",
        type=name,
        data=data,
        api_version=_ApiVersion.CURRENT,
        pending_webhooks=len(listening),
        request={"id": caller.request_id, "idempotency_key": caller.idempotency_key},
        **more,
    )
    check(f"event {name}", shape_of("event"), event)
    check(f"object of {name}", shape_of(body["object"]), body)
    queue(event, listening)
    return event


def queue(event: dict, listening: list[str]) -> None:
    """Queue the event for the endpoints; it leaves when the transaction has ended."""
    row = StoredObject.objects.get(account=context.current().account, key=event["id"])
    due = timezone.now()
    Delivery.objects.bulk_create(Delivery(event=row, endpoint=key, next_attempt_at=due) for key in listening)
    transaction.on_commit(courier.call)


def endpoints(name: str) -> list[str]:
    """The ids of the webhook endpoints that want the event, `SITE` standing for the one in the settings."""
    platform = StoredObject.objects.filter(
        account=context.PLATFORM, kind="webhook_endpoint", is_deleted=False
    )
    is_connected = context.current().account != context.PLATFORM
    found = [
        row.key
        for row in platform
        if row.body["status"] == "enabled"
        and bool(row.notes.get("connect")) == is_connected
        and {"*", name} & set(row.body["enabled_events"])
    ]
    has_site = getattr(settings, "STRIPE_WEBHOOK_SECRET", "") and not is_connected
    urls = {row.body["url"] for row in platform}
    return [SITE, *found] if has_site and delivery.site_url() not in urls else found


def forget(endpoint: str) -> None:
    """Drop what still waits for an endpoint."""
    Delivery.objects.filter(endpoint=endpoint, delivered_at=None).delete()
