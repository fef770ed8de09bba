"""The library: one's own things, found again; what ended is told kindly; others' do not exist."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from products import delivery
from products.kinds.download.models import DownloadFile
from products.models import Entitlement
from products.storefronts import open_store
from tests.conftest import publish_download

LIBRARY = reverse("library")


@pytest.fixture
def bobs(bob, listing):
    return delivery.grant(bob, listing.offers.get())


@pytest.fixture
def bob_in(client, bob):
    client.force_login(bob)
    return client


def text_of(answer):
    return " ".join(answer.content.decode().split())


def titles(answer):
    return [entitlement.listing.title for entitlement in answer.context["page"]]


def test_nobody_sees_a_library_without_signing_in(client, bobs):
    answers = [client.get(LIBRARY), client.get(reverse("library_item", args=[bobs.pk]))]

    assert [answer["Location"].split("?")[0] for answer in answers] == [reverse("account_login")] * 2


def test_an_empty_library_says_what_to_do(bob_in):
    assert "Your library is empty" in text_of(bob_in.get(LIBRARY))


def test_the_card_leads_to_the_next_action(bob_in, bobs):
    page = text_of(bob_in.get(LIBRARY))

    assert "Aster Serif" in page
    assert f'href="{bobs.next_action()["url"]}"' in page
    assert bob_in.get(LIBRARY)["Cache-Control"].count("no-store") == 1


def test_what_was_never_paid_is_not_there(bob_in, bob, listing):
    delivery.reserve(bob, listing.offers.get())

    assert bob_in.get(LIBRARY).context["shelf"].is_empty


def test_somebody_elses_thing_and_an_unknown_one_answer_alike(client, carol, bobs):
    client.force_login(carol)

    foreign = client.get(reverse("library_item", args=[bobs.pk]))
    unknown = client.get(reverse("library_item", args=[bobs.pk + 1000]))

    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert text_of(foreign) == text_of(unknown).replace(f"/{bobs.pk + 1000}/", f"/{bobs.pk}/")


def test_even_the_seller_cannot_open_a_buyers_thing(client, alice, bobs):
    client.force_login(alice)

    assert client.get(reverse("library_item", args=[bobs.pk])).status_code == 404


def test_what_ended_stays_on_the_shelf_and_says_so(bob_in, bobs):
    delivery.withdraw(bobs)

    shelf = bob_in.get(LIBRARY)
    item = bob_in.get(reverse("library_item", args=[bobs.pk]))

    assert "No longer open to you." in text_of(shelf)
    assert item.status_code == 410
    assert "“Aster Serif” is no longer open to you" in text_of(item)


def test_what_ran_out_says_when(bob_in, bobs):
    Entitlement.objects.filter(pk=bobs.pk).update(ends_at=timezone.now() - timedelta(days=1))

    answer = bob_in.get(reverse("library_item", args=[bobs.pk]))

    assert answer.status_code == 410
    assert "It ran until" in text_of(answer)


def test_search_filter_and_sort(bob_in, bob, bobs, store, carol):
    shop = open_store(carol, "Carol's Sounds", "FR")
    shop.save_revision().publish()
    delivery.grant(bob, publish_download(shop, "Rain Loops", 100).offers.get())
    delivery.grant(bob, publish_download(store, "Boreal Sans", 100).offers.get())

    by_words = bob_in.get(LIBRARY, {"q": "aster"})
    by_seller = bob_in.get(LIBRARY, {"seller": carol.sellers.get().pk})
    by_kind = bob_in.get(LIBRARY, {"kind": "download"})
    by_title = bob_in.get(LIBRARY, {"sort": "title"})

    assert titles(by_words) == ["Aster Serif"]
    assert titles(by_seller) == ["Rain Loops"]
    assert len(titles(by_kind)) == 3
    assert titles(by_title) == ["Aster Serif", "Boreal Sans", "Rain Loops"]
    assert "Nothing here fits that" in text_of(bob_in.get(LIBRARY, {"q": "zebra"}))


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "'; DROP TABLE"},
        {"q": "\x00"},
        {"q": "%" * 10_000},
        {"kind": "nope"},
        {"seller": "abc"},
        {"seller": "9" * 40},
        {"sort": "holder__password"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "9" * 12},
        {"page": "x"},
    ],
)
def test_odd_addresses_never_break_the_page(bob_in, bobs, asked):
    assert bob_in.get(LIBRARY, asked).status_code == 200


def test_ten_things_cost_no_more_queries_than_one(bob_in, bob, bobs, store, django_assert_num_queries):
    bob_in.get(LIBRARY)
    with CaptureQueriesContext(connection) as counted:
        bob_in.get(LIBRARY)
    for_one = len(counted)
    for n in range(9):
        delivery.grant(bob, publish_download(store, f"More {n}", 100).offers.get())

    with django_assert_num_queries(for_one):
        page = bob_in.get(LIBRARY)

    assert len(titles(page)) == 10
    assert for_one <= 8


def archive(client, held, away="1"):
    return client.post(reverse("library_archive", args=[held.pk]), {"away": away})


def test_what_is_put_away_waits_in_the_archive_and_comes_back(bob_in, bobs):
    answer = archive(bob_in, bobs)

    assert answer["Location"] == LIBRARY
    assert titles(bob_in.get(LIBRARY)) == []
    assert "Everything is in your archive" in text_of(bob_in.get(LIBRARY))
    assert titles(bob_in.get(LIBRARY, {"archived": "1"})) == ["Aster Serif"]
    assert bob_in.get(reverse("library_item", args=[bobs.pk])).status_code == 200

    archive(bob_in, bobs, away="0")

    assert titles(bob_in.get(LIBRARY)) == ["Aster Serif"]
    assert "?archived=1" not in text_of(bob_in.get(LIBRARY))


def test_the_archive_is_searched_by_itself(bob_in, bob, bobs, store):
    archive(bob_in, bobs)
    delivery.grant(bob, publish_download(store, "Aster Sans", 100).offers.get())

    assert titles(bob_in.get(LIBRARY, {"q": "aster"})) == ["Aster Sans"]
    assert titles(bob_in.get(LIBRARY, {"q": "aster", "archived": "1"})) == ["Aster Serif"]


def test_nobody_puts_away_what_is_not_theirs(client, alice, carol, bobs):
    answers = []
    for somebody in (alice, carol):
        client.force_login(somebody)
        answers += [archive(client, bobs), client.post(reverse("library_archive", args=[bobs.pk + 1000]))]

    assert [answer.status_code for answer in answers] == [404] * 4
    client.logout()
    assert archive(client, bobs)["Location"].startswith(reverse("account_login"))
    bobs.refresh_from_db()
    assert bobs.archived_at is None


def test_looking_does_not_put_away(bob_in, bobs):
    assert bob_in.get(reverse("library_archive", args=[bobs.pk]), {"away": "1"}).status_code == 405


def test_a_new_file_is_told_until_it_was_looked_at(bob_in, bobs, listing):
    assert "Updated" not in text_of(bob_in.get(LIBRARY)).replace("Recently updated", "")
    DownloadFile.objects.create(
        listing=listing, file=ContentFile(b"bold", "bold.otf"), name="bold.otf", approved_at=timezone.now()
    )

    before = bob_in.get(LIBRARY).context["things"][0].is_updated
    bob_in.get(reverse("library_item", args=[bobs.pk]))
    after = bob_in.get(LIBRARY).context["things"][0].is_updated

    assert (before, after) == (True, False)


def test_a_draft_of_a_new_file_is_no_news(bob_in, bobs, listing):
    DownloadFile.objects.create(listing=listing, file=ContentFile(b"bold", "bold.otf"), name="bold.otf")

    assert bob_in.get(LIBRARY).context["things"][0].is_updated is False
