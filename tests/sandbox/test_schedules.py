"""A schedule manages a subscription: another price from the next period on, or its end."""

import pytest
import stripe

from sandbox import clock

DAY = 24 * 3600
Schedule = stripe.SubscriptionSchedule


@pytest.fixture
def yearly(monthly):
    """A subscription of 90.00 euro a year."""
    customer = stripe.Customer.create(invoice_settings={"default_payment_method": "pm_card_visa"})
    price = stripe.Price.create(
        product=monthly.product, currency="eur", unit_amount=9000, recurring={"interval": "year"}
    )
    return stripe.Subscription.create(customer=customer.id, items=[{"price": price.id}])


@pytest.fixture
def cheaper(monthly):
    """A price of 5.00 euro a month."""
    return stripe.Price.create(
        product=monthly.product, currency="eur", unit_amount=500, recurring={"interval": "month"}
    )


def item_of(subscription):
    """The only item of a subscription."""
    return subscription["items"].data[0]


def current(subscription, **more):
    """The current phase, as it is given again in an update."""
    item = item_of(subscription)
    return {
        "start_date": item.current_period_start,
        "end_date": item.current_period_end,
        "items": [{"price": item.price.id, "quantity": 1}],
        **more,
    }


def plan(subscription, *following, **more):
    """Manage a subscription by a schedule with phases after the current period."""
    schedule = Schedule.create(from_subscription=subscription.id)
    return Schedule.modify(schedule.id, phases=[current(subscription), *following], **more)


def then(price):
    """A last phase at a price for one month."""
    return {"items": [{"price": price.id, "quantity": 1}], "duration": {"interval": "month"}}


def amounts(subscription):
    """The amounts paid, newest first."""
    return [bill.amount_paid for bill in stripe.Invoice.list(subscription=subscription.id).data]


def test_a_schedule_begins_with_the_current_period(membership, events):
    schedule = Schedule.create(from_subscription=membership.id)

    item = item_of(membership)
    phase = schedule.phases[0]
    assert (schedule.status, schedule.end_behavior, schedule.subscription) == (
        "active",
        "release",
        membership.id,
    )
    assert (phase.start_date, phase.end_date) == (item.current_period_start, item.current_period_end)
    assert (phase["items"][0].price, phase["items"][0].quantity) == (item.price.id, 1)
    assert stripe.Subscription.retrieve(membership.id).schedule == schedule.id
    assert Schedule.retrieve(schedule.id).current_phase.end_date == item.current_period_end
    assert [one.id for one in Schedule.list(customer=membership.customer).data] == [schedule.id]
    assert events()[-2:] == ["subscription_schedule.created", "customer.subscription.updated"]


def test_a_cheaper_price_comes_with_the_next_period_and_then_the_schedule_lets_go(
    membership, cheaper, events
):
    schedule = plan(membership, then(cheaper), proration_behavior="none")
    untouched = amounts(membership)

    with clock.travelled(32 * DAY):
        mine = stripe.Subscription.retrieve(membership.id)
        managed = Schedule.retrieve(schedule.id)
    told = events()
    with clock.travelled(63 * DAY):
        free = stripe.Subscription.retrieve(membership.id)
        released = Schedule.retrieve(schedule.id)

    assert untouched == [900]
    assert item_of(mine).price.id == cheaper.id
    assert item_of(mine).current_period_start == item_of(membership).current_period_end
    assert managed.current_phase.start_date == item_of(mine).current_period_start
    assert mine.schedule == schedule.id
    assert told.count("subscription_schedule.updated") == 2
    assert told.index("subscription_schedule.updated") < len(told) - told[::-1].index("invoice.created")
    assert (free.schedule, free.status) == (None, "active")
    assert (released.status, released.released_subscription, released.subscription) == (
        "released",
        membership.id,
        None,
    )
    assert "subscription_schedule.released" in events()
    assert amounts(membership) == [500, 500, 900]


def test_a_yearly_plan_becomes_a_monthly_one_when_its_year_is_over(yearly, cheaper):
    plan(yearly, then(cheaper))

    with clock.travelled(367 * DAY):
        mine = stripe.Subscription.retrieve(yearly.id)
        bill = stripe.Invoice.list(subscription=yearly.id).data[0]

    item = item_of(mine)
    assert (bill.billing_reason, bill.amount_paid) == ("subscription_cycle", 500)
    assert item.price.recurring.interval == "month"
    assert item.current_period_start == item_of(yearly).current_period_end
    assert 28 * DAY <= item.current_period_end - item.current_period_start <= 31 * DAY
    assert [line.parent.subscription_item_details.proration for line in bill.lines.data] == [False]


def test_the_preview_of_the_next_invoice_knows_of_the_schedule(yearly, cheaper):
    schedule = plan(yearly, then(cheaper))

    preview = stripe.Invoice.create_preview(subscription=yearly.id)

    assert preview.amount_due == 500
    assert item_of(stripe.Subscription.retrieve(yearly.id)).price.unit_amount == 9000
    assert Schedule.retrieve(schedule.id).current_phase.end_date == item_of(yearly).current_period_end


def test_a_price_can_be_described_in_a_phase_and_brings_its_metadata(membership, monthly):
    described = {
        "currency": "eur",
        "product": monthly.product,
        "unit_amount": 700,
        "recurring": {"interval": "month"},
    }
    plan(membership, {"items": [{"price_data": described}], "metadata": {"plan": "small"}})

    with clock.travelled(32 * DAY):
        mine = stripe.Subscription.retrieve(membership.id)

    assert (item_of(mine).price.unit_amount, mine.metadata["plan"]) == (700, "small")


def test_a_phase_that_ends_in_a_period_changes_the_plan_there(membership, monthly):
    dear = stripe.Price.create(
        product=monthly.product, currency="eur", unit_amount=1900, recurring={"interval": "month"}
    )
    schedule = Schedule.create(from_subscription=membership.id)
    item = item_of(membership)
    middle = (item.current_period_start + item.current_period_end) // 2
    following = {"items": [{"price": dear.id}], "proration_behavior": "always_invoice"}
    Schedule.modify(schedule.id, phases=[current(membership, end_date=middle), following])

    with clock.travelled(middle - clock.now() + 1):
        bill = stripe.Invoice.list(subscription=membership.id).data[0]

    assert bill.billing_reason == "subscription_update"
    assert bill.amount_paid == 500


def test_a_schedule_can_end_its_subscription(membership, events):
    schedule = plan(membership, end_behavior="cancel")
    mine = stripe.Subscription.retrieve(membership.id)

    with clock.travelled(32 * DAY):
        gone = stripe.Subscription.retrieve(membership.id)

    assert mine.cancel_at == item_of(membership).current_period_end
    assert gone.status == "canceled"
    assert Schedule.retrieve(schedule.id).status == "completed"
    assert events()[-2:] == ["subscription_schedule.completed", "customer.subscription.deleted"]
    assert amounts(membership) == [900]


def test_a_released_schedule_changes_nothing_any_more(membership, cheaper, events):
    schedule = plan(membership, then(cheaper))

    released = Schedule.release(schedule.id, idempotency_key="release-7")
    again = Schedule.release(schedule.id, idempotency_key="release-7")

    assert (released.status, again.released_at) == ("released", released.released_at)
    assert stripe.Subscription.retrieve(membership.id).schedule is None
    assert events()[-2:] == ["subscription_schedule.released", "customer.subscription.updated"]
    with clock.travelled(32 * DAY):
        assert amounts(membership) == [900, 900]
    with pytest.raises(stripe.InvalidRequestError, match="currently in the `released` status"):
        Schedule.release(schedule.id)


def test_cancelling_a_schedule_ends_the_subscription(membership, cheaper):
    schedule = plan(membership, then(cheaper))

    gone = Schedule.cancel(schedule.id)

    assert (gone.status, gone.canceled_at is None) == ("canceled", False)
    assert stripe.Subscription.retrieve(membership.id).status == "canceled"


def test_ending_the_subscription_cancels_its_schedule(membership):
    schedule = Schedule.create(from_subscription=membership.id)

    stripe.Subscription.cancel(membership.id)

    assert Schedule.retrieve(schedule.id).status == "canceled"


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"cancel_at_period_end": True}, "updating any cancelation behavior directly is not allowed"),
        ({"billing_cycle_anchor": "now"}, "Please update the schedule instead"),
    ],
)
def test_what_is_managed_is_not_changed_directly(membership, params, said):
    schedule = Schedule.create(from_subscription=membership.id)

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Subscription.modify(membership.id, **params)

    assert said in str(refusal.value)
    assert f"managed by the subscription schedule `{schedule.id}`" in str(refusal.value)
    assert stripe.Subscription.retrieve(membership.id).cancel_at_period_end is False


def test_items_of_what_is_managed_are_not_changed_directly(membership, cheaper):
    Schedule.create(from_subscription=membership.id)
    items = [{"id": item_of(membership).id, "price": cheaper.id}]

    with pytest.raises(stripe.InvalidRequestError, match="managed by the subscription schedule"):
        stripe.Subscription.modify(membership.id, items=items)

    assert item_of(stripe.Subscription.retrieve(membership.id)).price.unit_amount == 900


def test_a_card_and_metadata_of_what_is_managed_are_changed_directly(membership):
    Schedule.create(from_subscription=membership.id)

    mine = stripe.Subscription.modify(
        membership.id, default_payment_method="pm_card_mastercard", metadata={"a": "b"}
    )

    assert mine.metadata["a"] == "b"


def test_one_subscription_has_one_schedule(membership):
    Schedule.create(from_subscription=membership.id)

    with pytest.raises(stripe.InvalidRequestError, match="already attached to a schedule"):
        Schedule.create(from_subscription=membership.id)


@pytest.mark.parametrize(
    "params",
    [{"end_behavior": "release"}, {"phases": [{"items": [{"quantity": 1}]}]}, {"metadata": {"a": "b"}}],
)
def test_nothing_else_is_given_with_a_subscription(membership, params):
    with pytest.raises(stripe.InvalidRequestError, match="if `from_subscription` is set"):
        Schedule.create(from_subscription=membership.id, **params)


def test_the_current_phase_must_be_given_as_it_is(membership, cheaper):
    schedule = Schedule.create(from_subscription=membership.id)
    wrong = [
        ([then(cheaper)], "missing at least one phase with a `start_date`"),
        ([current(membership, start_date=clock.now() + DAY)], "can not modify the start date"),
        ([current(membership, items=[{"price": cheaper.id}])], "does not change the current phase"),
        ([current(membership, end_date=clock.now() - DAY)], "must end after its start"),
        ([current(membership, trial=True)], "does not have this parameter yet: trial"),
        ([current(membership), {**then(cheaper), "start_date": 4102444800}], "without a gap"),
    ]

    for phases, said in wrong:
        with pytest.raises(stripe.InvalidRequestError, match=said):
            Schedule.modify(schedule.id, phases=phases)

    assert len(Schedule.retrieve(schedule.id).phases) == 1


def test_a_price_that_is_no_longer_for_sale_is_refused(membership, cheaper):
    stripe.Price.modify(cheaper.id, active=False)

    with pytest.raises(stripe.InvalidRequestError, match="price specified is inactive"):
        plan(membership, then(cheaper))
