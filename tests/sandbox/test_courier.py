"""The courier brings events over a real connection, with no transaction open."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import stripe
from django.core.management import call_command

from sandbox import courier
from sandbox.models import Delivery


@pytest.fixture
def door(settings, sandbox, monkeypatch):
    """A real web server that takes webhooks: the list of (body, signature) that it got."""
    got = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(
                (self.rfile.read(int(self.headers["Content-Length"])), self.headers["Stripe-Signature"])
            )
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            """Keep the test's output clean."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SITE_URL = f"http://127.0.0.1:{server.server_port}"
    # The test's own transaction must survive: it lives on the connection that the courier would close.
    monkeypatch.setattr(courier.connection, "close", lambda: None)
    yield got
    server.shutdown()
    server.server_close()


def test_what_is_due_is_brought_once(door, settings):
    stripe.Customer.create(email="bob@example.org")

    sent = [courier.deliver_due(), courier.deliver_due()]

    event = stripe.Webhook.construct_event(*door[0], settings.STRIPE_WEBHOOK_SECRET)
    assert sent == [1, 0]
    assert event.type == "customer.created"


def test_the_command_delivers_what_waits(door, capsys):
    stripe.Customer.create(email="bob@example.org")

    call_command("sandbox_deliver")

    assert capsys.readouterr().out == "0 objects changed, 1 webhooks sent.\n"
    assert len(door) == 1


def test_a_delivery_is_claimed_by_one_process_only(door):
    stripe.Customer.create(email="bob@example.org")
    row, same = Delivery.objects.get(), Delivery.objects.get()

    assert [courier.claim(row), courier.claim(same)] == [True, False]


def test_a_site_that_is_not_up_yet_is_waited_for(door, settings):
    settings.SITE_URL = "http://127.0.0.1:9"
    stripe.Customer.create(email="bob@example.org")

    courier.deliver_due()

    row = Delivery.objects.get()
    assert (row.attempts, row.delivered_at) == (0, None)
    assert row.next_attempt_at is not None


def test_no_thread_starts_when_it_is_switched_off(settings, client):
    settings.STRIPE_SANDBOX_THREAD = False

    client.get("/stripe-test/receipt/ch_nope/")

    assert courier.courier.thread is None
