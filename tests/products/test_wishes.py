"""The wish list: pressed in pages kept for all, kept by person or session, seen by nobody else."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cms import pagecache
from products import wishes
from products.delivery import grant
from products.models import Card, Offer, Stock, WishedListing
from tests.conftest import publish_download
from tests.home.catalogue import fill

SCRIPT = {"HTTP_ACCEPT": "application/json"}


def press(client, listing, data=None, **extra):
    return client.post(reverse("wish", args=[listing.pk]), data or {}, **extra)


def text(client):
    """The words of the wish list."""
    return re.sub(r"\s+", " ", client.get("/wishes/").text)


# --- pressing ------------------------------------------------------------------------------------


def test_a_person_wishes_and_finds_it_on_the_list(client, bob, listing):
    client.force_login(bob)

    answer = press(client, listing, HTTP_REFERER=f"http://testserver{listing.url}")

    assert answer.url == f"http://testserver{listing.url}"
    assert "“Aster Serif” is on your wish list." in client.get(listing.url).text
    row = WishedListing.objects.get(user=bob)
    assert (row.listing_id, row.price) == (listing.pk, 2900)
    assert "Aster Serif" in text(client)


def test_pressing_twice_wishes_once(client, bob, listing):
    client.force_login(bob)

    press(client, listing)
    said = press(client, listing, **SCRIPT).json()

    assert said == {"said": "“Aster Serif” is on your wish list already.", "is_done": True, "wishes": 1}
    assert WishedListing.objects.count() == 1


def test_taking_off_twice_is_taken_off(client, bob, listing):
    client.force_login(bob)
    press(client, listing)

    answers = [press(client, listing, {"off": "1"}, **SCRIPT).json() for _time in range(2)]

    assert [answer["wishes"] for answer in answers] == [0, 0]
    assert not WishedListing.objects.exists()


def test_a_visitor_wishes_without_an_account_and_keeps_it_at_the_sign_in(client, bob, listing):
    press(client, listing)
    assert "Aster Serif" in text(client)
    assert not WishedListing.objects.exists()
    Card.objects.update(from_price=3900)

    client.force_login(bob)

    row = WishedListing.objects.get()
    assert (row.user, row.listing_id, row.price) == (bob, listing.pk, 2900)
    assert wishes.KEY not in client.session


def test_signing_in_keeps_the_older_wish_of_the_same_listing(client, bob, listing):
    WishedListing.objects.create(user=bob, listing=listing, price=1900)
    press(client, listing)

    client.force_login(bob)

    assert list(WishedListing.objects.values_list("price", flat=True)) == [1900]


def test_what_has_gone_meanwhile_is_no_hindrance_at_the_sign_in(client, bob, listing):
    press(client, listing)
    listing.delete()

    client.force_login(bob)

    assert not WishedListing.objects.exists()
    assert client.get("/wishes/").status_code == 200


def test_signing_out_takes_the_list_from_the_browser(client, bob, listing):
    client.force_login(bob)
    press(client, listing)
    client.logout()

    assert "Nothing on your wish list" in text(client)


def test_a_list_is_not_endless(client, listing, monkeypatch):
    monkeypatch.setattr(wishes, "MOST_OF_GUEST", 0)

    said = press(client, listing, **SCRIPT).json()

    assert said["is_done"] is False
    assert said["said"] == "Your wish list is full. Take something off it first."


def test_another_site_cannot_wish_for_somebody(client, bob, listing):
    client.force_login(bob)

    assert press(client, listing, HTTP_ORIGIN="https://evil.example").status_code == 403
    assert client.get(reverse("wish", args=[listing.pk])).status_code == 405
    assert not WishedListing.objects.exists()


def test_the_way_back_stays_on_this_site(client, listing):
    answer = press(client, listing, HTTP_REFERER="https://evil.example/x", HTTP_SEC_FETCH_SITE="same-origin")

    assert answer.url == "/wishes/"


# --- who learns what -----------------------------------------------------------------------------


def test_a_hidden_listing_looks_like_one_that_is_not_there(client, bob, listing):
    client.force_login(bob)
    listing.unpublish()

    hidden, unknown = press(client, listing), client.post("/wishes/999999/")

    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert not WishedListing.objects.exists()


def test_nobody_reads_or_changes_the_list_of_another(client, bob, carol, listing):
    WishedListing.objects.create(user=bob, listing=listing, price=2900)
    client.force_login(carol)

    page, personal = client.get("/wishes/").text, client.get("/personal/").text
    press(client, listing, {"off": "1"})

    assert "Aster Serif" not in page
    assert 'data-kept=""' in personal
    assert WishedListing.objects.filter(user=bob).count() == 1


def test_a_kept_page_holds_no_wish_and_its_buttons_no_token(client, bob, listing):
    WishedListing.objects.create(user=bob, listing=listing, price=2900)
    client.force_login(bob)

    mine = client.get("/discover/").text
    pagecache._purge_now()
    visitor = Client().get("/discover/")

    for page in (mine, visitor.text):
        assert f'<button class="wish__button" data-mark="wish-{listing.pk}">' in page
        assert "csrfmiddlewaretoken" not in page
    assert f'data-kept="wish-{listing.pk}"' in mine
    assert "personal-marks" not in visitor.text
    assert Client().get("/discover/")["X-Cache"] == "HIT"


def test_the_personal_part_names_what_is_pressed(client, bob, listing):
    WishedListing.objects.create(user=bob, listing=listing, price=2900)
    client.force_login(bob)

    answer = client.get("/personal/")

    assert f'data-kept="wish-{listing.pk}"' in answer.text
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("url", ["/discover/", "/search/?q=Aster", "/stores/alices-fonts/"])
def test_every_list_has_a_heart_beside_the_link(client, listing, url):
    page = client.get(url).text

    assert f'action="/wishes/{listing.pk}/"' in page
    assert "Add to wish list: Aster Serif" in page


# --- the page ------------------------------------------------------------------------------------


def test_the_list_says_what_became_cheaper_and_what_dearer(client, bob, store, listing):
    dear = publish_download(store, "Aster Mono", 5000)
    WishedListing.objects.create(user=bob, listing=listing, price=3300)
    WishedListing.objects.create(user=bob, listing=dear, price=4500)
    client.force_login(bob)

    page = text(client)

    assert "€4 less than when you saved it" in page
    assert "€5 more than when you saved it" in page


def test_withdrawn_and_sold_out_wishes_stay_with_their_state(client, bob, store, listing):
    rare = publish_download(store, "Aster Mono", 5000, stock=1)
    Stock.take(Offer.objects.get(listing=rare.pk))
    for page in (listing, rare):
        WishedListing.objects.create(user=bob, listing=page, price=2900)
    listing.title = "A secret new name"
    listing.save_revision()
    listing.unpublish()
    client.force_login(bob)

    page = text(client)

    assert "Withdrawn" in page
    assert "Sold out" in page
    assert "A secret new name" not in page
    assert f'href="{listing.url}"' not in page
    assert 'name="offer"' not in page


def test_a_wish_goes_into_the_cart_from_the_list(client, bob, listing):
    WishedListing.objects.create(user=bob, listing=listing, price=2900)
    client.force_login(bob)
    offer = re.search(r'name="offer" value="(\d+)"', client.get("/wishes/").text)[1]

    client.post(reverse("cart_add"), {"offer": offer})

    assert "Aster Serif" in client.get("/cart/").text


def test_what_one_owns_is_said_to_be_owned(client, bob, listing):
    grant(bob, listing.offers.get())
    WishedListing.objects.create(user=bob, listing=listing, price=2900)
    client.force_login(bob)

    page = text(client)

    assert "You own this" in page
    assert "Add to cart" not in page


def test_a_long_list_costs_no_more_than_a_short_one(client, bob, store, django_assert_num_queries):
    client.force_login(bob)
    shelf = fill(store, 20)
    costs = []
    for some in (shelf[:2], shelf[2:]):
        WishedListing.objects.bulk_create(
            WishedListing(user=bob, listing_id=card.pk, price=2900) for card in some
        )
        client.get("/wishes/")
        with django_assert_num_queries(5 + 2) as asked:  # two for the header: what is wished and followed
            client.get("/wishes/")
        costs.append(len(asked))

    assert costs[0] == costs[1]
