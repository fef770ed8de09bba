"""Floating seats: counted while a program runs, given back by silence, a few more for a day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from products import delivery
from products.kinds.software import activating
from products.kinds.software.checking import _question
from products.kinds.software.devices import LEASE, Activation
from products.kinds.software.licence import Licence
from products.models import Offer
from tests.products.programs import ask, licence_of, publish_program


@pytest.fixture
def program(store):
    """Two floating seats and one more for a day; beside it three seats of the usual kind."""
    return publish_program(
        store,
        offers=[
            Offer(name="Floating", price=9900, quota=2, terms={"floating": True, "overage": 1}),
            Offer(name="Personal", price=3900, quota=3),
        ],
    )


@pytest.fixture
def held(bob, program):
    return licence_of(bob, program)


@pytest.fixture
def run(client, program, held):
    """Start the program on a device: (status, answer)."""
    return lambda device, what="activate": ask(
        client, what, program, held.key, fingerprint=device, name=device
    )


def silent(device, minutes=16):
    """Nothing was heard of a device for so long."""
    past = timezone.now() - timedelta(minutes=minutes)
    mine = Activation.objects.filter(fingerprint=activating.fingerprint_of(device), released_at=None)
    assert mine.update(seen_at=past, lease_until=past + LEASE)


def begun_to_exceed(held, **ago):
    Licence.objects.filter(pk=held.pk).update(over_since=timezone.now() - timedelta(**ago))


def test_what_was_promised_is_copied(held):
    assert (held.seats, held.floats, held.overage) == (2, True, 1)


def test_a_seat_is_held_by_signs_of_life(run):
    status, said = run("a")
    assert (status, said["code"], said["lease"]["over"]) == (200, "VALID", False)
    assert said["licence"]["floating"] is True

    again = run("a", "heartbeat")[1]

    assert again["lease"]["heartbeat_before"] >= said["lease"]["heartbeat_before"]
    assert again["next_check_at"] <= (timezone.now() + LEASE).isoformat()


def test_the_last_seat_is_refused_and_given_by_silence(run, held):
    run("a"), run("b"), run("c")  # the third is the one more

    status, said = run("d")
    assert (status, said["code"]) == (409, "TOO_MANY_ACTIVATIONS")
    silent("a")
    assert run("d")[0] == 200
    held.refresh_from_db()
    assert held.seats_taken == 3


def test_one_more_runs_for_a_day_and_is_told(run, held):
    run("a"), run("b")
    status, said = run("c")
    assert (status, said["lease"]["over"]) == (200, True)

    begun_to_exceed(held, hours=25)

    assert run("c", "heartbeat")[1]["code"] == "TOO_MANY_ACTIVATIONS"
    assert run("c", "heartbeat")[1]["valid"] is False
    assert run("a", "heartbeat")[1]["code"] == "VALID"  # who came first stays
    begun_to_exceed(held, days=8)
    assert run("c", "heartbeat")[1]["code"] == "VALID"


def test_a_device_that_slept_takes_its_seat_again_if_one_is_left(run, held):
    run("a"), run("b")
    silent("a")
    assert run("a", "validate")[1]["code"] == "FINGERPRINT_MISMATCH"

    assert run("a", "heartbeat")[1]["code"] == "VALID"

    silent("a")
    begun_to_exceed(held, hours=25)
    run("c")
    assert run("a", "heartbeat")[1]["code"] == "FINGERPRINT_MISMATCH"  # its seat is another's
    assert run("a")[1]["code"] == "TOO_MANY_ACTIVATIONS"


def test_who_was_never_activated_has_no_seat(run):
    assert run("z", "heartbeat")[1]["code"] == "FINGERPRINT_MISMATCH"


def test_a_file_for_offline_use_keeps_the_seat_for_a_week(client, run, program, held):
    assert ask(client, "signed_file", program, held.key)[1]["code"] == "FINGERPRINT_MISMATCH"
    run("a")

    status, said = ask(client, "signed_file", program, held.key, fingerprint="a")

    lent = Activation.objects.live().get().lease_until
    assert (status, "licence_file" in said) == (200, True)
    assert timedelta(days=6) < lent - timezone.now() <= timedelta(days=7)
    run("a", "heartbeat")
    assert Activation.objects.live().get().lease_until == lent
    run("a", "deactivate")
    assert not Activation.objects.live().exists()


def test_what_runs_above_the_limit_borrows_nothing(client, run, program, held):
    run("a"), run("b"), run("c")

    status, said = ask(client, "signed_file", program, held.key, fingerprint="c")

    assert (status, said["code"]) == (409, "TOO_MANY_ACTIVATIONS")
    assert ask(client, "signed_file", program, held.key, fingerprint="b")[0] == 200


def test_the_library_shows_what_runs_and_frees_it_without_a_wait(client, bob, run, held):
    run("a"), run("b")
    client.force_login(bob)
    page = client.get(reverse("library_item", args=[held.pk])).content.decode()
    assert "Devices that run now" in page
    assert "Licence file for offline use" not in page

    for device in Activation.objects.all():
        client.post(reverse("licence_free_device", args=[held.pk, device.pk]))

    held.refresh_from_db()
    assert (Activation.objects.live().count(), held.seats_taken) == (0, 0)
    assert client.get(reverse("licence_file", args=[held.pk])).status_code == 404


def test_an_exchange_makes_leases_of_seats_and_back(bob, program, held, run):
    run("a"), run("b")
    personal, floating = program.offers.get(name="Personal"), program.offers.get(name="Floating")

    delivery.exchange(held.pk, personal.promised)
    assert list(Activation.objects.live().values_list("lease_until", flat=True)) == [None, None]

    delivery.exchange(held.pk, floating.promised)
    assert Activation.objects.live().filter(lease_until=None).count() == 0
    held.refresh_from_db()
    assert (held.floats, held.overage, held.seats_taken) == (True, 1, 2)


def test_where_there_are_fewer_seats_the_devices_unseen_longest_go(bob, program, held, run):
    run("a"), run("b")
    one = Offer.objects.create(listing=program, name="One", price=1900, quota=1)
    Activation.objects.filter(fingerprint=activating.fingerprint_of("a")).update(
        seen_at=timezone.now() - timedelta(minutes=5)
    )

    delivery.exchange(held.pk, one.promised)

    left = Activation.objects.live().get()
    assert left.fingerprint == activating.fingerprint_of("b")
    held.refresh_from_db()
    assert (held.seats, held.seats_taken) == (1, 1)


def test_the_query_that_is_kept_holds_no_moment(run):
    run("a", "validate")

    kept = [str(value) for name, value in _question(1, True, True).params if name is None]
    assert not [value for value in kept if value[:4].isdecimal() and "-" in value]
