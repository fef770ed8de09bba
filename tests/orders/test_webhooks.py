"""Stripe's events: only signed ones are stored, each is handled once, and none is lost."""

import json
import time
from datetime import timedelta

import pytest
import stripe
from django.urls import reverse
from django.utils import timezone
from djstripe import models as djstripe

from orders import webhooks
from orders.models import JournalEntry, StripeEvent
from orders.models.event import MOST_ATTEMPTS

SECRET = "whsec_" + "5toaSandbox" * 3


def event_body(**more):
    session = {"id": "cs_test_1", "object": "checkout.session", "metadata": {"order": "nobody"}}
    return json.dumps(
        {
            "id": "evt_1",
            "object": "event",
            "type": "checkout.session.completed",
            "livemode": False,
            "api_version": stripe.api_version,
            "created": 1,
            "data": {"object": session},
            **more,
        }
    ).encode()


def signed(body, secret=SECRET, age=0):
    moment = int(time.time()) - age
    signature = stripe.WebhookSignature._compute_signature(f"{moment}.{body.decode()}", secret)
    return f"t={moment},v1={signature}"


def post(client, body, signature):
    headers = {"Stripe-Signature": signature} if signature else {}
    return client.post(
        reverse("stripe_webhook"), body, content_type="application/json", headers=headers
    ).status_code


@pytest.mark.parametrize("forgery", ["none", "secret", "stale", "other bytes", "no time"])
def test_what_stripe_did_not_sign_is_refused_and_not_stored(client, db, forgery):
    body = event_body()
    signature = {
        "none": "",
        "secret": signed(body, "whsec_another"),
        "stale": signed(body, age=301),
        "other bytes": signed(body + b" "),
        "no time": "v1=abc",
    }[forgery]

    assert post(client, body, signature) == 400
    assert not StripeEvent.objects.exists()


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b'{"id": 1}', b"\xff\xfe"])
def test_signed_nonsense_is_refused(client, db, body):
    signature = f"t={int(time.time())},v1=00"

    assert post(client, body, signature) == 400


def test_a_live_event_at_a_test_shop_is_refused_and_alerted(client, db, caplog):
    body = event_body(livemode=True)

    assert post(client, body, signed(body)) == 400
    assert not StripeEvent.objects.exists()
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == ["webhook.other_mode"]


def test_a_huge_body_is_refused(client, db):
    body = event_body(pad="x" * webhooks.LONGEST_BODY)

    assert post(client, body, signed(body)) == 413
    assert not StripeEvent.objects.exists()


def test_the_inbox_is_not_read_by_get(client, db):
    assert client.get(reverse("stripe_webhook")).status_code == 405


def test_an_unknown_order_is_kept_retried_and_at_last_shown_to_support(till, db, caplog, monkeypatch):
    monkeypatch.setattr(webhooks.Event, "process", lambda payload: None)
    body = event_body()
    with till.commits(execute=True):
        assert post(till.client, body, signed(body)) == 200
    row = StripeEvent.objects.get()
    waits = row.next_attempt_at - timezone.now()

    for _ in range(MOST_ATTEMPTS + 3):
        StripeEvent.objects.update(next_attempt_at=timezone.now())
        till.minute()

    row.refresh_from_db()
    assert timedelta(seconds=20) < waits <= timedelta(seconds=30)
    assert (row.attempts, row.handled_at, row.error) == (MOST_ATTEMPTS, None, "No order of ours yet.")
    assert list(StripeEvent.objects.given_up()) == [row]
    assert "webhook.given_up" in [record.message for record in caplog.records]


def test_a_crashed_handler_is_tried_again(till, bob, offer, monkeypatch):
    order = till.place(bob, offer)
    till.pay(order)

    def crash(*args):
        raise RuntimeError("out of order")

    with monkeypatch.context() as broken:
        broken.setattr("orders.checkout.settle", crash)
        till.hear()
    stuck = StripeEvent.objects.get(handled_at=None)
    assert stuck.error == "RuntimeError: out of order"
    StripeEvent.objects.update(next_attempt_at=timezone.now())

    till.minute()

    order.refresh_from_db()
    stuck.refresh_from_db()
    assert (order.state, bool(stuck.handled_at), stuck.attempts) == ("paid", True, 2)


def test_two_workers_never_handle_one_event_at_once(db):
    StripeEvent.objects.create(event_id="evt_1", kind="x", payload={})
    first, second = StripeEvent.objects.get(), StripeEvent.objects.get()

    assert [first.claim(), second.claim()] == [True, False]


def test_a_dead_workers_event_is_let_go_in_time(db):
    StripeEvent.objects.create(event_id="evt_1", kind="x", payload={})
    StripeEvent.objects.get().claim()
    assert not StripeEvent.objects.due().exists()

    StripeEvent.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))

    assert StripeEvent.objects.due().get().claim()


@pytest.mark.parametrize("seed", range(3))
def test_doubled_and_shuffled_events_make_one_sale(till, bob, offer, mailoutbox, seed):
    order = till.place(bob, offer)
    till.pay(order)

    answers = till.hear(duplicate=True, shuffle=True)

    assert {answer.status for answer in answers} == {200}
    assert JournalEntry.objects.count() == 1
    assert [mail.to for mail in mailoutbox] == [["bob@example.com"], ["alice@example.com"]]


def test_the_mirror_shows_session_intent_charge_and_refund(till, bob, offer):
    from orders import refunds

    order = till.sell(bob, offer)
    with till.commits(execute=True):
        refunds.ask(order.items.get(), 900, "", None)

    till.hear()

    assert djstripe.Session.objects.get().id == order.session_id
    assert djstripe.PaymentIntent.objects.get().id == order.payment_intent
    assert djstripe.Charge.objects.get().amount_refunded == 900
    assert djstripe.Refund.objects.get().stripe_data["amount"] == 900
    assert not StripeEvent.objects.unhandled().exists()
