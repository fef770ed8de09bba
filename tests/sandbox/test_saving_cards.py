"""A card is saved for later: on the page of a setup or of a trial, at once or after 3-D Secure."""

import pytest
import stripe


@pytest.fixture
def page(open_session):
    """A page on which a customer saves a card."""
    customer = stripe.Customer.create(email="bob@example.org")
    return open_session(mode="setup", line_items=[], customer=customer.id, currency="eur")


def setup_of(page):
    """The page's setup intent as it is now."""
    return stripe.checkout.Session.retrieve(page.id, expand=["setup_intent.payment_method"]).setup_intent


@pytest.mark.parametrize("card", ["4000002760003184", "4000002500003155", "4000008260003178"])
def test_a_card_that_wants_3d_secure_is_saved_when_it_was_passed(page, pay, client, events, card):
    challenge = pay(page, card=card)["Location"]
    shown = client.get(challenge).content.decode()
    asking = setup_of(page)
    back = client.post(challenge, {"answer": "pass"})

    done = setup_of(page)
    assert "approve that the shop keeps your card" in shown
    assert (asking.status, asking.next_action.redirect_to_url.url) == (
        "requires_action",
        f"http://testserver{challenge}",
    )
    assert back["Location"] == f"http://testserver/thanks?session={page.id}"
    assert (done.status, done.payment_method.card.last4) == ("succeeded", card[-4:])
    assert done.payment_method.customer == page.customer
    assert events()[-5:] == [
        "setup_intent.created",
        "setup_intent.requires_action",
        "payment_method.attached",
        "setup_intent.succeeded",
        "checkout.session.completed",
    ]


def test_3d_secure_failed_leads_back_with_the_reason_and_saves_nothing(page, pay, client, events):
    challenge = pay(page, card="4000002760003184")["Location"]

    back = client.post(challenge, {"answer": "fail"})

    assert "unable to authenticate" in client.get(back["Location"]).content.decode()
    assert setup_of(page).last_setup_error.code == "setup_intent_authentication_failure"
    assert stripe.Customer.list_payment_methods(page.customer).data == []
    assert events()[-1] == "setup_intent.setup_failed"


def test_another_card_can_be_saved_after_one_that_the_bank_refused(page, pay, client):
    declined = pay(page, card="4000000000009995")["Location"]
    said = client.get(declined).content.decode()
    refused = setup_of(page)
    pay(page, card="4242424242424242")

    assert "insufficient funds" in said
    assert (refused.status, refused.last_setup_error.decline_code) == (
        "requires_payment_method",
        "insufficient_funds",
    )
    assert (setup_of(page).status, setup_of(page).last_setup_error) == ("succeeded", None)


def test_one_card_has_one_fingerprint_and_another_card_another(membership):
    again = stripe.PaymentMethod.create(type="card", card={"number": "4242424242424242"})
    other = stripe.PaymentMethod.create(type="card", card={"number": "5555555555554444"})

    mine = stripe.Subscription.retrieve(membership.id, expand=["default_payment_method"])
    fingerprint = mine.default_payment_method.card.fingerprint
    assert len(fingerprint) == 16
    assert again.card.fingerprint == fingerprint
    assert other.card.fingerprint != fingerprint
    assert stripe.Charge.list().data[0].payment_method_details.card.fingerprint == fingerprint
