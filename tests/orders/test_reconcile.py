"""Events that were lost are made up for by comparing with Stripe, once a day, and said aloud."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders import gateway, reconcile
from orders.models import Comparison, StripeEvent
from sandbox import clock
from sandbox.models import Delivery
from tests.orders.test_refunds import at_stripe


def errors(caplog):
    return [record.message for record in caplog.records if record.levelname == "ERROR"]


def since():
    return timezone.now() - timedelta(days=1)


def test_a_sale_whose_events_were_lost_is_settled(till, bob, offer, caplog):
    order = till.place(bob, offer)
    till.pay(order)
    Delivery.objects.all().delete()

    with till.commits(execute=True):
        assert reconcile.compare(since()) == 1

    order.refresh_from_db()
    assert order.state == "paid"
    assert errors(caplog) == ["reconcile.mended"]
    assert not StripeEvent.objects.exists()


def test_a_lost_refund_is_recorded(till, bob, offer):
    order = till.sell(bob, offer)
    at_stripe(order)
    Delivery.objects.all().delete()

    with till.commits(execute=True):
        assert reconcile.compare(since()) == 1

    assert order.items.get().entitlement.state == "ended"


def test_a_bank_debit_older_than_the_comparison_is_asked_about_too(till, bob, offer):
    order = till.place(bob, offer)
    till.pay(order, bank="succeeds")
    till.hear()

    with clock.travelled(60), till.commits(execute=True):
        assert reconcile.compare(timezone.now() + timedelta(days=1)) == 1

    order.refresh_from_db()
    assert order.state == "paid"


def test_what_agrees_is_left_alone(till, bob, offer, caplog):
    till.sell(bob, offer)

    assert reconcile.compare(since()) == 0
    assert errors(caplog) == []


def test_it_is_done_once_a_day_and_again_soon_when_stripe_is_down(till, db, stripe_is):
    stripe_is("down")
    with pytest.raises(gateway.GatewayTrouble):
        reconcile.once_a_day()
    stripe_is("up")

    assert reconcile.once_a_day() == "0 orders mended by comparing with Stripe"
    assert reconcile.once_a_day() == ""
    assert Comparison.objects.get().mended == 0
