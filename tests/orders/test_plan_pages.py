"""The pages of another plan: from the subscription to the press that changes it; for nobody else."""

import pytest
from django.urls import reverse

from orders.models import PlanChange
from tests.orders.buying import text_of
from tests.orders.plans import four_plans
from tests.orders.subscribing import subscribe


@pytest.fixture
def pack(store):
    return four_plans(store)


@pytest.fixture
def studio(pack):
    return pack.offers.get(name="Studio")


@pytest.fixture
def plan(till, bob, pack):
    """Bob's subscription at 9.00 euro, its first month paid."""
    return subscribe(till, bob, pack.offers.first())


def test_the_pages_lead_from_the_plan_to_the_change(client, commits, till, bob, plan, studio):
    client.force_login(bob)
    assert "Change the plan" in text_of(client.get(plan.get_absolute_url()))
    page = reverse("subscription_plan", args=[plan.pk])
    assert "Studio" in text_of(client.get(page))

    shown = client.get(page, {"offer": studio.pk})
    said = shown.context["quoted"]
    assert "is charged today" in text_of(shown)
    sent = {"offer": studio.pk, "seen": said.due, "moment": int(said.moment.timestamp())}
    with commits(execute=True):
        done = client.post(page, sent, follow=True)

    assert "Your plan is changed, and" in text_of(done)
    plan.refresh_from_db()
    assert plan.offer_name == "Studio"


@pytest.mark.parametrize("name", ["plan", "keep_plan", "pause", "go_on", "portal"])
def test_nobody_else_changes_it(client, carol, plan, studio, name):
    client.force_login(carol)

    answer = client.post(reverse(f"subscription_{name}", args=[plan.pk]), {"offer": studio.pk, "seen": 0})

    assert answer.status_code == 404
    plan.refresh_from_db()
    assert (plan.offer_name, plan.is_paused) == (plan.offer.name, False)
    assert not PlanChange.objects.exists()


def test_what_a_form_makes_up_changes_nothing(client, bob, plan, studio, listing):
    client.force_login(bob)
    page = reverse("subscription_plan", args=[plan.pk])

    for sent in (
        {"offer": listing.offers.get().pk, "seen": 0, "moment": 0},
        {"offer": studio.pk},
        {"offer": studio.pk, "seen": "-5", "moment": "9" * 30},
        {"offer": "\x00"},
    ):
        assert client.post(page, sent).status_code in (200, 302)

    assert not PlanChange.objects.exists()
