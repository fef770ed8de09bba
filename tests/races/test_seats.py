"""The last seat of a licence, and the last of a seller's own keys, go to one of those who want them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from products import delivery
from products.kinds.software import activating, keys, safekeeping
from products.kinds.software.licence import Activation, Licence, PoolKey
from products.models import Entitlement, Offer
from tests.conftest import person
from tests.products.programs import licence_of, publish_program
from tests.races.crowd import at_once, needs_postgresql

pytestmark = needs_postgresql


@pytest.fixture
def held(store, bob):
    return licence_of(bob, publish_program(store))


def taken(held):
    seats = Licence.objects.filter(pk=held.pk).values_list("seats_taken", flat=True).get()
    return seats, Activation.objects.live().filter(licence=held).count()


def test_twenty_devices_and_three_seats(held):
    said = at_once(lambda number: activating.activate(held.pk, f"device {number}", "Laptop").pk, 20)

    assert said.count("Unavailable") == 17
    assert taken(held) == (3, 3)


def test_twenty_devices_and_two_floating_seats(store, bob):
    offer = Offer(name="Floating", price=9900, quota=2, terms={"floating": True})
    held = licence_of(bob, publish_program(store, offers=[offer]))

    said = at_once(lambda number: activating.activate(held.pk, f"device {number}", "Laptop").pk, 20)

    assert said.count("Unavailable") == 18
    assert taken(held) == (2, 2)


def test_floating_seats_that_come_and_go_at_once_wait_for_nobody_for_ever(store, bob):
    offer = Offer(name="Floating", price=9900, quota=3, terms={"floating": True})
    held = licence_of(bob, publish_program(store, offers=[offer]))
    old = [activating.activate(held.pk, f"old {number}", "Laptop") for number in range(3)]
    Activation.objects.update(lease_until=timezone.now() - timedelta(minutes=1))

    def work(number):
        if number < 3:
            return activating.deactivate(held.pk, old[number].pk)
        return activating.activate(held.pk, f"device {number}", "Laptop").pk

    said = at_once(work, 12)

    assert not [word for word in said if isinstance(word, str) and word != "Unavailable"]
    assert Activation.objects.live().filter(licence=held).count() == 3


def test_seats_taken_while_the_licence_is_exchanged_fit_the_new_limit(store, bob):
    rows = [Offer(name="Team", price=9900, quota=10), Offer(name="Personal", price=3900, quota=3)]
    program = publish_program(store, offers=rows)
    held = licence_of(bob, program)
    fewer = program.offers.get(name="Personal").promised

    def work(number):
        if number == 5:
            return bool(delivery.exchange(held.pk, fewer))
        return activating.activate(held.pk, f"device {number}", "Laptop").pk

    at_once(work, 12)

    seats, live = taken(held)
    assert seats == live <= 3


def test_one_device_twenty_times_at_once_takes_one_seat(held):
    said = at_once(lambda number: activating.activate(held.pk, "the device", "Laptop").pk, 20)

    assert len(set(said)) == 1
    assert taken(held) == (1, 1)


def test_a_seat_is_given_back_once_however_many_say_so(held):
    first, second = (activating.activate(held.pk, name, "Laptop") for name in "ab")

    said = at_once(lambda number: activating.deactivate(held.pk, first.pk), 10)

    assert said.count(True) == 1
    assert taken(held) == (1, 1)
    assert second.pk


def test_twenty_buyers_and_five_keys_of_the_sellers_own(store):
    program = publish_program(store, keys_from="imported")
    for number in range(5):
        key = f"OLD-{number}"
        kept = {"key_hash": safekeeping.hash_of(keys.named(key, program.pk)), "sealed": safekeeping.seal(key)}
        PoolKey.objects.create(software=program, **kept)
    buyers = [person(f"buyer{number}@example.com") for number in range(20)]
    offer = program.offers.get()

    said = at_once(lambda number: delivery.grant(buyers[number], offer).pk, 20)

    assert said.count("Unavailable") == 15
    assert Entitlement.objects.count() == 5
    assert PoolKey.objects.exclude(licence=None).values("licence").distinct().count() == 5
