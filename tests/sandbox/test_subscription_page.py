"""The page of a subscription says what comes next, and lets it come at once."""

import pytest
import stripe

from sandbox import clock

DAY = 24 * 3600


@pytest.fixture
def look(client):
    """The text of a subscription's page."""

    def look_at(subscription):
        page = client.get(f"/stripe-test/subscriptions/{subscription.id}/")
        return " ".join(page.content.decode().split())

    return look_at


@pytest.fixture
def press(client):
    """Let the next step of a subscription come now; the subscription after it."""

    def press_it(subscription):
        client.post(f"/stripe-test/subscriptions/{subscription.id}/")
        return stripe.Subscription.retrieve(subscription.id)

    return press_it


@pytest.fixture
def start(monthly):
    """Start a trial of 14 days; keyword arguments are further parameters."""

    def start_it(card="pm_card_visa", **more):
        settings = {"invoice_settings": {"default_payment_method": card}} if card else {}
        customer = stripe.Customer.create(**settings)
        items = [{"price": monthly.id}]
        return stripe.Subscription.create(customer=customer.id, items=items, trial_period_days=14, **more)

    return start_it


def test_a_period_ends_when_it_is_pressed(membership, look, press):
    assert "A period begins and €9.00 is collected." in look(membership)
    assert "€9.00 a month" in look(membership)

    press(membership)

    assert [bill.billing_reason for bill in stripe.Invoice.list().data] == [
        "subscription_cycle",
        "subscription_create",
    ]


def test_what_has_ended_has_no_next_step(membership, look, press):
    stripe.Subscription.cancel(membership.id)

    press(membership)

    assert "Let its next step come now" not in look(membership)
    assert len(stripe.Invoice.list().data) == 1


def test_looking_changes_nothing(membership, look, events):
    count = len(events())

    look(membership)

    assert len(events()) == count
    assert len(stripe.Invoice.list().data) == 1


def test_a_trial_is_announced_to_end_and_then_ends(start, look, press, events):
    trial = start()

    first = look(trial)
    announced = press(trial)
    second = look(trial)
    over = press(trial)

    assert "trial is about to end" in first
    assert events().count("customer.subscription.trial_will_end") == 1
    assert announced.status == "trialing"
    assert "The trial ends and €9.00 is collected." in second
    assert over.status == "active"
    assert stripe.Invoice.list().data[0].amount_paid == 900


@pytest.mark.parametrize(
    ("behavior", "said", "status"),
    [
        ("cancel", "so does the subscription", "canceled"),
        ("pause", "the subscription is paused", "paused"),
        ("create_invoice", "the invoice stays open", "past_due"),
    ],
)
def test_a_trial_without_a_card_says_how_it_ends(start, look, press, behavior, said, status):
    trial = start(card="", trial_settings={"end_behavior": {"missing_payment_method": behavior}})
    press(trial)

    page = look(trial)
    over = press(trial)

    assert said in page
    assert over.status == status
    assert ("when the shop resumes it" in look(trial)) == (status == "paused")


def test_attempts_to_collect_come_one_after_another_and_then_it_ends(membership, look, press):
    stripe.Subscription.modify(membership.id, default_payment_method="pm_card_chargeCustomerFail")
    press(membership)

    said = []
    for _ in range(4):
        said.append(look(membership))
        late = press(membership)

    assert ["The next attempt to collect." in page for page in said] == [True, True, True, False]
    assert "The last attempt to collect has failed" in said[-1]
    assert late.status == "canceled"


def test_a_pause_is_shown_and_ends_when_it_is_pressed(membership, look, press):
    pause = {"behavior": "void", "resumes_at": clock.now() + 5 * DAY}
    stripe.Subscription.modify(membership.id, pause_collection=pause)

    page = look(membership)
    lifted = press(membership)

    assert "Collection is paused" in page
    assert "The pause ends" in page
    assert lifted.pause_collection is None


def test_a_period_in_a_pause_is_laid_aside(membership, look, press):
    stripe.Subscription.modify(membership.id, pause_collection={"behavior": "keep_as_draft"})

    page = look(membership)
    press(membership)

    assert "its invoice of €9.00 is laid aside" in page
    assert "Draft" in look(membership)


def test_a_schedule_is_shown_and_its_price_comes_with_the_next_period(membership, monthly, look, press):
    cheaper = stripe.Price.create(
        product=monthly.product, currency="eur", unit_amount=500, recurring={"interval": "week"}
    )
    item = membership["items"].data[0]
    schedule = stripe.SubscriptionSchedule.create(from_subscription=membership.id)
    current = {"start_date": item.current_period_start, "items": [{"price": item.price.id}]}
    following = {"items": [{"price": cheaper.id}]}
    stripe.SubscriptionSchedule.modify(
        schedule.id, phases=[{**current, "end_date": item.current_period_end}, following]
    )

    page = look(membership)
    mine = press(membership)
    free = press(membership)

    assert "€5.00 a week" in page
    assert "A period begins and €5.00 is collected." in page
    assert mine["items"].data[0].price.id == cheaper.id
    assert (mine.schedule, free.schedule) == (schedule.id, None)
    assert [bill.amount_paid for bill in stripe.Invoice.list().data] == [500, 500, 900]


def test_a_phase_within_a_period_comes_first(membership, monthly, look, press):
    dear = stripe.Price.create(
        product=monthly.product, currency="eur", unit_amount=1900, recurring={"interval": "month"}
    )
    item = membership["items"].data[0]
    middle = (item.current_period_start + item.current_period_end) // 2
    schedule = stripe.SubscriptionSchedule.create(from_subscription=membership.id)
    current = {"start_date": item.current_period_start, "items": [{"price": item.price.id}]}
    following = {"items": [{"price": dear.id}], "proration_behavior": "always_invoice"}
    stripe.SubscriptionSchedule.modify(schedule.id, phases=[{**current, "end_date": middle}, following])

    page = look(membership)
    press(membership)

    assert "The next phase of its schedule changes the plan." in page
    assert stripe.Invoice.list().data[0].amount_paid == 500


def test_what_is_about_to_end_says_so(membership, look, press):
    stripe.Subscription.modify(membership.id, cancel_at_period_end=True)

    page = look(membership)

    assert "The subscription ends." in page
    assert press(membership).status == "canceled"
