"""A seller shows a few listings first in their store, at once and in the order they were chosen."""

import pytest
from django.test import TestCase
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms import pagecache
from products import cards, pinning
from products.models import Card, Storefront
from products.storefronts import open_store
from tests.home.catalogue import fill, shelve, titles
from tests.products.editing import at_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(alice, store):
    return at_desk(alice)


def press(desk, card, on=True):
    """What the page of one listing posts."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return desk.post(reverse("listings:pin", args=[card.pk]), {"on": "1"} if on else {}, follow=True)


def test_what_was_chosen_stands_before_all_that_is_newer(desk, client, store):
    old, older, newest = (shelve(store, title) for title in ("Old", "Older", "Newest"))
    assert titles(client.get(store.url)) == ["Newest", "Older", "Old"]

    press(desk, older)
    press(desk, old)

    assert titles(client.get(store.url)) == ["Older", "Old", "Newest"]
    press(desk, older, on=False)
    assert titles(client.get(store.url)) == ["Old", "Newest", "Older"]
    assert newest.pinned_at is None


def test_it_is_told_by_the_history_and_said_twice_it_is_done_once(desk, alice, store):
    card = shelve(store, "Old")

    press(desk, card)
    since = Card.objects.get(pk=card.pk).pinned_at
    press(desk, card)

    assert Card.objects.get(pk=card.pk).pinned_at == since
    entry = PageLogEntry.objects.get(action=pinning.PIN)
    assert (entry.user, entry.page_id) == (alice, card.pk)
    press(desk, card, on=False)
    press(desk, card, on=False)
    assert PageLogEntry.objects.filter(action=pinning.UNPIN).count() == 1


def test_a_row_of_the_grid_is_full(desk, client, store):
    shelf = fill(store, pinning.MOST + 1)
    for card in shelf[: pinning.MOST]:
        press(desk, card)

    answer = press(desk, shelf[-1])

    assert answer.status_code == 409
    assert f"{pinning.MOST} listings stand first already" in answer.text
    assert Card.objects.filter(pinned_at__isnull=False).count() == pinning.MOST


def test_a_full_row_is_full_with_hidden_ones_too_and_these_can_be_taken_back(desk, client, store):
    shelf = [shelve(store, f"Thing {number}") for number in range(pinning.MOST + 1)]
    for card in shelf[:-1]:
        press(desk, card)
    hidden = shelf[0].listing.specific
    hidden.unpublish()

    assert press(desk, shelf[-1]).status_code == 409
    assert "buyers cannot see it" in desk.get(reverse("listings:pin", args=[shelf[1].pk])).text
    assert press(desk, shelf[1]).status_code == 200, "it is first already"
    assert reverse("listings:pin", args=[hidden.pk]) in desk.get(reverse("listings:index")).text

    press(desk, hidden, on=False)
    press(desk, shelf[-1])
    hidden.save_revision().publish()

    pinned = Card.objects.filter(pinned_at__isnull=False)
    assert set(pinned) == set(Card.objects.filter(pk__in=[card.pk for card in shelf[1:]]))


def test_an_address_that_makes_no_sense_shows_them_too(desk, client, store):
    shelf = fill(store, 6)
    press(desk, shelf[-1])

    answer = client.get(store.url, {"after": "nonsense"})

    assert titles(answer)[0] == shelf[-1].title
    assert answer.context["first_url"] == ""


def test_of_two_stores_of_one_seller_each_shows_its_own(desk, client, store):
    other = store.get_parent().add_child(instance=Storefront(title="Second", seller=store.seller))
    mine, elsewhere = shelve(store, "Mine", rating=5, rating_count=1), shelve(other, "Elsewhere")
    press(desk, elsewhere)

    assert titles(client.get(store.url)) == ["Mine"]
    assert titles(client.get(other.url)) == ["Elsewhere"]
    assert client.get(other.url, {"v": 1}).context["rating"] is None
    assert mine.pinned_at is None


def test_they_cost_one_query_more(desk, client, store, django_assert_num_queries):
    shelf = fill(store, 6)
    press(desk, shelf[-1])
    client.get(store.url)
    pagecache._purge_now()

    with django_assert_num_queries(3 + 1):
        client.get(store.url)


def test_in_another_order_of_a_kind_and_further_on_nothing_is_first(desk, client, store):
    shelf = fill(store, 30)
    press(desk, shelf[-1])

    first = client.get(store.url)
    second = client.get(first.context["next_url"])

    assert titles(first)[0] == shelf[-1].title
    assert len(titles(first)) == 25
    assert shelf[-1].title not in titles(second)
    assert len({*titles(first), *titles(second)}) == 30
    assert titles(client.get(store.url, {"kind": "download"}))[0] == shelf[0].title


def test_a_publish_leaves_its_place_and_what_is_hidden_is_passed_over(desk, client, store):
    card = shelve(store, "Old")
    shelve(store, "New")
    press(desk, card)

    cards.rewrite(card.listing.specific)
    assert titles(client.get(store.url))[0] == "Old"
    with TestCase.captureOnCommitCallbacks(execute=True):
        card.listing.specific.unpublish()
    assert titles(client.get(store.url)) == ["New"]


def test_what_buyers_cannot_see_cannot_stand_first(desk, store):
    card = shelve(store, "Old")
    card.listing.specific.unpublish()

    answer = press(desk, card)

    assert "Only what buyers can see can stand first." in answer.text
    assert not Card.objects.filter(pinned_at__isnull=False).exists()


def test_another_seller_a_buyer_and_a_stranger_can_not(carol, bob, client, store):
    open_store(carol, "Carol's", "DE")
    card = shelve(store, "Old")
    address = reverse("listings:pin", args=[card.pk])

    for person in (carol, bob):
        desk = at_desk(person)
        assert desk.post(address, {"on": "1"}).status_code == (404 if person == carol else 403)
    assert client.post(address, {"on": "1"}).status_code == 302
    assert not Card.objects.filter(pinned_at__isnull=False).exists()


def test_my_listings_offer_it_for_what_is_live(desk, store):
    card = shelve(store, "Old")

    page = desk.get(reverse("listings:index")).text
    assert reverse("listings:pin", args=[card.pk]) in page
    assert "Show first in the store" in page

    press(desk, card)
    assert "Show with the others" in desk.get(reverse("listings:index")).text
    assert "What stands first now" in desk.get(reverse("listings:pin", args=[card.pk])).text
