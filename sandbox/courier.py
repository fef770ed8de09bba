"""Sends what waits over the network: once when told to, and from a thread of the serving process."""

import logging
import threading
import urllib.error
import urllib.request
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from sandbox import clock
from sandbox.delivery import UNREACHABLE, parcel, send, waiting
from sandbox.models import Delivery

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 30
LEASE = timedelta(seconds=2 * TIMEOUT_SECONDS)
PAUSE_SECONDS = 2.0


def deliver_due() -> int:
    """Send what is due, once; how many parcels were sent. No transaction is open while it sends."""
    sent = 0
    for row in waiting().filter(next_attempt_at__lte=timezone.now()):
        if claim(row):
            send(parcel(row), post)
            sent += 1
    return sent


def claim(row: Delivery) -> bool:
    """Take a delivery so that no other process sends it too; False if another was quicker."""
    mine = Delivery.objects.filter(pk=row.pk, next_attempt_at=row.next_attempt_at, delivered_at=None)
    return bool(mine.update(next_attempt_at=timezone.now() + LEASE))


def post(url: str, payload: bytes, signature: str) -> tuple[int, str]:
    """POST to a web address; the status and a word about it. Keeps no database connection meanwhile."""
    connection.close()
    if not url.startswith(("http://", "https://")):
        return UNREACHABLE, "not a web address"
    headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
    request = urllib.request.Request(url, payload, headers, method="POST")  # noqa: S310 (checked above)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return answer.status, ""
    except urllib.error.HTTPError as error:
        return error.code, error.reason
    except OSError as error:
        return UNREACHABLE, str(error)


class Courier:
    """One daemon thread in a process that serves; a management command leaves its events to that one."""

    def __init__(self) -> None:
        self.starting = threading.Lock()
        self.called = threading.Event()
        self.thread: threading.Thread | None = None

    def begin(self, **kwargs: object) -> None:
        """Start the thread at the first request that is served, if STRIPE_SANDBOX_THREAD is on."""
        if self.thread or not getattr(settings, "STRIPE_SANDBOX_THREAD", False):
            return
        with self.starting:
            if not self.thread:
                self.thread = threading.Thread(target=self.work, name="stripe-sandbox", daemon=True)
                self.thread.start()

    def call(self) -> None:
        """Have what was just queued sent at once, instead of at the next look."""
        self.called.set()

    def work(self) -> None:
        """Let happen what is due and send what is due, for as long as the process lives."""
        while True:
            self.called.wait(PAUSE_SECONDS)
            self.called.clear()
            try:
                clock.sweep()
                deliver_due()
            except DatabaseError:
                log.exception("The Stripe sandbox could not deliver; it tries again.")
            finally:
                connection.close()


courier = Courier()
