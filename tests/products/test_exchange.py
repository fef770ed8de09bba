"""A right can be of another offer of its listing: an upgrade, a change of plan, and its undoing."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from products import delivery
from products.kinds.software import activating
from products.kinds.software.licence import Licence, months_after
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


def test_what_has_ended_is_not_exchanged(bob, program):
    held = licence_of(bob, program)
    delivery.withdraw(held)

    assert delivery.exchange(held.pk, program.offers.get(name="Team").promised) is None
    assert Licence.objects.get(pk=held.pk).offer_name == "Personal"


def offers_of_months(store, before, after):
    """A program whose two offers bring so many months of updates; 0: for ever."""
    rows = [
        Offer(name=name, price=price, terms={"months": months} if months else {})
        for name, price, months in (("One", 4900, before), ("Two", 9900, after))
    ]
    return publish_program(store, offers=rows)


def through_json(promise):
    """As it is kept until it is needed again."""
    return Promise(**json.loads(json.dumps(promise.as_json())))


def test_months_of_updates_begin_anew_and_come_back_exactly(store, bob):
    program = offers_of_months(store, 12, 24)
    held = licence_of(bob, program)
    had = held.activated_at - timedelta(days=100)
    Licence.objects.filter(pk=held.pk).update(updates_until=had)

    before = delivery.exchange(held.pk, program.offers.get(name="Two").promised)

    now, held = timezone.now(), Licence.objects.get(pk=held.pk)
    assert months_after(now, 24) - timedelta(minutes=1) < held.updates_until <= months_after(now, 24)
    assert held.promised.kept == {"updates_until": held.updates_until.isoformat()}
    until = held.updates_until
    after = delivery.exchange(held.pk, through_json(before))
    assert Licence.objects.get(pk=held.pk).updates_until == had
    delivery.exchange(held.pk, through_json(after))
    assert Licence.objects.get(pk=held.pk).updates_until == until


@pytest.mark.parametrize(("first", "second"), [(24, 12), (0, 12), (12, 0)])
def test_an_exchange_never_shortens_updates_and_its_undoing_brings_them_back(store, bob, first, second):
    program = offers_of_months(store, first, second)
    held = licence_of(bob, program)

    before = delivery.exchange(held.pk, program.offers.get(name="Two").promised)

    until = Licence.objects.get(pk=held.pk).updates_until
    assert until == (held.updates_until if second else None)
    delivery.exchange(held.pk, before)
    assert Licence.objects.get(pk=held.pk).updates_until == held.updates_until


def test_what_is_exchanged_before_its_key_is_cut_comes_back_exactly_too(store, bob):
    program = offers_of_months(store, 12, 24)
    held = delivery.grant(bob, program.offers.get(name="One"))

    before = delivery.exchange(held.pk, program.offers.get(name="Two").promised)
    delivery.exchange(held.pk, before)
    delivery.deliver(held.pk)

    held = Licence.objects.get(pk=held.pk)
    assert held.key
    assert held.updates_until == months_after(held.activated_at, 12)


def test_devices_unseen_longest_lose_their_seats_where_there_are_fewer(bob, program):
    held = licence_of(bob, program)
    team, personal = (program.offers.get(name=name).promised for name in ("Team", "Personal"))
    delivery.exchange(held.pk, team)
    for number in range(5):
        activating.activate(held.pk, str(number), f"Device {number}")
    activating.seen(held.pk, "0")

    delivery.exchange(held.pk, personal)

    held = Licence.objects.get(pk=held.pk)
    assert {device.name for device in held.devices()} == {"Device 0", "Device 3", "Device 4"}
    assert (held.seats, held.seats_taken) == (3, 3)
    assert not activating.seen(held.pk, "1")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"trial_days": 7}, "trial_days"),
        ({"trial_days": 0, "interval": "month"}, "trial_days"),
        ({"takes_upgrades": True, "interval": "month"}, "takes_upgrades"),
        ({"takes_upgrades": True, "minimum": 100}, "takes_upgrades"),
    ],
)
def test_only_subscriptions_are_tried_and_only_one_time_prices_upgraded_to(wrong, field):
    with pytest.raises(ValidationError) as refused:
        Offer(name="Odd", price=900, **wrong).clean()

    assert list(refused.value.message_dict) == [field]
