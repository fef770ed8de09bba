"""Another card for a subscription: given on Stripe's page, used at once for what is owed."""

import pytest
from django.urls import reverse

from orders import steering
from orders.models import Subscription
from sandbox.models import StoredObject
from tests.orders.subscribing import MONTH, after, at_stripe, card_becomes, subscribe, sums, totals

GOOD, BAD = "4242424242424242", "4000000000000341"


@pytest.fixture
def owing(till, plan):
    """Its second month could not be paid."""
    card_becomes(plan, "pm_card_chargeCustomerFail")
    after(till, MONTH)
    plan.refresh_from_db()
    return plan


def give(client, commits, plan, number):
    """Go to the page, give a card, come back; what the subscription's page says then."""
    page = client.post(reverse("subscription_card", args=[plan.pk])).url.removeprefix("http://testserver")
    with commits(execute=True):
        back = client.post(page, {"email": "bob@example.com", "number": number}).url
        said = client.get(back.removeprefix("http://testserver"), follow=True)
    plan.refresh_from_db()
    return said.content.decode()


def test_a_good_card_pays_what_is_owed_at_once(client, commits, bob, owing):
    client.force_login(bob)

    said = give(client, commits, owing, GOOD)

    assert "Your new card is saved" in said
    assert (owing.state, owing.card, totals()) == ("active", "visa 4242", [900, 900])
    assert sums() == {"stripe": 1800, "fee": -180, "seller": -1620}


def test_a_card_that_is_declined_too_is_said_so_and_nothing_is_booked(client, commits, bob, owing):
    client.force_login(bob)

    said = give(client, commits, owing, BAD)

    assert "it was declined, too" in said
    assert (owing.state, owing.card, totals()) == ("past_due", "visa 0341", [900])


def test_the_event_alone_takes_the_card_too(client, commits, till, bob, owing):
    client.force_login(bob)
    page = client.post(reverse("subscription_card", args=[owing.pk])).url.removeprefix("http://testserver")
    client.post(page, {"email": "bob@example.com", "number": GOOD})

    till.hear(duplicate=True, shuffle=True)

    owing.refresh_from_db()
    assert (owing.state, owing.card, totals()) == ("active", "visa 4242", [900, 900])


def test_a_card_saved_for_another_subscription_is_not_taken(client, till, commits, bob, carol, plan, monthly):
    hers = subscribe(till, carol, monthly)
    client.force_login(carol)
    page = client.post(reverse("subscription_card", args=[hers.pk])).url
    session = page.rstrip("/").rsplit("/", 1)[1]
    client.post(page.removeprefix("http://testserver"), {"email": "carol@example.com", "number": BAD})
    before = at_stripe(plan).default_payment_method

    assert not steering.take_card(plan, session)

    assert at_stripe(plan).default_payment_method == before


def test_others_are_not_led_to_the_page_of_a_card(client, carol, plan):
    client.force_login(carol)

    assert client.post(reverse("subscription_card", args=[plan.pk])).status_code == 404
    assert Subscription.objects.get().card == "visa 4242"


def test_an_older_page_heard_of_late_does_not_bring_its_card_back(client, commits, bob, plan):
    client.force_login(bob)
    give(client, commits, plan, BAD)
    old = StoredObject.objects.get(kind="checkout.session", body__mode="setup")
    StoredObject.objects.filter(pk=old.pk).update(body={**old.body, "created": old.body["created"] - 60})
    Subscription.objects.update(card_given_at=None)
    give(client, commits, plan, GOOD)

    assert steering.take_card(plan, old.key)

    plan.refresh_from_db()
    assert plan.card == "visa 4242"
