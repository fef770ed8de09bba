"""A store's page: what it sells by kind and in an order, and how all of it is rated."""

from decimal import Decimal

import pytest

from tests.home.catalogue import fill, shelve, titles

pytestmark = pytest.mark.django_db


def test_its_listings_are_sorted_as_the_catalogue_sorts_them(client, store):
    shelve(store, "Dear", 9900)
    shelve(store, "Cheap", 500)
    shelve(store, "Middling", 2900)
    shelve(store, "Loved", 3900, rating=Decimal("4.90"), rating_count=3)

    assert titles(client.get(store.url))[0] == "Loved", "the newest"
    cheapest = client.get(store.url, {"sort": "cheapest"})
    assert titles(cheapest) == ["Cheap", "Middling", "Loved", "Dear"]
    assert cheapest.context["seo"]["robots"] == "noindex,follow"
    assert titles(client.get(store.url, {"sort": "rating"}))[0] == "Loved"
    assert titles(client.get(store.url, {"sort": "nonsense"}))[0] == "Loved"


def test_the_order_is_kept_on_further_pages(client, store):
    fill(store, 30)
    first = client.get(store.url, {"sort": "cheapest"})

    second = client.get(store.url + first.context["next_url"].removeprefix(store.url))

    assert "sort=cheapest" in first.context["next_url"]
    assert len(titles(first)) == 24
    assert len(titles(second)) == 6
    assert not set(titles(first)) & set(titles(second))
    assert second.context["first_url"] == f"{store.url}?sort=cheapest"


def test_three_listings_need_no_order(client, store):
    for number in range(3):
        shelve(store, f"Thing {number}")

    assert client.get(store.url).context["sorts"] == []


def test_its_rating_is_the_mean_of_all_reviews(client, store):
    shelve(store, "Often", rating=Decimal("4.00"), rating_count=9)
    shelve(store, "Once", rating=Decimal("5.00"), rating_count=1)
    shelve(store, "Never")

    context = client.get(store.url).context

    assert (context["rating"], context["rating_count"]) == (Decimal("4.10"), 10)


def test_a_store_without_reviews_shows_no_stars(client, store):
    shelve(store, "Never")

    answer = client.get(store.url)

    assert answer.context["rating"] is None
    assert 'class="stars' not in answer.text
