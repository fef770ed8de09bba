"""A subscription can be tried: nothing is charged for some days, once for each person and each card."""

from datetime import timedelta

import pytest
from django.urls import reverse

from orders import recurring, steering, subscriptions, trials
from orders.models import Subscription
from orders.pricing import Wish, quote
from products.models import Entitlement, Offer
from tests.conftest import publish_download
from tests.orders.buying import pay, place, put_in_cart, text_of
from tests.orders.subscribing import DAY, after, at_stripe, card_becomes, subjects, sums, totals

OTHER_CARD = "5555555555554444"


@pytest.fixture
def offer(store):
    """9.00 euro a month after two weeks."""
    pack = publish_download(store, "Sounds of the month", 900, interval="month")
    Offer.objects.filter(listing=pack).update(trial_days=14)
    return pack.offers.get()


@pytest.fixture
def plan(till, bob, offer):
    """Bob tries it."""
    till.sell(bob, offer)
    return Subscription.objects.get()


def test_a_trial_opens_the_right_and_charges_nothing(plan, mailoutbox):
    right = Entitlement.objects.get()
    assert (plan.state, plan.trial_days, plan.amount) == ("trial", 14, 900)
    assert plan.paid_until == plan.trial_until
    assert abs(plan.trial_until - plan.started_at - timedelta(days=14)) < timedelta(minutes=1)
    assert right.is_open
    assert right.ends_at == plan.trial_until + timedelta(days=1)
    assert (totals(), sums()) == ([0], {})
    assert any(subject.startswith("Try Sounds of the month until") for subject in subjects(mailoutbox))


def test_when_it_ends_the_first_period_is_paid_and_booked(till, plan):
    after(till, 15 * DAY, duplicate=True, shuffle=True)

    plan.refresh_from_db()
    assert (plan.state, totals()) == ("active", [0, 900])
    assert sums() == {"stripe": 900, "fee": -90, "seller": -810}
    assert plan.paid_until > plan.trial_until + timedelta(days=27)


def test_a_card_that_fails_then_is_given_a_day_and_no_week(till, plan, mailoutbox):
    card_becomes(plan, "pm_card_chargeCustomerFail")
    after(till, 14 * DAY + 60)

    plan.refresh_from_db()
    assert (plan.state, totals()) == ("past_due", [0])
    assert plan.opens_until == plan.trial_until + timedelta(days=1)
    late = plan.trial_until + timedelta(days=1, minutes=1)
    assert list(Subscription.objects.out_of_grace(late)) == [plan]


def test_cancelled_in_time_it_costs_nothing(till, plan):
    steering.cancel(plan, "unused")
    after(till, 15 * DAY)

    plan.refresh_from_db()
    assert (plan.state, totals()) == ("ended", [0])
    assert not Entitlement.objects.get().is_open


def test_three_days_before_the_first_payment_its_buyer_is_told_once(till, plan, mailoutbox):
    early, soon = plan.trial_until - timedelta(days=4), plan.trial_until - timedelta(days=2)
    assert subscriptions.write_trial_ends(early) == 0

    with till.commits(execute=True):
        counts = [subscriptions.write_trial_ends(soon) for _ in range(2)]

    assert counts == [1, 0]
    told = [subject for subject in subjects(mailoutbox) if "trial of Sounds of the month ends" in subject]
    assert len(told) == 1


def test_nobody_tries_a_listing_twice(plan, bob, carol, offer):
    priced = quote([Wish(offer.pk)])

    assert trials.offered(priced, bob).total == 900
    assert trials.offered(priced, carol).total == 0


def test_a_card_that_was_tried_with_ends_the_trial_without_a_charge(till, plan, carol, offer, mailoutbox):
    till.sell(carol, offer)
    till.minute()
    till.hear()

    second = Subscription.objects.latest("pk")
    assert (second.state, second.why, totals()) == ("ended", "tried", [0, 0])
    assert at_stripe(second).status == "canceled"
    assert not Entitlement.objects.get(pk=second.entitlement_id).is_open
    mails = [mail for mail in mailoutbox if mail.to == [carol.email]]
    assert "You have tried Sounds of the month before" in subjects(mails)
    assert "Sounds of the month has ended" not in subjects(mails)
    plan.refresh_from_db()
    assert plan.state == "trial"


def test_another_card_may(till, plan, carol, offer):
    order = till.place(carol, offer)
    till.pay(order, number=OTHER_CARD)
    till.hear()

    assert Subscription.objects.latest("pk").state == "trial"


def test_an_address_tells_a_stranger_nothing_and_tries_once(client, commits, till, plan, bob, offer):
    order = place(client, offer.listing, 0, email=bob.email.upper())  # the page is the one for any address
    assert (order.total, order.subscription.trial_days) == (0, 14)

    page = order.session_url.removeprefix("http://testserver")
    with commits(execute=True):
        client.post(page, {"email": bob.email, "number": OTHER_CARD})
    till.hear()
    till.minute()
    till.hear()

    second = Subscription.objects.latest("pk")
    assert (second.state, second.why, totals()) == ("ended", "tried", [0, 0])


def test_the_checkout_says_what_a_trial_costs(client, offer):
    put_in_cart(client, offer.listing)

    page = text_of(client.get(reverse("checkout")))

    assert "Nothing is charged today. After 14 days, €9.00 a month" in page
    assert "Begin the trial" in page


def test_who_is_signed_in_and_has_tried_reads_the_price(client, plan, bob, offer):
    client.force_login(bob)
    put_in_cart(client, offer.listing)

    assert "€9.00 is charged today" in text_of(client.get(reverse("checkout")))


def test_a_guest_tries_it(client, commits, offer):
    order = pay(client, place(client, offer.listing, 0), commits)

    assert (order.state, Subscription.objects.get().state) == ("paid", "trial")


def test_the_price_box_says_so(client, offer):
    offer.listing.save_revision().publish()

    page = text_of(client.get(offer.listing.url))

    assert "Free for 14 days, once for each person" in page


def test_trials_are_counted_and_bring_in_nothing(till, plan):
    (row,) = recurring.totals(recurring.begun())
    assert (row["trying"], row["running"], row["a_month"]) == (1, 1, 0)


def test_whoever_was_told_makes_room_for_the_next(till, plan, carol, offer, monkeypatch):
    monkeypatch.setattr(subscriptions, "AT_ONCE", 1)
    order = till.place(carol, offer)
    till.pay(order, number=OTHER_CARD)
    till.hear()
    moment = Subscription.objects.latest("pk").trial_until - timedelta(days=2)

    assert [subscriptions.write_trial_ends(moment) for _ in range(3)] == [1, 1, 0]
