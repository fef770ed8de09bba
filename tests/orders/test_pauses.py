"""A pause: nothing is charged for some months, it is closed after the paid period, and goes on by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from orders import billing, steering
from orders.models import Subscription
from products.models import Entitlement
from tests.orders.buying import text_of
from tests.orders.subscribing import DAY, MONTH, after, card_becomes, subjects, sums, totals


@pytest.fixture
def paused(till, plan):
    """For two months."""
    with till.commits(execute=True):
        steering.pause(plan, 2)
    till.hear()
    plan.refresh_from_db()
    return plan


def test_it_stays_open_as_long_as_was_paid_and_no_longer(paused, mailoutbox):
    right = Entitlement.objects.get()
    assert (paused.state, paused.is_paused) == ("paused", True)
    assert right.ends_at == paused.paid_until
    assert timedelta(days=58) < paused.goes_on_at - paused.paid_until < timedelta(days=63)
    assert "Sounds of the month is paused" in subjects(mailoutbox)


def test_it_goes_on_by_itself(till, paused):
    was = paused.paid_until
    after(till, MONTH)
    after(till, MONTH + 28 * DAY)
    assert totals() == [900]

    after(till, MONTH + 62 * DAY, duplicate=True, shuffle=True)

    paused.refresh_from_db()
    assert (paused.state, paused.is_paused, paused.goes_on_at) == ("active", False, None)
    assert totals() == [900, 900]
    assert paused.paid_until > was + timedelta(days=80)
    assert Entitlement.objects.get().ends_at == paused.paid_until + timedelta(days=7)


def test_who_goes_on_in_the_paid_period_pays_nothing_now(till, paused):
    with till.commits(execute=True):
        steering.go_on(paused)
    till.hear()

    paused.refresh_from_db()
    assert (paused.state, totals()) == ("active", [900])
    after(till, MONTH)
    assert totals() == [900, 900]


def test_who_goes_on_later_begins_a_period_and_pays_it(till, paused):
    Subscription.objects.update(paid_until=timezone.now() - timedelta(days=1))
    paused.refresh_from_db()

    with till.commits(execute=True):
        steering.go_on(paused)
    till.hear()

    paused.refresh_from_db()
    assert (paused.state, totals()) == ("active", [900, 900])
    assert sums()["stripe"] == 1800


def test_a_declined_card_leaves_it_paused(till, paused):
    card_becomes(paused, "pm_card_chargeCustomerFail")
    Subscription.objects.update(paid_until=timezone.now() - timedelta(days=1))
    paused.refresh_from_db()

    with pytest.raises(steering.CannotChange, match="declined"):
        steering.go_on(paused)

    assert totals() == [900]
    assert billing.read(paused.stripe_id).is_paused
    card_becomes(paused, "pm_card_visa")  # there is money on it again
    Subscription.objects.update(paid_until=timezone.now() - timedelta(days=1))
    paused.refresh_from_db()
    with till.commits(execute=True):
        steering.go_on(paused)
    assert totals() == [900, 900]


def test_what_is_cancelled_owed_or_paid_by_the_year_is_not_paused(plan):
    Subscription.objects.update(interval="year")
    plan.refresh_from_db()

    with pytest.raises(steering.CannotChange):
        steering.pause(plan, 1)
    assert not steering.may_pause(plan)


def test_the_page_pauses_and_goes_on(client, commits, bob, plan):
    client.force_login(bob)
    assert "Pause the subscription" in text_of(client.get(plan.get_absolute_url()))

    with commits(execute=True):
        said = client.post(reverse("subscription_pause", args=[plan.pk]), {"months": "3"}, follow=True)
    assert "It is paused: paid until" in text_of(said)
    with commits(execute=True):
        said = client.post(reverse("subscription_go_on", args=[plan.pk]), follow=True)

    assert "Your subscription goes on." in text_of(said)


def test_the_way_to_stripes_pages(client, bob, plan, settings):
    client.force_login(bob)

    there = client.post(reverse("subscription_portal", args=[plan.pk]))

    assert there.status_code == 303
    assert client.get(there.url.removeprefix("http://testserver")).status_code == 200
    settings.STRIPE_PORTAL = False
    assert client.post(reverse("subscription_portal", args=[plan.pk])).status_code == 404
