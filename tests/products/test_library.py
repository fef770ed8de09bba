"""The library: one's own things, found again; what ended is told kindly; others' do not exist."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from products import delivery
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
