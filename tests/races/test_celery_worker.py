"""A real Celery worker over Redis delivers what was paid; a worker that dies loses nothing."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.urls import reverse

from cms.celery import app
from orders.models import Order, StripeEvent
from products.models import Entitlement
from sandbox import delivery as stripe_events

REDIS_URL = os.environ.get("REDIS_URL", "")
pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not REDIS_URL or connection.vendor != "postgresql", reason="needs PostgreSQL and Redis: make races"
    ),
]


@pytest.fixture(autouse=True)
def queue():
    """Tasks really go to Redis; the queue is empty before and after."""
    app.conf.update(task_always_eager=False, broker_url=REDIS_URL)
    app.control.purge()
    yield
    app.control.purge()
    app.conf.update(task_always_eager=True)


@pytest.fixture
def worker():
    """`worker()` starts one on this test's database; all are ended afterwards."""
    started = []

    def start():
        here = connection.settings_dict
        environment = {
            **os.environ,
            "DATABASE_URL": f"postgresql://{here['USER']}@{here['HOST']}:{here['PORT']}/{here['NAME']}",
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "STRIPE_SANDBOX_THREAD": "0",
            "LOG_LEVEL": "ERROR",
        }
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "cms",
            "worker",
            "--pool",
            "solo",
            "--loglevel",
            "ERROR",
        ]
        started.append(subprocess.Popen(command, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def paid_at_stripe(client, bob, offer):
    """Bob has paid on the hosted page; the shop has only stored the event."""
    client.force_login(bob)
    client.post(
        reverse("cart_add"), {"offer": offer.pk, "buy_now": "1"}, headers={"sec-fetch-site": "same-origin"}
    )
    page = client.get(reverse("checkout"))
    fields = {field.html_name: field.value() for field in page.context["form"]}
    typed = {**fields, "country": "DE", "immediate": "on"}
    sent = {name: value for name, value in typed.items() if value}  # boxes that nobody ticked are not sent
    pay = client.post(reverse("checkout"), sent)["Location"]
    client.post(pay.removeprefix("http://testserver"), {"email": bob.email, "number": "4242424242424242"})
    stripe_events.drain(client)


def wait_until(question, seconds=120):
    """Ask again until it is true."""
    for _ in range(seconds * 5):
        if question():
            return True
        time.sleep(0.2)
    return False


def is_delivered():
    return Entitlement.objects.filter(state="active", delivered_at__isnull=False).exists()


def test_a_worker_settles_and_delivers(client, bob, listing, worker):
    paid_at_stripe(client, bob, listing.offers.get())
    assert Order.objects.get().state == "placed"

    worker()

    assert wait_until(is_delivered)
    assert Order.objects.get().state == "paid"
    assert wait_until(lambda: not StripeEvent.objects.filter(handled_at=None).exists())


def test_what_a_dead_worker_left_is_finished_by_the_heartbeat(client, bob, listing, worker):
    paid_at_stripe(client, bob, listing.offers.get())
    victim = worker()
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    app.control.purge()
    StripeEvent.objects.update(next_attempt_at="2020-01-01T00:00Z")

    from cms.tasks import tick

    app.conf.task_always_eager = True
    tick()
    Entitlement.objects.non_polymorphic().update(activated_at="2020-01-01T00:00Z")
    tick()

    assert is_delivered()
    assert Order.objects.filter(state="paid", receipt_sent_at__isnull=False).count() == 1
