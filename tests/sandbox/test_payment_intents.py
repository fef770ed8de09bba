"""A payment intent goes its way, and refuses steps out of turn."""

import pytest
import stripe

from sandbox import clock


def intent(card="pm_card_visa", **more):
    """An intent over 40.00 euro, confirmed with a test card."""
    return stripe.PaymentIntent.create(
        **{
            "amount": 4000,
            "currency": "eur",
            "payment_method": card,
            "confirm": True,
            "payment_method_types": ["card"],
            **more,
        }
    )


def test_a_good_card_pays_at_once():
    paid = intent()

    assert (paid.status, paid.amount_received) == ("succeeded", 4000)
    assert stripe.Charge.retrieve(paid.latest_charge).payment_method_details.card.last4 == "4242"


def test_a_decline_is_a_402_that_carries_the_updated_intent(events):
    with pytest.raises(stripe.CardError) as decline:
        intent("pm_card_chargeDeclinedInsufficientFunds")

    error = decline.value
    carried = error.error.payment_intent
    assert (error.http_status, error.code, error.error.decline_code) == (
        402,
        "card_declined",
        "insufficient_funds",
    )
    assert carried.status == "requires_payment_method"
    assert carried.last_payment_error.message == "Your card has insufficient funds."
    assert stripe.PaymentIntent.retrieve(carried.id).status == "requires_payment_method"
    assert stripe.Charge.retrieve(error.error.charge).status == "failed"
    assert events() == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ("pm_card_chargeDeclinedExpiredCard", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error"),
    ],
)
def test_each_card_declines_for_its_reason(card, code):
    with pytest.raises(stripe.CardError) as decline:
        intent(card)

    assert decline.value.code == code


def test_a_declined_intent_can_be_paid_with_another_card():
    with pytest.raises(stripe.CardError) as decline:
        intent("pm_card_chargeDeclined")

    paid = stripe.PaymentIntent.confirm(decline.value.error.payment_intent.id, payment_method="pm_card_visa")

    assert paid.status == "succeeded"
    assert len(stripe.Charge.list(payment_intent=paid.id).data) == 2


def test_money_can_be_held_and_taken_in_part():
    held = intent(capture_method="manual")

    taken = stripe.PaymentIntent.capture(held.id, amount_to_capture=3000)

    assert (held.status, held.amount_capturable) == ("requires_capture", 4000)
    assert (taken.status, taken.amount_received) == ("succeeded", 3000)
    assert stripe.BalanceTransaction.list().data[0].amount == 3000


def test_more_than_was_held_cannot_be_taken():
    held = intent(capture_method="manual")

    with pytest.raises(stripe.InvalidRequestError):
        stripe.PaymentIntent.capture(held.id, amount_to_capture=4001)

    assert stripe.PaymentIntent.retrieve(held.id).status == "requires_capture"


def test_held_money_can_be_let_go():
    held = intent(capture_method="manual")

    gone = stripe.PaymentIntent.cancel(held.id, cancellation_reason="abandoned")

    assert (gone.status, gone.cancellation_reason) == ("canceled", "abandoned")


def test_what_is_paid_cannot_be_paid_or_cancelled_again():
    paid = intent()

    for step in (stripe.PaymentIntent.confirm, stripe.PaymentIntent.cancel, stripe.PaymentIntent.capture):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            step(paid.id)
        assert refusal.value.code == "payment_intent_unexpected_state"

    assert len(stripe.Charge.list().data) == 1


def test_3d_secure_sends_the_payer_to_a_page_and_back(client):
    asking = intent("pm_card_threeDSecure2Required", return_url="http://testserver/back")

    answer = client.post(asking.next_action.redirect_to_url.url, {"answer": "pass"})

    assert asking.status == "requires_action"
    assert answer["Location"] == "http://testserver/back"
    assert stripe.PaymentIntent.retrieve(asking.id).status == "succeeded"


def test_a_card_that_wants_3d_secure_declines_when_nobody_is_there():
    with pytest.raises(stripe.CardError) as decline:
        intent("pm_card_authenticationRequired", off_session=True)

    assert decline.value.code == "authentication_required"


def test_a_bank_debit_is_heard_of_later():
    method = stripe.PaymentMethod.create(type="sepa_debit", sepa_debit={"iban": "DE89370400440532013000"})
    waiting = intent(method.id, payment_method_types=["sepa_debit"])

    with clock.travelled(60):
        later = stripe.PaymentIntent.retrieve(waiting.id)

    assert (waiting.status, later.status) == ("processing", "succeeded")


def test_a_saved_card_belongs_to_its_customer():
    customer = stripe.Customer.create(email="bob@example.org")
    saved = stripe.PaymentMethod.attach("pm_card_visa", customer=customer.id)
    stripe.Customer.modify(customer.id, invoice_settings={"default_payment_method": saved.id})

    paid = intent(saved.id, customer=customer.id)

    assert paid.payment_method == saved.id
    assert [one.id for one in stripe.PaymentMethod.list(customer=customer.id, type="card").data] == [saved.id]
    assert stripe.Customer.retrieve(customer.id).invoice_settings.default_payment_method == saved.id


def test_the_balance_is_the_sum_of_what_came_and_went():
    paid = intent()
    intent("pm_card_bypassPending")
    stripe.Refund.create(payment_intent=paid.id, amount=1000)

    balance = stripe.Balance.retrieve()

    assert balance.pending[0].amount == 4000 - 85
    assert balance.available[0].amount == 4000 - 85 - 1000
