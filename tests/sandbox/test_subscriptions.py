"""A subscription is paid on the hosted page, renewed by the clock, and ended."""

from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
import stripe

from sandbox import clock, periods

DAY = 24 * 3600


def test_paying_a_session_starts_the_subscription_with_a_paid_invoice(open_session, pay, events, monthly):
    session = open_session(
        mode="subscription",
        line_items=[{"price": monthly.id, "quantity": 1}],
        subscription_data={"metadata": {"order": "7"}},
    )

    pay(session, card="4242424242424242")

    paid = stripe.checkout.Session.retrieve(session.id, expand=["subscription", "invoice.payments"])
    invoice = paid.invoice
    assert (session.amount_total, paid.payment_status, paid.payment_intent) == (900, "paid", None)
    assert (paid.subscription.status, paid.subscription.metadata["order"]) == ("active", "7")
    assert paid.subscription.customer == paid.customer
    assert (invoice.status, invoice.amount_paid, invoice.billing_reason) == (
        "paid",
        900,
        "subscription_create",
    )
    assert invoice.parent.subscription_details.subscription == paid.subscription.id
    assert stripe.PaymentIntent.retrieve(invoice.payments.data[0].payment.payment_intent).amount == 900
    assert [name for name in events() if not name.startswith(("p", "charge"))] == [
        "customer.created",
        "customer.subscription.created",
        "invoice.created",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
        "checkout.session.completed",
    ]


def test_a_one_time_item_is_billed_with_the_first_invoice(open_session, pay, monthly):
    setup = {"currency": "eur", "unit_amount": 2000, "product_data": {"name": "Welcome box"}}
    session = open_session(
        mode="subscription",
        line_items=[{"price": monthly.id, "quantity": 1}, {"price_data": setup, "quantity": 1}],
    )

    pay(session, card="4242424242424242")

    invoice = stripe.Invoice.list().data[0]
    assert [line.amount for line in stripe.Invoice.list_lines(invoice.id).data] == [900, 2000]
    assert invoice.amount_paid == 2900


def test_a_decline_starts_nothing(open_session, pay, monthly):
    session = open_session(mode="subscription", line_items=[{"price": monthly.id, "quantity": 1}])

    pay(session, card="4000000000000002")

    assert stripe.Subscription.list().data == []
    assert stripe.checkout.Session.retrieve(session.id).status == "open"


def test_3d_secure_comes_before_the_subscription(open_session, pay, client, monthly):
    session = open_session(mode="subscription", line_items=[{"price": monthly.id, "quantity": 1}])

    page = pay(session, card="4000002760003184")["Location"]
    before = stripe.Subscription.list().data
    answer = client.post(page, {"answer": "pass"})

    assert before == []
    assert answer["Location"].startswith("http://testserver/thanks")
    assert [one.status for one in stripe.Subscription.list().data] == ["active"]


@pytest.mark.parametrize(
    ("mode", "is_recurring"), [("payment", True), ("subscription", False)], ids=["recurring", "one-time"]
)
def test_a_price_must_fit_the_mode(open_session, monthly, mode, is_recurring):
    once = stripe.Price.create(product=monthly.product, currency="eur", unit_amount=900)
    price = monthly if is_recurring else once

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        open_session(mode=mode, line_items=[{"price": price.id, "quantity": 1}])

    assert refusal.value.param == "line_items"
    assert stripe.checkout.Session.list().data == []


def test_it_renews_each_month(membership):
    end = membership["items"].data[0].current_period_end

    with clock.travelled(end - clock.now() + 31 * DAY):
        renewed = stripe.Subscription.retrieve(membership.id)

    invoices = stripe.Invoice.list(subscription=membership.id).data
    assert [invoice.status for invoice in invoices] == ["paid"] * 3
    assert renewed["items"].data[0].current_period_start > end
    assert len(stripe.Charge.list(customer=membership.customer).data) == 3


def test_a_renewal_that_is_declined_is_past_due_and_ends_after_three_more_attempts(membership, events):
    stripe.Subscription.modify(membership.id, default_payment_method="pm_card_chargeCustomerFail")
    with ExitStack() as time:
        time.enter_context(clock.travelled(32 * DAY))
        late = stripe.Subscription.retrieve(membership.id)
        for _ in range(4):
            time.enter_context(clock.travelled(4 * DAY))
        gone = stripe.Subscription.retrieve(membership.id)

    assert late.status == "past_due"
    assert gone.status == "canceled"
    assert events().count("invoice.payment_failed") == 4
    assert stripe.Invoice.list(subscription=membership.id).data[0].status == "open"


def test_it_can_be_let_run_out(membership, events):
    leaving = stripe.Subscription.modify(membership.id, cancel_at_period_end=True)

    with clock.travelled(32 * DAY):
        gone = stripe.Subscription.retrieve(membership.id)

    assert (leaving.status, leaving.cancel_at_period_end) == ("active", True)
    assert gone.status == "canceled"
    assert events()[-1] == "customer.subscription.deleted"
    assert len(stripe.Invoice.list(subscription=membership.id).data) == 1


def test_it_can_be_ended_at_once(membership):
    gone = stripe.Subscription.cancel(membership.id)

    assert gone.status == "canceled"
    assert stripe.Subscription.list().data == []
    assert [one.id for one in stripe.Subscription.list(status="all").data] == [membership.id]
    with clock.travelled(32 * DAY):
        assert len(stripe.Invoice.list(subscription=membership.id).data) == 1


def test_a_month_from_the_end_of_january_ends_in_february():
    start = int(datetime(2027, 1, 31, 12, tzinfo=UTC).timestamp())

    end = periods.end_of(start, {"interval": "month", "interval_count": 1})

    assert datetime.fromtimestamp(end, UTC) == datetime(2027, 2, 28, 12, tzinfo=UTC)


def test_the_month_after_february_ends_on_the_day_that_the_cycle_began_with():
    anchor = int(datetime(2027, 1, 31, 12, tzinfo=UTC).timestamp())
    start = int(datetime(2027, 2, 28, 12, tzinfo=UTC).timestamp())

    end = periods.end_of(start, {"interval": "month", "interval_count": 1}, anchor)

    assert datetime.fromtimestamp(end, UTC) == datetime(2027, 3, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "more",
    [
        {"cancel_at_period_end": True},
        {"discounts": [{"coupon": "x"}]},
        {"application_fee_percent": 5},
        {"add_invoice_items": [{"quantity": 1}]},
        {"days_until_due": 5},
    ],
)
def test_what_is_not_built_is_refused_and_not_ignored(membership, monthly, more):
    with pytest.raises(stripe.InvalidRequestError, match="does not have this parameter yet"):
        stripe.Subscription.create(customer=membership.customer, items=[{"price": monthly.id}], **more)

    assert len(stripe.Subscription.list().data) == 1


def test_a_first_payment_that_is_declined_starts_nothing_if_that_is_wanted(membership, monthly):
    with pytest.raises(stripe.CardError):
        stripe.Subscription.create(
            customer=membership.customer,
            items=[{"price": monthly.id}],
            default_payment_method="pm_card_chargeCustomerFail",
            payment_behavior="error_if_incomplete",
        )

    assert len(stripe.Subscription.list().data) == 1


def test_a_year_from_december_ends_in_december():
    start = int(datetime(2026, 12, 1, tzinfo=UTC).timestamp())

    end = periods.end_of(start, {"interval": "year", "interval_count": 1})

    assert datetime.fromtimestamp(end, UTC) == datetime(2027, 12, 1, tzinfo=UTC)


def test_a_setup_page_saves_a_card_that_then_pays_an_open_invoice(membership, open_session, pay, events):
    stripe.Subscription.modify(membership.id, default_payment_method="pm_card_chargeCustomerFail")
    with clock.travelled(32 * DAY):
        clock.sweep()
    page = open_session(mode="setup", line_items=[], customer=membership.customer, currency="eur")

    pay(page, card="4242424242424242")

    done = stripe.checkout.Session.retrieve(page.id, expand=["setup_intent"])
    assert (done.status, done.payment_status, done.setup_intent.status) == (
        "complete",
        "no_payment_required",
        "succeeded",
    )
    stripe.Subscription.modify(membership.id, default_payment_method=done.setup_intent.payment_method)
    bill = stripe.Invoice.list(subscription=membership.id, status="open").data[0]
    assert stripe.Invoice.pay(bill.id).status == "paid"
    assert stripe.Subscription.retrieve(membership.id).status == "active"
    assert events()[-1] == "customer.subscription.updated"
    with pytest.raises(stripe.InvalidRequestError, match="already paid"):
        stripe.Invoice.pay(bill.id)


def test_paying_an_open_invoice_with_a_bad_card_is_declined(membership):
    stripe.Subscription.modify(membership.id, default_payment_method="pm_card_chargeCustomerFail")
    with clock.travelled(32 * DAY):
        clock.sweep()
    bill = stripe.Invoice.list(subscription=membership.id, status="open").data[0]

    with pytest.raises(stripe.CardError):
        stripe.Invoice.pay(bill.id)

    assert stripe.Subscription.retrieve(membership.id).status == "past_due"
