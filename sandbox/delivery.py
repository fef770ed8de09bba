"""Brings events to webhook endpoints as signed POSTs, again and again until they are taken."""

import hashlib
import hmac
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from sandbox.models import Delivery, StoredObject

ATTEMPTS = 8
UNREACHABLE = 0
UNREACHABLE_PAUSE = timedelta(seconds=10)

Post = Callable[[str, bytes, str], tuple[int, str]]


@dataclass(frozen=True)
class Parcel:
    """A signed event on its way: all that is needed to send it, read before any connection is opened."""

    delivery_id: int
    event_type: str
    url: str
    payload: bytes
    secret: str

    def signature(self) -> str:
        """The `Stripe-Signature` header for this moment: real time, whatever the sandbox's clock says."""
        moment = int(time.time())
        signed = f"{moment}.".encode() + self.payload
        digest = hmac.new(self.secret.encode(), signed, hashlib.sha256).hexdigest()
        return f"t={moment},v1={digest}"


@dataclass(frozen=True)
class Delivered:
    """What an endpoint said to an event; status 0 if it could not be reached."""

    event_type: str
    status: int


def site_url() -> str:
    """The address of the shop's own webhook endpoint."""
    return urljoin(settings.SITE_URL, getattr(settings, "STRIPE_SANDBOX_WEBHOOK_URL", "/stripe/webhook/"))


def waiting() -> QuerySet[Delivery]:
    """Deliveries that have not been taken and not been given up, oldest event first."""
    open_ones = Delivery.objects.filter(delivered_at=None, next_attempt_at__isnull=False)
    return open_ones.select_related("event").order_by("event__seq", "pk")


def parcel(row: Delivery) -> Parcel:
    """The delivery ready to be sent."""
    url, secret = site_url(), settings.STRIPE_WEBHOOK_SECRET
    if row.endpoint:
        endpoint = StoredObject.objects.get(key=row.endpoint, kind="webhook_endpoint")
        url, secret = endpoint.body["url"], endpoint.notes["secret"]
    payload = json.dumps(row.event.body, indent=2).encode()
    return Parcel(row.pk, row.event.body["type"], url, payload, secret)


def send(one: Parcel, post: Post) -> Delivered:
    """Send a parcel and write down how it went; a refused one is tried again, after ever longer whiles."""
    status, said = post(one.url, one.payload, one.signature())
    row = Delivery.objects.get(pk=one.delivery_id)
    row.last_answer = f"{status} {said}"[:200]
    if 200 <= status < 300:
        row.attempts += 1
        row.delivered_at, row.next_attempt_at = timezone.now(), None
    else:
        put_off(row, status)
    row.save(update_fields=["attempts", "last_answer", "delivered_at", "next_attempt_at"])
    return Delivered(one.event_type, status)


def put_off(row: Delivery, status: int) -> None:
    """Set the time of the next attempt, or give up; a site that is not up yet is waited for."""
    if status == UNREACHABLE and not row.endpoint:
        row.next_attempt_at = timezone.now() + UNREACHABLE_PAUSE
        return
    row.attempts += 1
    is_last = row.attempts >= ATTEMPTS
    row.next_attempt_at = None if is_last else timezone.now() + timedelta(seconds=2**row.attempts)


def drain(client: object, *, duplicate: bool = False, shuffle: bool = False) -> list[Delivered]:
    """Post what waits through a `django.test.Client`, and what that causes, until nothing new comes.

    What an endpoint refuses stays queued for a later call. `duplicate` sends each event twice, `shuffle`
    mixes the order of what waits, as the real Stripe may.
    """

    def post(url: str, payload: bytes, signature: str) -> tuple[int, str]:
        answer = client.post(  # type: ignore[attr-defined]
            urlsplit(url).path,
            payload,
            content_type="application/json",
            headers={"stripe-signature": signature},
        )
        return answer.status_code, ""

    sent: list[Delivered] = []
    tried: set[int] = set()
    while rows := [row for row in waiting() if row.pk not in tried]:
        if shuffle:
            random.shuffle(rows)
        tried.update(row.pk for row in rows)
        for row in rows:
            sent += [send(parcel(row), post) for _ in range(1 + duplicate)]
    return sent
