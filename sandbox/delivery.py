"""Brings events to webhook endpoints as signed POSTs, again and again until they are taken."""

import hashlib
import hmac
import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone

from sandbox import clock
from sandbox.models import Delivery, StoredObject

ATTEMPTS = 8
TIMEOUT = 30
LEASE = timedelta(seconds=2 * TIMEOUT)
IDLE_SECONDS = 2.0

Post = Callable[[str, bytes, str], tuple[int, str]]


@dataclass(frozen=True)
class Parcel:
    """One signed event on its way: all that is needed to send it, read before any connection is opened."""

    delivery_id: int
    event_type: str
    url: str
    payload: bytes
    secret: str

    def signature(self) -> str:
        """The `Stripe-Signature` header for this moment; always real time, whatever the sandbox's clock says."""
        moment = int(time.time())
        signed = f"{moment}.".encode() + self.payload
        digest = hmac.new(self.secret.encode(), signed, hashlib.sha256).hexdigest()
        return f"t={moment},v1={digest}"


@dataclass(frozen=True)
class Delivered:
    """What an endpoint said to an event."""

    event_type: str
    status: int


def site_url() -> str:
    """The address of the shop's own webhook endpoint."""
    path = getattr(settings, "STRIPE_SANDBOX_WEBHOOK_URL", "/stripe/webhook/")
    return urljoin(settings.SITE_URL, path)


def waiting() -> list[Delivery]:
    """Deliveries that have not been taken and not been given up, oldest event first."""
    return list(
        Delivery.objects.filter(delivered_at=None, next_attempt_at__isnull=False)
        .select_related("event")
        .order_by("event__seq", "pk")
    )


def parcel(row: Delivery) -> Parcel:
    """The delivery ready to be sent."""
    url, secret = site_url(), settings.STRIPE_WEBHOOK_SECRET
    if row.endpoint:
        endpoint = StoredObject.objects.get(key=row.endpoint)
        url, secret = endpoint.body.get("url", ""), endpoint.notes["secret"]
    payload = json.dumps(row.event.body, indent=2).encode()
    return Parcel(row.pk, row.event.body["type"], url, payload, secret)


def send(one: Parcel, post: Post) -> Delivered:
    """Send a parcel and write down how it went; a failure is tried again later, each time after a longer while."""
    status, said = post(one.url, one.payload, one.signature())
    row = Delivery.objects.get(pk=one.delivery_id)
    row.attempts += 1
    row.last_answer = f"{status} {said}"[:200]
    if 200 <= status < 300:
        row.delivered_at, row.next_attempt_at = timezone.now(), None
    else:
        is_last = row.attempts >= ATTEMPTS
        row.next_attempt_at = None if is_last else timezone.now() + timedelta(seconds=2**row.attempts)
    row.save(update_fields=["attempts", "last_answer", "delivered_at", "next_attempt_at"])
    return Delivered(one.event_type, status)


def claim(row: Delivery) -> bool:
    """Take a delivery so that no other process sends it too; False if another was quicker."""
    mine = Delivery.objects.filter(pk=row.pk, next_attempt_at=row.next_attempt_at, delivered_at=None)
    return bool(mine.update(next_attempt_at=timezone.now() + LEASE))


def drain(client: object, *, duplicate: bool = False, shuffle: bool = False) -> list[Delivered]:
    """Post everything that waits through a `django.test.Client`, and what that causes, until nothing new comes.

    What an endpoint refuses stays queued for a later call. `duplicate` sends each event twice, `shuffle` mixes
    the order of what waits, as the real Stripe may.
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


def deliver_due() -> int:
    """Send what is due over the network, once; how many parcels were sent. Holds no transaction while sending."""
    now = timezone.now()
    sent = 0
    for row in waiting():
        if row.next_attempt_at <= now and claim(row):
            one = parcel(row)
            send(one, post_over_network)
            sent += 1
    return sent


def post_over_network(url: str, payload: bytes, signature: str) -> tuple[int, str]:
    """POST to a real address; status 0 if nothing answers."""
    connection.close()
    request = urllib.request.Request(
        url, payload, {"Content-Type": "application/json", "Stripe-Signature": signature}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 (an address of our own)
            return answer.status, ""
    except urllib.error.HTTPError as error:
        return error.code, error.reason
    except OSError as error:
        return 0, str(error)


_starting = threading.Lock()
_new = threading.Event()
_thread: threading.Thread | None = None


def wake() -> None:
    """Have what was just queued sent soon, by one thread that is started when it is first needed."""
    global _thread
    if not getattr(settings, "STRIPE_SANDBOX_THREAD", False):
        return
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=keep_delivering, name="stripe-sandbox", daemon=True)
            _thread.start()
    _new.set()


def keep_delivering() -> None:
    """Send what is due and let happen what is due, for as long as the process lives."""
    while True:
        _new.wait(IDLE_SECONDS)
        _new.clear()
        clock.sweep()
        deliver_due()
        connection.close()
