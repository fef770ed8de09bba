"""Who was erased pays no more, and Stripe's customer goes with them; late events bring nothing back."""

from datetime import timedelta

import pytest
import stripe
from django.utils import timezone

from orders import audit, refunds
from orders.gateway import client
from orders.models import Order, Subscription
from tests.accounts.leaving import erase, places_of
from tests.orders.giving import FRIEND, give, take
from tests.orders.subscribing import at_stripe, subscribe


def minutes(till):
    """A minute in which the subscription stops, one in which the customer goes, and all that Stripe says."""
    Subscription.objects.exclude(stop_asked_at=None).update(stop_asked_at=timezone.now() - timedelta(hours=1))
    for _minute in range(2):
        till.minute()
        till.hear()


def test_a_subscription_ends_and_its_customer_is_deleted_at_stripe(till, bob, monthly):
    plan = subscribe(till, bob, monthly)

    erase(bob)
    minutes(till)

    plan.refresh_from_db()
    assert (plan.state, plan.forget_asked_at, plan.card) == (Subscription.State.ENDED, None, "")
    assert at_stripe(plan).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError):
        client().v1.customers.update(plan.stripe_customer, {"name": "x"})
    assert places_of("bob@example.com") == set()
    assert list(audit.problems()) == []


def test_stripe_away_is_asked_again_later(till, bob, monthly, stripe_is):
    plan = subscribe(till, bob, monthly)
    erase(bob)
    stripe_is("down")
    minutes(till)
    plan.refresh_from_db()
    assert plan.forget_asked_at

    stripe_is("up")
    minutes(till)

    plan.refresh_from_db()
    assert plan.forget_asked_at is None


def test_a_gift_given_can_still_be_redeemed_and_names_nobody(client, bob, listing, commits):
    client.force_login(bob)
    gift = give(client, listing, commits)

    erase(bob)

    gift.refresh_from_db()
    assert (gift.giver_name, gift.recipient) == ("Somebody", FRIEND)
    assert take(client, gift, commits).status_code == 303
    assert gift.order.items.get().entitlement.holder.email == FRIEND


def test_a_late_refund_of_somebody_erased_brings_no_address_back(till, bob, offer, client):
    order = till.sell(bob, offer)
    erase(bob)

    with till.commits(execute=True):
        refunds.ask(order.items.get(), 2900, "Late", None)
    till.hear()

    assert Order.objects.get().refunded() == 2900
    assert places_of("bob@example.com") == set()
