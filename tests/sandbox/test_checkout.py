"""A buyer pays on the hosted page."""

import stripe

from sandbox import clock


def test_a_session_knows_its_total_and_leads_to_the_hosted_page(open_session, client):
    session = open_session(metadata={"order": "7"})

    page = client.get(session.url)

    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 2500)
    assert session.metadata["order"] == "7"
    assert page.status_code == 200
    assert "€25.00" in page.content.decode()


def test_paying_with_a_good_card_completes_the_session_and_returns_to_the_shop(open_session, pay, events):
    session = open_session(payment_intent_data={"metadata": {"order": "7"}})

    answer = pay(session, number="4242 4242 4242 4242")

    session = stripe.checkout.Session.retrieve(
        session.id, expand=["line_items", "payment_intent.latest_charge.balance_transaction"]
    )
    intent = session.payment_intent
    assert answer.status_code == 303
    assert answer["Location"] == f"http://testserver/thanks?session={session.id}"
    assert (session.status, session.payment_status) == ("complete", "paid")
    assert session.customer_details.email == "bob@example.org"
    assert session.line_items.data[0].description == "Logo"
    assert intent.metadata["order"] == "7"
    assert (intent.status, intent.amount_received) == ("succeeded", 2500)
    assert intent.latest_charge.balance_transaction.fee == 63
    assert intent.latest_charge.balance_transaction.net == 2437
    assert events() == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


def test_paying_twice_charges_once(open_session, pay):
    session = open_session()

    first = pay(session, number="4242424242424242")
    second = pay(session, number="4242424242424242")

    assert first["Location"] == second["Location"]
    assert len(stripe.Charge.list().data) == 1


def test_a_declined_card_leads_back_to_the_page_with_the_reason(open_session, pay, client):
    session = open_session()

    answer = pay(session, card="4000000000009995")

    assert answer["Location"] == f"/stripe-test/pay/{session.id}/"
    assert "insufficient funds" in client.get(answer["Location"]).content.decode()
    assert stripe.checkout.Session.retrieve(session.id).status == "open"
    assert pay(session, card="4242424242424242")["Location"].startswith("http://testserver/thanks")


def test_a_session_can_be_expired_and_then_nobody_pays(open_session, pay, events):
    session = open_session()

    stripe.checkout.Session.expire(session.id)

    assert stripe.checkout.Session.retrieve(session.id).status == "expired"
    assert pay(session, number="4242424242424242").status_code == 410
    assert events() == ["checkout.session.expired"]
    assert stripe.Charge.list().data == []


def test_a_session_expires_by_itself_when_its_time_is_over(open_session, events):
    session = open_session(expires_at=clock.now() + 1800)

    with clock.travelled(1801):
        assert stripe.checkout.Session.retrieve(session.id).status == "expired"

    assert events() == ["checkout.session.expired"]
