"""The seller's side: licences found by their keys, suspended, reissued; keys imported, releases withdrawn."""

import csv
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from products.kinds.software import activating
from products.kinds.software.licence import Licence
from products.kinds.software.models import Release
from products.kinds.software.pool import PoolKey
from tests.products.editing import at_desk
from tests.products.programs import edit, licence_of, publish_program, release


@pytest.fixture
def program(store):
    return publish_program(store)


@pytest.fixture
def held(bob, program):
    return licence_of(bob, program)


def listed(client, words=""):
    return client.get(reverse("licences"), {"q": words}).content.decode()


def test_a_licence_is_found_by_its_key_however_typed_by_its_ending_and_by_title(alice, carol, program, held):
    other = licence_of(carol, program)
    client = at_desk(alice)

    for words in (held.key, held.key.lower().replace("-", " "), held.key_hint):
        found = listed(client, words)
        assert f"…{held.key_hint}" in found
        assert f"…{other.key_hint}" not in found
    assert f"…{other.key_hint}" in listed(client, "tidew")
    assert "No licence." in listed(client, held.key[:-1] + ("0" if held.key[-1] != "0" else "2"))
    assert held.key not in listed(client)


def test_an_imported_key_is_found_too(alice, store, bob):
    program = publish_program(store, keys_from="imported")
    client = at_desk(alice)
    file = ContentFile(b"OLD-1\nOLD-2\n", "keys.csv")
    client.post(reverse("licence_import"), {"software": program.pk, "file": file})
    held = licence_of(bob, program)

    assert PoolKey.objects.count() == 2
    assert reverse("licence_import") in listed(client)
    assert reverse("entitlements:inspect", args=[held.pk]) in listed(client, "old-1")
    assert reverse("entitlements:inspect", args=[held.pk]) not in listed(client, "old-2")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"OLD-1\nOLD-1\n", "known already"),
        (b"\xff\xfe\x00", "not a CSV file"),
        (b"\n\n", "Between one and"),
        (b"x" * 121, "Row 1 holds no key"),
        (b"A-B\nTIDE-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA", "Row 2 holds no key"),
    ],
)
def test_a_list_that_cannot_be_sold_is_refused_whole(alice, store, content, words):
    program = publish_program(store, keys_from="imported")

    file = ContentFile(content, "keys.csv")
    answer = at_desk(alice).post(reverse("licence_import"), {"software": program.pk, "file": file})

    assert words in answer.content.decode()
    assert not PoolKey.objects.exists()


def test_a_seller_suspends_resumes_and_issues_a_new_key_from_the_licence(alice, held):
    client = at_desk(alice)
    page = client.get(reverse("entitlements:inspect", args=[held.pk])).content.decode()
    old = held.key

    assert reverse("licence_suspend", args=[held.pk]) in page
    client.post(reverse("licence_suspend", args=[held.pk]), {"reason": "A chargeback."})
    held.refresh_from_db()
    assert held.suspended_because == "A chargeback."
    client.post(reverse("licence_resume", args=[held.pk]))
    client.post(reverse("licence_reissue", args=[held.pk]))

    held.refresh_from_db()
    assert (held.suspended_at, held.key != old) == (None, True)
    history = client.get(reverse("entitlements:inspect", args=[held.pk])).content.decode()
    for words in ("Licence suspended", "Licence resumed", "New key issued"):
        assert words in history


def test_another_seller_knows_nothing_of_it_and_a_buyer_does_not_come_in(carol, bob, store, program, held):
    from products.storefronts import open_store

    open_store(carol, "Carol's Tools", "DE").save_revision().publish()
    rows = {
        name: reverse(name, args=[held.pk])
        for name in ("licence_suspend", "licence_resume", "licence_reissue")
    }
    rows["release_withdraw"] = reverse("release_withdraw", args=[program.releases.get().pk])
    before = Licence.objects.filter(pk=held.pk).values().get()

    strangers, buyers = at_desk(carol), at_desk(bob)
    told = [strangers.post(address, {"reason": "x"}).status_code for address in rows.values()]

    assert told == [404] * 4
    assert {buyers.post(address, {"reason": "x"}).status_code for address in rows.values()} <= {302, 403}
    assert held.key_hint not in listed(strangers)
    assert "Tidewater" not in strangers.get(reverse("releases")).content.decode()
    file = ContentFile(b"A\n", "keys.csv")
    strangers.post(reverse("licence_import"), {"software": program.pk, "file": file})
    assert (Licence.objects.filter(pk=held.pk).values().get(), PoolKey.objects.count()) == (before, 0)
    assert not Release.objects.exclude(withdrawn_at=None).exists()


def test_releases_say_how_many_devices_run_them_and_are_withdrawn_there(alice, program, held):
    edit(program, lambda draft: draft.releases.add(release("1.1.0")))
    for number, version in enumerate(("1.0.0", "1.1.0", "1.1.0")):
        activating.activate(held.pk, str(number), "A device", version=version)
    client = at_desk(alice)
    newest = Release.objects.get(version="1.1.0")

    rows = client.get(reverse("releases")).context["object_list"]
    client.post(reverse("release_withdraw", args=[newest.pk]))

    assert {row.version: row.devices for row in rows} == {"1.0.0": 1, "1.1.0": 2}
    newest.refresh_from_db()
    assert newest.withdrawn_at


def test_the_lists_ask_the_same_number_of_queries_for_one_and_for_many(
    alice, program, held, django_assert_max_num_queries
):
    from tests.conftest import person

    client = at_desk(alice)
    listed(client)
    with django_assert_max_num_queries(40) as one:
        listed(client)
    for number in range(10):
        licence_of(person(f"buyer{number}@example.com"), program)
    with django_assert_max_num_queries(len(one)):
        listed(client)


def test_the_day_of_expiry_stands_in_the_list_and_its_file_and_narrows_it(
    alice, carol, bob, moderator, program
):
    now = timezone.now()
    days = {bob: timedelta(days=20), carol: timedelta(days=-1), moderator: None}
    held = {}
    for person, away in days.items():
        held[person] = licence_of(person, program)
        Licence.objects.filter(pk=held[person].pk).update(ends_at=away and now + away)
    client = at_desk(alice)

    def hints(**asked):
        rows = client.get(reverse("licences"), asked).context["object_list"]
        return {row.key_hint for row in rows}

    assert hints(standing="ends") == {held[bob].key_hint}
    assert hints(standing="expired") == {held[carol].key_hint}
    assert hints() == {one.key_hint for one in held.values()}
    answer = client.get(reverse("licences"), {"export": "csv", "standing": "ends"})
    (row,) = csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines())
    assert row["Expires"].startswith(str((now + days[bob]).date()))
