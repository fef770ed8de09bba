"""What a buyer of software has: a key of their own, seats, months of updates; suspended, reissued, ended."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from products import delivery
from products.kinds.software import activating, keys, safekeeping
from products.kinds.software.devices import Activation
from products.kinds.software.licence import Licence, months_after
from products.kinds.software.pool import PoolKey
from products.models import Entitlement, Offer, Unavailable
from tests.products.programs import edit, licence_of, publish_program, release


@pytest.fixture
def program(store):
    return publish_program(store)


@pytest.fixture
def held(bob, program):
    return licence_of(bob, program)


def pool(program, *texts):
    for text in texts:
        kept = {
            "key_hash": safekeeping.hash_of(keys.named(text, program.pk)),
            "sealed": safekeeping.seal(text),
        }
        PoolKey.objects.create(software=program, **kept)


def test_a_licence_is_delivered_with_a_key_that_only_its_hash_and_a_seal_keep(held):
    assert held.key.startswith("TIDEWATE-")
    assert (held.seats, held.seats_taken, held.updates_until) == (3, 0, None)
    assert held.key_hint == held.key[-5:]
    assert held.key not in str(Licence.objects.filter(pk=held.pk).values().get())


def test_what_an_offer_promises_is_copied_when_it_is_bought(store, bob, carol):
    offer = Offer(name="A year", price=4900, quota=2, terms={"months": 12})
    program = publish_program(store, offers=[offer])
    before = licence_of(bob, program)

    def change(draft):
        row = draft.offers.get()
        row.terms, row.quota = {"months": 1}, 1
        draft.offers.add(row)

    after = licence_of(carol, edit(program, change))
    before.refresh_from_db()
    assert before.updates_until == months_after(before.activated_at, 12)
    assert (before.seats, after.seats) == (2, 1)
    assert after.updates_until == months_after(after.activated_at, 1)


def test_months_end_on_the_last_day_of_a_shorter_month():
    assert months_after(datetime(2027, 1, 31, 9, tzinfo=UTC), 1) == datetime(2027, 2, 28, 9, tzinfo=UTC)
    assert months_after(datetime(2027, 12, 15, tzinfo=UTC), 14) == datetime(2029, 2, 15, tzinfo=UTC)


def test_seats_are_taken_once_by_a_device_and_never_more_than_there_are(held):
    for name in ("a", "b", "c", "a"):
        activating.activate(held.pk, name, f"Laptop {name}")

    with pytest.raises(Unavailable, match="Every device"):
        activating.activate(held.pk, "d", "Laptop d")

    held.refresh_from_db()
    assert (held.seats_taken, held.devices().count()) == (3, 3)


def test_a_licence_without_a_limit_takes_any_number(store, bob):
    held = licence_of(bob, publish_program(store, offers=[Offer(name="Site", price=9900)]))

    for number in range(12):
        activating.activate(held.pk, str(number), "A device")

    held.refresh_from_db()
    assert held.seats_taken == 12


def test_its_holder_releases_a_device_once_a_day(client, bob, held):
    first, second = (activating.activate(held.pk, name, f"Laptop {name}") for name in "ab")
    client.force_login(bob)

    for device in (first, second):
        answer = client.post(reverse("licence_free_device", args=[held.pk, device.pk]), follow=True)

    assert "within the last day" in answer.content.decode()
    assert [device.name for device in held.devices()] == ["Laptop b"]
    held.refresh_from_db()
    assert held.seats_taken == 1
    Licence.objects.filter(pk=held.pk).update(freed_at=timezone.now() - activating.COOLDOWN)
    client.post(reverse("licence_free_device", args=[held.pk, second.pk]))
    assert not held.devices().exists()


def test_nobody_else_releases_a_device_reads_the_key_or_fetches_a_file(client, carol, held):
    device = activating.activate(held.pk, "a", "Laptop a")
    file = held.versions()[0].files.get()
    client.force_login(carol)

    asked = [
        client.post(reverse("licence_free_device", args=[held.pk, device.pk])),
        client.get(reverse("library_item", args=[held.pk])),
        client.get(reverse("licence_file", args=[held.pk])),
        client.get(reverse("licence_release_file", args=[held.pk, file.pk])),
    ]

    assert [answer.status_code for answer in asked] == [404] * 4
    assert Activation.objects.live().count() == 1


def test_a_device_of_another_licence_cannot_be_released_through_ones_own(client, carol, program, held):
    device = activating.activate(held.pk, "a", "Laptop a")
    mine = licence_of(carol, program)
    client.force_login(carol)

    answer = client.post(reverse("licence_free_device", args=[mine.pk, device.pk]))

    assert answer.status_code == 404
    mine.refresh_from_db()
    assert (Activation.objects.live().count(), mine.freed_at) == (1, None)


def test_the_library_shows_the_key_the_downloads_and_the_devices(client, bob, held):
    activating.activate(held.pk, "a", "Bob’s laptop", "macos", "1.0.0")
    client.force_login(bob)

    page = client.get(reverse("library_item", args=[held.pk])).content.decode()

    for words in (held.key, "yours for good, with every new version", "Bob’s laptop", "1 / 3", "ab" * 32):
        assert words in page


def test_a_file_is_fetched_as_an_attachment(client, bob, held):
    client.force_login(bob)

    answer = client.get(reverse("licence_release_file", args=[held.pk, held.versions()[0].files.get().pk]))

    assert b"".join(answer.streaming_content) == b"PK\x03\x04 a program"
    assert answer["Content-Disposition"] == 'attachment; filename="tidewater.zip"'


def test_a_new_key_makes_the_old_one_unknown_and_frees_every_device(held):
    old = held.key
    activating.activate(held.pk, "a", "Laptop a")

    held.issue_anew()

    assert held.key != old
    assert (held.seats_taken, held.devices().count()) == (0, 0)
    assert not Licence.objects.filter(key_hash=safekeeping.hash_of(keys.plain(old))).exists()


def test_a_licence_is_suspended_and_resumed_once(held):
    assert [held.suspend("A chargeback."), held.suspend("Again.")] == [True, False]

    held.refresh_from_db()
    assert (held.suspended_because, held.is_running, held.is_open) == ("A chargeback.", False, True)
    assert [held.resume(), held.resume()] == [True, False]


def test_imported_keys_are_sold_once_each_and_then_sold_out(store, bob, carol, moderator):
    program = publish_program(store, keys_from="imported")
    pool(program, "OLD-1", "OLD-2")

    assert [licence_of(person, program).key for person in (bob, carol)] == ["OLD-1", "OLD-2"]
    with pytest.raises(Unavailable, match="sold out"):
        delivery.grant(moderator, program.offers.get())
    assert not Entitlement.objects.filter(holder=moderator).exists()


def test_an_imported_key_that_was_reserved_in_vain_is_sold_again(store, bob, carol):
    program = publish_program(store, keys_from="imported")
    pool(program, "OLD-1")
    pending = delivery.reserve(bob, program.offers.get())

    assert delivery.release(pending)

    assert licence_of(carol, program).key == "OLD-1"


def test_a_reissued_imported_key_comes_from_the_list_too(store, bob):
    program = publish_program(store, keys_from="imported")
    pool(program, "OLD-1", "OLD-2")
    held = licence_of(bob, program)

    held.issue_anew()

    assert held.key == "OLD-2"
    with pytest.raises(Unavailable, match="used up"):
        held.issue_anew()
    held.refresh_from_db()
    assert held.key == "OLD-2"


def test_updates_end_but_older_versions_stay(store, bob):
    offer = Offer(name="A year", price=4900, terms={"months": 12})
    program = publish_program(store, offers=[offer])
    held = licence_of(bob, program)
    Licence.objects.filter(pk=held.pk).update(updates_until=timezone.now() + timedelta(seconds=-1))
    program.releases.update(approved_at=timezone.now() - timedelta(days=1))
    edit(program, lambda draft: draft.releases.add(release("2.0.0")))

    held.refresh_from_db()

    assert [one.version for one in held.versions()] == ["1.0.0"]
    newest = program.releases.get(version="2.0.0").files.get()
    assert held.file(newest.pk) is None
    assert held.is_running
