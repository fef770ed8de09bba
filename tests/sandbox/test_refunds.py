"""Money goes back, never more than came."""

import pytest
import stripe

from sandbox import clock


def paid(card="pm_card_visa", amount=4000):
    """A payment that succeeded, with a test card."""
    return stripe.PaymentIntent.create(
        amount=amount, currency="eur", payment_method=card, confirm=True, payment_method_types=["card"]
    )


def test_a_partial_refund_leaves_the_rest(events):
    intent = paid()

    refund = stripe.Refund.create(payment_intent=intent.id, amount=1500, metadata={"line": "1"})

    charge = stripe.Charge.retrieve(refund.charge)
    assert (refund.status, refund.amount, refund.metadata["line"]) == ("succeeded", 1500, "1")
    assert (charge.amount_refunded, charge.refunded) == (1500, False)
    assert events()[-2:] == ["refund.created", "charge.refunded"]


def test_a_full_refund_takes_what_is_left():
    intent = paid()
    stripe.Refund.create(payment_intent=intent.id, amount=1500)

    rest = stripe.Refund.create(charge=intent.latest_charge)

    charge = stripe.Charge.retrieve(intent.latest_charge, expand=["refunds"])
    assert rest.amount == 2500
    assert (charge.amount_refunded, charge.refunded) == (4000, True)
    assert [refund.amount for refund in charge.refunds.data] == [2500, 1500]


def test_more_than_was_paid_is_refused_and_nothing_changes():
    intent = paid()

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Refund.create(payment_intent=intent.id, amount=4001)

    assert (refusal.value.http_status, refusal.value.param) == (400, "amount")
    assert stripe.Charge.retrieve(intent.latest_charge).amount_refunded == 0
    assert stripe.Refund.list().data == []


def test_a_charge_cannot_be_refunded_twice():
    intent = paid()
    stripe.Refund.create(payment_intent=intent.id)

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Refund.create(payment_intent=intent.id)

    assert refusal.value.code == "charge_already_refunded"


def test_a_pending_refund_succeeds_later(events):
    refund = stripe.Refund.create(payment_intent=paid("pm_card_pendingRefund").id)

    with clock.travelled(60):
        later = stripe.Refund.retrieve(refund.id)

    assert (refund.status, later.status) == ("pending", "succeeded")
    assert events()[-1] == "refund.updated"


def test_a_failing_refund_returns_the_money_to_the_account(events):
    intent = paid("pm_card_refundFail")
    refund = stripe.Refund.create(payment_intent=intent.id)

    with clock.travelled(60):
        later = stripe.Refund.retrieve(refund.id)

    assert (refund.status, later.status) == ("succeeded", "failed")
    assert stripe.Charge.retrieve(intent.latest_charge).amount_refunded == 0
    assert events()[-1] == "refund.failed"
    moves = [move.net for move in stripe.BalanceTransaction.list().data]
    assert sum(moves) == 4000 - 85
