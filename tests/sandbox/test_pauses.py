"""Collection is paused: periods go on, and what is billed in them is laid aside."""

import pytest
import stripe

from sandbox import clock

DAY = 24 * 3600


def pause(subscription, behavior, **more):
    """Pause the collection of a subscription."""
    return stripe.Subscription.modify(subscription.id, pause_collection={"behavior": behavior, **more})


def statuses(subscription):
    """The status of each invoice, newest first."""
    return [bill.status for bill in stripe.Invoice.list(subscription=subscription.id).data]


@pytest.mark.parametrize(
    ("behavior", "status", "told"),
    [
        ("void", "void", ["invoice.finalized", "invoice.updated", "invoice.voided"]),
        (
            "mark_uncollectible",
            "uncollectible",
            ["invoice.finalized", "invoice.updated", "invoice.marked_uncollectible"],
        ),
        ("keep_as_draft", "draft", []),
    ],
)
def test_periods_go_on_and_their_invoices_are_laid_aside(membership, events, behavior, status, told):
    mine = pause(membership, behavior)
    count = len(events())

    with clock.travelled(32 * DAY):
        later = stripe.Subscription.retrieve(membership.id)

    assert (mine.pause_collection.behavior, mine.pause_collection.resumes_at) == (behavior, None)
    assert (later.status, statuses(later)) == ("active", [status, "paid"])
    assert later["items"].data[0].current_period_start == membership["items"].data[0].current_period_end
    assert events()[count:] == ["invoice.created", *told, "customer.subscription.updated"]
    assert len(stripe.Charge.list().data) == 1


def test_it_is_lifted_at_its_time_and_the_next_period_is_collected(membership, events):
    pause(membership, "void", resumes_at=clock.now() + 40 * DAY)
    count = len(events())

    with clock.travelled(65 * DAY):
        later = stripe.Subscription.retrieve(membership.id)

    assert later.pause_collection is None
    assert statuses(later) == ["paid", "void", "paid"]
    assert events()[count:].count("customer.subscription.updated") == 3


def test_it_can_be_lifted_by_hand(membership, events):
    pause(membership, "void")

    mine = stripe.Subscription.modify(membership.id, pause_collection="")

    assert mine.pause_collection is None
    event = stripe.Event.list(type="customer.subscription.updated").data[0]
    assert event.data.previous_attributes["pause_collection"]["behavior"] == "void"
    with clock.travelled(32 * DAY):
        assert statuses(mine) == ["paid", "paid"]


def test_a_voided_invoice_gives_credit_back(membership):
    stripe.Customer.modify(membership.customer, balance=-300)
    pause(membership, "void")

    with clock.travelled(32 * DAY):
        clock.sweep()

    assert statuses(membership) == ["void", "paid"]
    assert stripe.Customer.retrieve(membership.customer).balance == -300


def test_a_payment_that_failed_before_is_not_tried_again_meanwhile(membership, events):
    stripe.Subscription.modify(membership.id, default_payment_method="pm_card_chargeCustomerFail")
    with clock.travelled(31 * DAY):
        clock.sweep()
        pause(membership, "void")
        with clock.travelled(10 * DAY):
            later = stripe.Subscription.retrieve(membership.id)

    assert (later.status, events().count("invoice.payment_failed")) == ("past_due", 1)


def test_a_trial_ends_in_a_pause(monthly):
    customer = stripe.Customer.create(invoice_settings={"default_payment_method": "pm_card_visa"})
    trial = stripe.Subscription.create(
        customer=customer.id, items=[{"price": monthly.id}], trial_period_days=5
    )
    pause(trial, "keep_as_draft")

    with clock.travelled(6 * DAY):
        assert stripe.Subscription.retrieve(trial.id).status == "active"
    assert statuses(trial) == ["draft", "paid"]


def test_a_draft_is_made_final_and_paid_by_hand(membership, events):
    pause(membership, "keep_as_draft")
    with clock.travelled(32 * DAY):
        draft = stripe.Invoice.list(subscription=membership.id).data[0]
    stripe.Subscription.modify(membership.id, pause_collection="")

    opened = stripe.Invoice.finalize_invoice(draft.id)
    paid = stripe.Invoice.pay(draft.id)

    assert (draft.number, opened.status, opened.number, paid.status) == (None, "open", "TEST-0002", "paid")
    with pytest.raises(stripe.InvalidRequestError, match="is paid, so you cannot void it"):
        stripe.Invoice.void_invoice(draft.id)


def test_a_time_that_is_past_is_refused(membership):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        pause(membership, "void", resumes_at=1000)

    assert refusal.value.param == "pause_collection[resumes_at]"
    assert stripe.Subscription.retrieve(membership.id).pause_collection is None


def test_an_unknown_behavior_is_refused(membership):
    with pytest.raises(stripe.InvalidRequestError):
        pause(membership, "forget")
