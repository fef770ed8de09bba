"""A right can be of another offer of its listing: an upgrade, a change of plan, and its undoing."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from products import delivery
from products.kinds.software.licence import Licence
from products.models import Offer
from products.models.promise import Promise
from tests.products.programs import licence_of, publish_program


@pytest.fixture
def program(store):
    return publish_program(
        store,
        offers=[Offer(name="Personal", price=3900, quota=3), Offer(name="Team", price=9900, quota=10)],
    )


def test_a_right_is_exchanged_for_another_offer_and_back(bob, program):
    held = licence_of(bob, program)
    team = program.offers.get(name="Team")

    before = delivery.exchange(held.pk, team.promised)

    had = Licence.objects.get(pk=held.pk)
    assert (had.offer, had.offer_name, had.quota, had.seats) == (team, "Team", 10, 10)
    assert had.key == held.key
    assert replace(delivery.exchange(held.pk, before), kept={}) == team.promised
    had.refresh_from_db()
    assert (had.offer_name, had.quota, had.seats) == ("Personal", 3, 3)


@pytest.mark.parametrize(("months", "expected"), [(None, None), (24, 24), (1, 12)])
def test_months_of_updates_begin_anew_and_are_never_fewer(bob, program, months, expected):
    Offer.objects.filter(name="Personal").update(terms={"months": 12})
    Offer.objects.filter(name="Team").update(terms={"months": months} if months else {})
    held = licence_of(bob, program)

    before = delivery.exchange(held.pk, program.offers.get(name="Team").promised)

    had = Licence.objects.get(pk=held.pk).updates_until
    left = had and round((had - timezone.now()) / timedelta(days=30.44))
    assert left == expected
    delivery.exchange(held.pk, Promise(**json.loads(json.dumps(before.as_json()))))
    assert Licence.objects.get(pk=held.pk).updates_until == held.updates_until


def test_every_update_for_ever_stays(bob, program):
    Offer.objects.filter(name="Team").update(terms={"months": 12})
    held = licence_of(bob, program)

    delivery.exchange(held.pk, program.offers.get(name="Team").promised)

    assert Licence.objects.get(pk=held.pk).updates_until is None


def test_what_has_ended_is_not_exchanged(bob, program):
    held = licence_of(bob, program)
    delivery.withdraw(held)

    assert delivery.exchange(held.pk, program.offers.get(name="Team").promised) is None
    assert Licence.objects.get(pk=held.pk).offer_name == "Personal"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"trial_days": 7}, "trial_days"),
        ({"trial_days": 0, "interval": "month"}, "trial_days"),
        ({"takes_upgrades": True, "interval": "month"}, "takes_upgrades"),
        ({"takes_upgrades": True, "minimum": 100}, "takes_upgrades"),
        ({"takes_upgrades": True, "stock": 5}, "takes_upgrades"),
    ],
)
def test_only_subscriptions_are_tried_and_only_one_time_prices_upgraded_to(wrong, field):
    with pytest.raises(ValidationError) as refused:
        Offer(name="Odd", price=900, **wrong).clean()

    assert list(refused.value.message_dict) == [field]
