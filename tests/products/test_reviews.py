"""Reviews: by holders only, one each, counted at once."""

import pytest
from django.urls import reverse

from products.delivery import grant, withdraw
from products.models import Card, Review
from tests.conftest import person

WORDS = {"stars": "4", "text": "Slow in the best way.", "author_name": "Bob"}


@pytest.fixture
def held(bob, listing):
    return grant(bob, listing.offers.get())


def test_a_holder_writes_a_review(client, bob, held, listing):
    client.force_login(bob)

    answer = client.post(reverse("review", args=[listing.pk]), WORDS)

    assert answer["Location"] == f"{listing.url}#reviews"
    assert str(Card.objects.get(pk=listing.pk).rating) == "4.00"
    page = client.get(listing.url).content.decode()
    assert "Slow in the best way." in page


def test_a_second_review_changes_the_first(client, bob, held, listing):
    client.force_login(bob)
    client.post(reverse("review", args=[listing.pk]), WORDS)

    client.post(reverse("review", args=[listing.pk]), {**WORDS, "stars": "2"})

    assert [(review.stars, review.author_id) for review in Review.objects.all()] == [(2, bob.pk)]
    assert Card.objects.get(pk=listing.pk).rating_count == 1


def test_whoever_holds_nothing_finds_no_form(client, carol, held, listing):
    client.force_login(carol)

    assert client.get(reverse("review", args=[listing.pk])).status_code == 404
    assert client.post(reverse("review", args=[listing.pk]), WORDS).status_code == 404
    assert client.get(reverse("review", args=[listing.pk + 999])).status_code == 404
    assert not Review.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client, held, listing):
    assert client.post(reverse("review", args=[listing.pk]), WORDS).status_code == 302
    assert not Review.objects.exists()


def test_a_refunded_buyer_can_review_no_more(client, bob, held, listing):
    held.refresh_from_db()
    withdraw(held)
    client.force_login(bob)

    assert client.post(reverse("review", args=[listing.pk]), WORDS).status_code == 404
    assert not Review.objects.exists()


@pytest.mark.parametrize("stars", ["0", "6", "", "five", "-1"])
def test_stars_are_one_to_five(client, bob, held, listing, stars):
    client.force_login(bob)

    answer = client.post(reverse("review", args=[listing.pk]), {**WORDS, "stars": stars})

    assert answer.status_code == 200
    assert not Review.objects.exists()


def test_a_review_is_shown_as_text(client, bob, held, listing):
    client.force_login(bob)
    client.post(reverse("review", args=[listing.pk]), {**WORDS, "text": "<script>alert(1)</script>"})

    page = client.get(listing.url).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_every_review_can_be_read_page_by_page(client, listing):
    for number in range(23):
        author = person(f"b{number}@example.com")
        Review.objects.create(listing=listing, author=author, author_name=f"B{number}", stars=4)

    first = client.get(reverse("reviews", args=[listing.pk]))
    second = client.get(reverse("reviews", args=[listing.pk]) + first.context["next_url"])

    assert (len(first.context["reviews"]), len(second.context["reviews"])) == (20, 3)
    assert client.get(reverse("reviews", args=[listing.pk]) + "?before=%00").status_code == 200


def test_reviews_of_a_hidden_listing_are_hidden(client, listing):
    listing.unpublish()

    assert client.get(reverse("reviews", args=[listing.pk])).status_code == 404
