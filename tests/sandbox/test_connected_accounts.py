"""Each account has its own objects and tells its own events; the room that connected accounts will need."""

import pytest
import stripe

from sandbox import delivery, store
from sandbox.models import StoredObject

ALICE = "acct_1Alice"


@pytest.fixture(autouse=True)
def connected(sandbox):
    """Alice's account is connected to the platform."""
    store.create("account", "acct_", id=ALICE)


def test_the_objects_of_one_account_are_not_seen_by_another():
    mine = stripe.Customer.create(email="bob@example.org")
    hers = stripe.Customer.create(email="bob@example.org", stripe_account=ALICE)

    assert [one.id for one in stripe.Customer.list().data] == [mine.id]
    assert [one.id for one in stripe.Customer.list(stripe_account=ALICE).data] == [hers.id]
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Customer.retrieve(hers.id)
    assert refusal.value.code == "resource_missing"


def test_the_same_idempotency_key_may_be_used_in_each_account():
    mine = stripe.Customer.create(email="bob@example.org", idempotency_key="one")
    hers = stripe.Customer.create(email="bob@example.org", idempotency_key="one", stripe_account=ALICE)

    assert mine.id != hers.id


def test_her_events_name_her_and_go_to_connect_endpoints_only():
    stripe.WebhookEndpoint.create(url="http://testserver/platform/", enabled_events=["*"])
    stripe.WebhookEndpoint.create(url="http://testserver/connect/", enabled_events=["*"], connect=True)

    stripe.Customer.create(email="bob@example.org", stripe_account=ALICE)

    event = StoredObject.objects.get(kind="event", account=ALICE)
    assert event.body["account"] == ALICE
    assert [delivery.parcel(row).url for row in delivery.waiting()] == ["http://testserver/connect/"]


def test_her_checkout_page_takes_her_payment(open_session, pay):
    session = open_session(stripe_account=ALICE)

    pay(session, card="4242424242424242")

    assert stripe.Charge.list().data == []
    assert [one.amount for one in stripe.Charge.list(stripe_account=ALICE).data] == [2500]
