"""Listings whose reviews wait for an answer, for those who may give it and for those who decide."""

import pytest
from django.urls import reverse

from accounts import teams
from products.admin.unanswered import UnansweredReviews
from products.models import Review
from tests.conftest import person
from tests.products.editing import at_desk
from tests.stores import furnish

ADDRESS = "report_unanswered"


@pytest.fixture
def shop(wombat_store):
    return wombat_store


def rows(who):
    found = at_desk(who).get(reverse(ADDRESS)).context["object_list"]
    return [(row["title"], row["waiting"]) for row in found]


def another_review(shop, number, **fields):
    author = person(f"reader-{number}@example.com")
    return Review.objects.create(listing=shop.listing, author=author, stars=5, author_name="R", **fields)


def test_a_listing_counts_what_waits_and_not_what_is_answered_or_hidden(shop):
    Review.objects.update(reply="")
    another_review(shop, 1)
    another_review(shop, 2, reply="Thank you.")
    another_review(shop, 3, is_public=False)

    assert rows(shop.owner) == [(shop.listing.title, 2)]


def test_a_seller_sees_own_listings_and_a_moderator_all(shop, carol, settings):
    settings.REQUIRE_TWO_FACTOR = False
    foreign = furnish(carol, "quokka")
    Review.objects.update(reply="")

    assert rows(shop.owner) == [(shop.listing.title, 1)]
    assert rows(person("mod@example.com", "moderator")) == [
        (shop.listing.title, 1),
        (foreign.listing.title, 1),
    ]


def test_a_row_leads_to_the_reviews_that_wait(shop):
    Review.objects.update(reply="")
    another_review(shop, 1, reply="Thank you.")
    (row,) = at_desk(shop.owner).get(reverse(ADDRESS)).context["object_list"]

    listed = at_desk(shop.owner).get(UnansweredReviews.reviews_url(row)).context["object_list"]

    assert [review.reply for review in listed] == [""]


def test_an_accountant_answers_nobody_and_does_not_read_it(shop, bob):
    teams.join(shop.page.seller, bob, "accountant")

    answer = at_desk(bob).get(reverse(ADDRESS))

    assert answer.status_code == 302
    assert b"wombat" not in answer.content


def test_it_costs_the_same_for_many(shop):
    Review.objects.update(reply="")
    client = at_desk(shop.owner)
    client.get(reverse(ADDRESS))
    before = _cost(client)
    for number in range(4):
        another_review(shop, number)

    assert _cost(client) == before


def _cost(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        client.get(reverse(ADDRESS))
    return len(seen)


def test_it_leaves_as_a_file(shop):
    Review.objects.update(reply="")

    said = at_desk(shop.owner).get(reverse(ADDRESS), {"export": "csv"})

    head, row = b"".join(said.streaming_content).decode().splitlines()
    assert head == "Listing,Not answered,The oldest since"
    assert shop.listing.title in row and ",1," in row
