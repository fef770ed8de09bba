"""A subscription begins with a trial: on the hosted page or by the API, until its first real invoice."""

import pytest
import stripe

from sandbox import clock

DAY = 24 * 3600


@pytest.fixture
def open_trial(open_session, monthly):
    """Open a page for a trial of 14 days; keyword arguments are further parameters."""

    def open_it(data=None, **more):
        lasting = {"trial_period_days": 14, "metadata": {"order": "7"}, **(data or {})}
        items = [{"price": monthly.id, "quantity": 1}]
        return open_session(mode="subscription", line_items=items, subscription_data=lasting, **more)

    return open_it


@pytest.fixture
def start(monthly):
    """Start a subscription by the API; keyword arguments are further parameters."""

    def start_it(card="pm_card_visa", **more):
        settings = {"invoice_settings": {"default_payment_method": card}} if card else {}
        customer = stripe.Customer.create(email="bob@example.org", **settings)
        return stripe.Subscription.create(customer=customer.id, items=[{"price": monthly.id}], **more)

    return start_it


def without_card(behavior):
    """Parameters of a trial of 14 days, and what happens when it ends without a card."""
    return {
        "trial_period_days": 14,
        "trial_settings": {"end_behavior": {"missing_payment_method": behavior}},
    }


def bills(subscription):
    """Reason, status and amount of each invoice, newest first."""
    found = stripe.Invoice.list(subscription=subscription.id).data
    return [(bill.billing_reason, bill.status, bill.amount_due) for bill in found]


def test_the_page_of_a_trial_says_what_follows_and_saves_a_card_without_a_charge(
    open_trial, pay, client, events
):
    session = open_trial()
    shown = client.get(session.url).content.decode()

    pay(session, card="4242424242424242")

    done = stripe.checkout.Session.retrieve(
        session.id, expand=["subscription.default_payment_method", "invoice", "line_items"]
    )
    mine = done.subscription
    item = mine["items"].data[0]
    assert "€0.00 today, then €9.00 a month from" in " ".join(shown.split())
    assert "Start the trial" in shown
    assert (session.amount_total, done.status, done.payment_status) == (0, "complete", "no_payment_required")
    assert (done.setup_intent, done.payment_intent) == (None, None)
    assert [line.amount_total for line in done.line_items.data] == [0]
    assert (mine.status, mine.metadata["order"], mine.customer) == ("trialing", "7", done.customer)
    assert mine.default_payment_method.card.last4 == "4242"
    assert (mine.trial_end - mine.trial_start, mine.trial_end) == (14 * DAY, item.current_period_end)
    assert mine.billing_cycle_anchor == mine.trial_end
    assert (done.invoice.status, done.invoice.amount_due, done.invoice.billing_reason) == (
        "paid",
        0,
        "subscription_create",
    )
    assert stripe.Charge.list().data == []
    assert [name for name in events() if not name.startswith(("pr", "payment_method"))] == [
        "customer.created",
        "setup_intent.created",
        "setup_intent.succeeded",
        "customer.subscription.created",
        "invoice.created",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
        "checkout.session.completed",
    ]


def test_a_trial_begins_after_3d_secure(open_trial, pay, client):
    session = open_trial()

    challenge = pay(session, card="4000002760003184")["Location"]
    before = stripe.Subscription.list().data
    back = client.post(challenge, {"answer": "pass"})

    assert before == []
    assert back["Location"].startswith("http://testserver/thanks")
    assert [one.status for one in stripe.Subscription.list().data] == ["trialing"]


def test_a_page_that_needs_no_card_asks_for_none(open_trial, pay, client):
    session = open_trial(without_card("cancel"), payment_method_collection="if_required")

    shown = client.get(session.url).content.decode()
    pay(session)

    mine = stripe.Subscription.list().data[0]
    assert "Card number" not in shown
    assert (mine.status, mine.default_payment_method) == ("trialing", None)
    assert mine.trial_settings.end_behavior.missing_payment_method == "cancel"


def test_what_is_billed_once_is_paid_when_the_trial_begins(open_session, pay, monthly):
    setup = {"currency": "eur", "unit_amount": 2000, "product_data": {"name": "Welcome box"}}
    session = open_session(
        mode="subscription",
        line_items=[{"price": monthly.id, "quantity": 1}, {"price_data": setup, "quantity": 1}],
        subscription_data={"trial_period_days": 14},
    )

    pay(session, card="4242424242424242")

    done = stripe.checkout.Session.retrieve(session.id, expand=["subscription", "invoice"])
    assert (done.amount_total, done.payment_status, done.subscription.status) == (2000, "paid", "trialing")
    assert [line.amount for line in done.invoice.lines.data] == [0, 2000]


def test_a_trial_is_announced_to_end_three_days_before(start, events):
    start(trial_period_days=14)
    told = "customer.subscription.trial_will_end"

    with clock.travelled(10 * DAY):
        assert told not in events()
    with clock.travelled(11 * DAY):
        assert events().count(told) == 1
    with clock.travelled(20 * DAY):
        assert events().count(told) == 1


def test_a_short_trial_is_announced_to_end_at_once(start, events):
    start(trial_period_days=2)

    assert events().count("customer.subscription.trial_will_end") == 1


def test_the_first_real_invoice_is_collected_when_the_trial_ends(start, events):
    trial = start(trial_end=clock.now() + 5 * DAY)

    with clock.travelled(5 * DAY):
        mine = stripe.Subscription.retrieve(trial.id)

    item = mine["items"].data[0]
    assert (mine.status, item.current_period_start) == ("active", trial.trial_end)
    assert bills(trial) == [("subscription_cycle", "paid", 900), ("subscription_create", "paid", 0)]
    assert events()[-1] == "customer.subscription.updated"


def test_a_trial_whose_card_is_declined_at_its_end_is_past_due(start):
    trial = start(card="pm_card_chargeCustomerFail", trial_period_days=5)

    with clock.travelled(5 * DAY):
        mine = stripe.Subscription.retrieve(trial.id)

    assert mine.status == "past_due"
    assert bills(trial)[0] == ("subscription_cycle", "open", 900)


def test_a_card_that_always_asks_is_declined_at_the_end_and_the_shop_hears_why(start, events):
    trial = start(card="pm_card_authenticationRequired", trial_period_days=5)

    with clock.travelled(5 * DAY):
        mine = stripe.Subscription.retrieve(trial.id)

    assert mine.status == "past_due"
    assert "invoice.payment_action_required" in events()


def test_a_trial_can_be_ended_now(start, events):
    trial = start(trial_period_days=14)

    mine = stripe.Subscription.modify(trial.id, trial_end="now", idempotency_key="end-7")
    again = stripe.Subscription.modify(trial.id, trial_end="now", idempotency_key="end-7")

    assert (mine.status, mine.latest_invoice) == ("active", again.latest_invoice)
    assert mine.billing_cycle_anchor == mine["items"].data[0].current_period_start == mine.trial_end
    assert bills(trial) == [("subscription_update", "paid", 900), ("subscription_create", "paid", 0)]
    assert events().count("customer.subscription.trial_will_end") == 1
    assert events()[-1] == "customer.subscription.updated"


def test_a_declined_card_leaves_the_trial_as_it_was_if_that_is_wanted(start):
    trial = start(card="pm_card_chargeCustomerFail", trial_period_days=14)

    with pytest.raises(stripe.CardError):
        stripe.Subscription.modify(trial.id, trial_end="now", payment_behavior="error_if_incomplete")

    mine = stripe.Subscription.retrieve(trial.id)
    assert (mine.status, mine.trial_end) == ("trialing", trial.trial_end)
    assert len(bills(trial)) == 1


def test_a_trial_can_be_made_longer(start):
    trial = start(trial_period_days=14)

    mine = stripe.Subscription.modify(trial.id, trial_end=trial.trial_end + 7 * DAY)

    with clock.travelled(15 * DAY):
        assert stripe.Subscription.retrieve(trial.id).status == "trialing"
    assert mine["items"].data[0].current_period_end == mine.trial_end == trial.trial_end + 7 * DAY


def test_a_trial_that_was_cancelled_costs_nothing(start, events):
    trial = start(trial_period_days=14)
    stripe.Subscription.modify(trial.id, cancel_at_period_end=True)

    with clock.travelled(15 * DAY):
        assert stripe.Subscription.retrieve(trial.id).status == "canceled"
    assert bills(trial) == [("subscription_create", "paid", 0)]


@pytest.mark.parametrize(
    ("behavior", "status", "count", "told"),
    [
        ("cancel", "canceled", 1, "customer.subscription.deleted"),
        ("pause", "paused", 1, "customer.subscription.paused"),
        ("create_invoice", "past_due", 2, "customer.subscription.updated"),
    ],
)
def test_a_trial_that_ends_without_a_card_does_what_it_says(start, events, behavior, status, count, told):
    trial = start(card="", **without_card(behavior))

    with clock.travelled(15 * DAY):
        assert stripe.Subscription.retrieve(trial.id).status == status

    assert len(bills(trial)) == count
    assert events()[-1] == told


def test_a_subscription_paused_without_a_card_is_resumed_with_one(start, events):
    trial = start(card="", **without_card("pause"))
    with clock.travelled(15 * DAY):
        clock.sweep()
    stripe.Subscription.modify(trial.id, default_payment_method="pm_card_visa")

    mine = stripe.Subscription.resume(trial.id)

    assert mine.status == "active"
    assert bills(trial)[0] == ("subscription_update", "paid", 900)
    assert events()[-1] == "customer.subscription.resumed"
    with pytest.raises(stripe.InvalidRequestError, match="only a paused one"):
        stripe.Subscription.resume(trial.id)


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"trial_period_days": 5, "trial_end": 4102444800}, "trial_end"),
        ({"trial_period_days": 0}, "trial_period_days"),
        ({"trial_period_days": 731}, "trial_period_days"),
        ({"trial_end": 1000}, "trial_end"),
        ({"trial_from_plan": True}, "trial_from_plan"),
        ({"trial_period_days": 5, "payment_behavior": "default_incomplete"}, "payment_behavior"),
    ],
)
def test_a_trial_that_makes_no_sense_is_refused(start, params, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        start(**params)

    assert refusal.value.param == param
    assert stripe.Subscription.list().data == []


def test_a_page_with_a_trial_that_ends_within_two_days_is_refused(open_trial):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        open_trial({"trial_period_days": None, "trial_end": clock.now() + DAY})

    assert refusal.value.param == "subscription_data[trial_end]"
    assert stripe.checkout.Session.list().data == []


def test_a_page_that_takes_one_payment_has_no_trial(open_session):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        open_session(subscription_data={"trial_period_days": 14})

    assert refusal.value.param == "subscription_data"
