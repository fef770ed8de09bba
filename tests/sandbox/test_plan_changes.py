"""A subscription is changed to another price: what is credited, what is charged, and when."""

import pytest
import stripe

from sandbox import clock
from tests.sandbox.changing import change, halfway, item_of, latest, told

DAY = 24 * 3600


def test_a_dearer_price_is_charged_at_once_for_the_rest_of_the_period(membership, prices, events):
    mine = change(membership, prices("month", 1900), proration_behavior="always_invoice")

    bill = latest(mine)
    assert told(bill) == [(-450, True, "Unused ti"), (950, True, "Remaining")]
    assert (bill.billing_reason, bill.status, bill.amount_paid) == ("subscription_update", "paid", 500)
    assert bill.lines.data[0].period.start == halfway(membership)
    assert bill.lines.data[0].period.end == item_of(membership).current_period_end
    assert item_of(mine).price.unit_amount == 1900
    assert item_of(mine).current_period_end == item_of(membership).current_period_end
    assert mine.billing_cycle_anchor == membership.billing_cycle_anchor
    assert (mine.status, mine.latest_invoice) == ("active", bill.id)
    assert [name for name in events() if name.startswith(("inv", "customer.sub"))][-8:] == [
        "invoiceitem.created",
        "invoiceitem.created",
        "invoice.created",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
        "customer.subscription.updated",
    ]


def test_the_event_of_a_change_tells_what_was_before(membership, prices):
    change(membership, prices("month", 1900), proration_behavior="none")

    event = stripe.Event.list(type="customer.subscription.updated").data[0]
    before = event.data.previous_attributes["items"]
    assert before["data"][0]["price"]["unit_amount"] == 900
    assert event.data.object["items"]["data"][0]["price"]["unit_amount"] == 1900


def test_prorations_wait_for_the_next_invoice(membership, prices):
    change(membership, prices("month", 1900))
    waiting = stripe.InvoiceItem.list().data

    with clock.travelled(32 * DAY):
        bill = latest(membership)

    assert [item.amount for item in waiting] == [950, -450]
    assert [item.invoice for item in waiting] == [None, None]
    assert told(bill) == [(-450, True, "Unused ti"), (950, True, "Remaining"), (1900, False, "Membershi")]
    assert (bill.billing_reason, bill.amount_paid) == ("subscription_cycle", 2400)
    assert {item.invoice for item in stripe.InvoiceItem.list().data} == {bill.id}


def test_without_prorations_the_next_period_bills_the_new_price(membership, prices):
    change(membership, prices("month", 1900), proration_behavior="none")

    with clock.travelled(32 * DAY):
        bills = stripe.Invoice.list(subscription=membership.id).data

    assert [bill.amount_paid for bill in bills] == [1900, 900]


def test_a_cheaper_price_leaves_a_credit_that_the_next_invoices_use(membership, prices, events):
    change(membership, prices("month", 100), proration_behavior="always_invoice")
    first = latest(membership)
    after = stripe.Customer.retrieve(membership.customer).balance

    with clock.travelled(32 * DAY):
        second = latest(membership)

    assert (first.total, first.amount_due, first.status) == (-400, 0, "paid")
    assert (first.starting_balance, first.ending_balance, after) == (0, -400, -400)
    assert (second.total, second.amount_due, second.status) == (100, 0, "paid")
    assert (second.starting_balance, second.ending_balance) == (-400, -300)
    assert stripe.Customer.retrieve(membership.customer).balance == -300
    assert len(stripe.Charge.list().data) == 1
    assert events().count("customer.updated") == 2


def test_a_credit_that_is_smaller_than_the_invoice_is_taken_off(membership):
    stripe.Customer.modify(membership.customer, balance=-300)

    with clock.travelled(32 * DAY):
        bill = latest(membership)

    assert (bill.total, bill.amount_due, bill.amount_paid, bill.ending_balance) == (900, 600, 600, 0)
    assert stripe.Charge.list().data[0].amount == 600


def test_what_is_too_small_to_collect_is_added_to_the_next_invoice(membership, prices):
    change(membership, prices("month", 980), proration_behavior="always_invoice")
    small = latest(membership)

    with clock.travelled(32 * DAY):
        next_one = latest(membership)

    assert (small.total, small.amount_due, small.status, small.ending_balance) == (40, 0, "paid", 40)
    assert (next_one.total, next_one.amount_due, next_one.ending_balance) == (980, 1020, 0)


@pytest.mark.parametrize(
    ("behavior", "amounts"),
    [("create_prorations", [-450, 9000]), ("always_invoice", [-450, 9000]), ("none", [9000])],
)
def test_another_interval_begins_a_period_now(membership, prices, behavior, amounts):
    mine = change(membership, prices("year", 9000), proration_behavior=behavior)

    bill = latest(mine)
    item = item_of(mine)
    assert [line.amount for line in bill.lines.data] == amounts
    assert (bill.billing_reason, bill.amount_paid) == ("subscription_update", sum(amounts))
    assert mine.billing_cycle_anchor == item.current_period_start
    assert item.current_period_end - item.current_period_start in (365 * DAY, 366 * DAY)
    with clock.travelled(32 * DAY):
        assert len(stripe.Invoice.list(subscription=mine.id).data) == 2


def test_the_cycle_can_be_begun_anew(membership):
    mine = stripe.Subscription.modify(
        membership.id, billing_cycle_anchor="now", proration_date=halfway(membership)
    )

    assert [line.amount for line in latest(mine).lines.data] == [-450, 900]


def test_a_price_can_be_described_and_a_quantity_changed(membership, monthly):
    described = {
        "currency": "eur",
        "product": monthly.product,
        "unit_amount": 500,
        "recurring": {"interval": "month"},
    }
    items = [{"id": item_of(membership).id, "price_data": described, "quantity": 3}]

    mine = stripe.Subscription.modify(membership.id, items=items, proration_behavior="none")

    assert (item_of(mine).price.unit_amount, item_of(mine).quantity) == (500, 3)
    with clock.travelled(32 * DAY):
        assert latest(mine).amount_paid == 1500


def test_a_trial_goes_on_at_the_new_price(monthly, prices):
    customer = stripe.Customer.create(invoice_settings={"default_payment_method": "pm_card_visa"})
    trial = stripe.Subscription.create(
        customer=customer.id, items=[{"price": monthly.id}], trial_period_days=14
    )

    mine = change(trial, prices("year", 9000), proration_behavior="always_invoice")

    assert (mine.status, item_of(mine).current_period_end) == ("trialing", trial.trial_end)
    assert len(stripe.Invoice.list(subscription=trial.id).data) == 1
    with clock.travelled(15 * DAY):
        assert latest(trial).amount_paid == 9000


def test_a_declined_change_is_undone_if_that_is_wanted(membership, prices, events):
    stripe.Subscription.modify(membership.id, default_payment_method="pm_card_chargeCustomerFail")
    before = stripe.Subscription.retrieve(membership.id).to_dict()
    count = len(events())

    with pytest.raises(stripe.CardError) as refusal:
        change(
            membership,
            prices("month", 1900),
            proration_behavior="always_invoice",
            payment_behavior="error_if_incomplete",
        )

    assert (refusal.value.http_status, refusal.value.code) == (402, "card_declined")
    assert stripe.Subscription.retrieve(membership.id).to_dict() == before
    assert len(stripe.Invoice.list().data) == 1
    assert stripe.InvoiceItem.list().data == []
    assert events()[count:] == ["price.created"]


def test_a_declined_change_stands_and_is_owed_otherwise(membership, prices):
    stripe.Subscription.modify(membership.id, default_payment_method="pm_card_chargeCustomerFail")

    mine = change(membership, prices("month", 1900), proration_behavior="always_invoice")

    assert (mine.status, item_of(mine).price.unit_amount) == ("past_due", 1900)
    assert latest(mine).status == "open"


def test_a_change_is_made_once_for_its_key(membership, prices):
    more = {"proration_behavior": "always_invoice", "idempotency_key": "change-7"}
    price = prices("month", 1900)

    first = change(membership, price, **more)
    second = change(membership, price, **more)

    assert first.latest_invoice == second.latest_invoice
    assert len(stripe.Invoice.list().data) == 2


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"proration_date": 1000}, "proration_date"),
        ({"payment_behavior": "pending_if_incomplete"}, "payment_behavior"),
        ({"discounts": [{"coupon": "x"}]}, "discounts"),
        ({"transfer_data": {"destination": "acct_1"}}, "transfer_data"),
        ({"cancel_at": 4102444800}, "cancel_at"),
    ],
)
def test_a_change_that_is_not_possible_is_refused(membership, prices, more, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        change(membership, prices("month", 1900), **more)

    assert refusal.value.param == param
    assert item_of(stripe.Subscription.retrieve(membership.id)).price.unit_amount == 900


@pytest.mark.parametrize(
    ("item", "param"),
    [
        ({"id": "si_nope", "quantity": 2}, "items[0][id]"),
        ({"quantity": 2}, "items[0][id]"),
        ({"quantity": 0}, "items[0][quantity]"),
        ({"price": "price_nope"}, "items[0][price]"),
        ({"deleted": True}, "deleted"),
    ],
)
def test_an_item_that_is_not_possible_is_refused(membership, item, param):
    given = {"id": item_of(membership).id} if "id" not in item and param != "items[0][id]" else {}

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Subscription.modify(membership.id, items=[{**given, **item}])

    assert refusal.value.param == param
    assert stripe.InvoiceItem.list().data == []


def test_a_price_in_another_currency_is_refused(membership, monthly):
    dollars = stripe.Price.create(
        product=monthly.product, currency="usd", unit_amount=900, recurring={"interval": "month"}
    )

    with pytest.raises(stripe.InvalidRequestError, match="is in usd"):
        change(membership, dollars.id)


def test_what_has_ended_is_not_changed(membership, prices):
    stripe.Subscription.cancel(membership.id)

    with pytest.raises(stripe.InvalidRequestError, match="canceled subscription can only update"):
        change(membership, prices("month", 1900))
