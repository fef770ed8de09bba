"""The cart: offers of several sellers, honest about what changed, deaf to tampering."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from products import delivery
from products.models import Offer
from products.storefronts import open_store
from tests.conftest import publish_download
from tests.orders.buying import put_in_cart

CART = reverse("cart")


@pytest.fixture
def carols_listing(carol):
    shop = open_store(carol, "Carol's Sounds", "FR")
    shop.save_revision().publish()
    return publish_download(shop, "Rain Loops", 1250)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_a_visitor_who_only_looks_has_no_session(client, listing):
    client.get(CART)
    client.post(reverse("cart_remove"), {"offer": "1"})

    assert Session.objects.count() == 0
    assert "sessionid" not in client.cookies


def test_the_cart_groups_by_seller_and_sums_up(client, listing, carols_listing):
    put_in_cart(client, listing)
    put_in_cart(client, carols_listing)

    page = client.get(CART)

    groups = [
        (card.seller_name, [x.offer.listing.title for x in lines])
        for card, lines in page.context["quote"].by_seller
    ]
    assert groups == [("Alice's Fonts", ["Aster Serif"]), ("Carol's Sounds", ["Rain Loops"])]
    assert page.context["quote"].total == 4150
    assert "€41.50" in text_of(page)
    assert "Prices include VAT where it applies." in text_of(page)


def test_removing_takes_out_one_thing(client, listing, carols_listing):
    put_in_cart(client, listing)
    put_in_cart(client, carols_listing)

    client.post(reverse("cart_remove"), {"offer": listing.offers.get().pk})

    assert [row["title"] for row in client.session["cart"]] == ["Rain Loops"]


def test_a_changed_price_is_told_once_with_both_amounts(client, listing):
    put_in_cart(client, listing)
    Offer.objects.filter(listing=listing).update(price=3500)

    first, second = text_of(client.get(CART)), text_of(client.get(CART))

    assert "The price of “Aster Serif” has changed: it was €29.00, now it is €35.00." in first
    assert "has changed" not in second


def test_a_listing_taken_off_is_told_once_by_name(client, listing):
    put_in_cart(client, listing)
    listing.unpublish()

    first, second = text_of(client.get(CART)), text_of(client.get(CART))

    assert "“Aster Serif” is no longer on sale. It was taken out of your cart." in first
    assert "Aster Serif" not in second
    assert client.session["cart"] == []


def test_a_deleted_offer_is_told_by_the_title_that_was_seen(client, listing):
    put_in_cart(client, listing)
    listing.offers.get().delete()

    assert "“Aster Serif” is no longer on sale." in text_of(client.get(CART))


def test_a_suspended_seller_sells_nothing(client, listing, alice):
    put_in_cart(client, listing)
    alice.sellers.update(state="suspended")

    page = client.get(CART)

    assert page.context["quote"].lines == ()


def test_the_twenty_first_thing_is_refused_aloud(client, listing):
    session = client.session
    session["cart"] = [{"offer": 10_000 + n, "chosen": None, "seen": 1, "title": "x"} for n in range(20)]
    session.save()

    answer = client.post(reverse("cart_add"), {"offer": listing.offers.get().pk}, follow=True)

    assert "Your cart is full: it holds 20 things." in text_of(answer)


def test_the_same_offer_stands_in_the_cart_once(client, listing):
    put_in_cart(client, listing)
    put_in_cart(client, listing)

    assert len(client.session["cart"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"offer": "0"},
        {"offer": "-1"},
        {"offer": "abc"},
        {"offer": "9" * 40},
        {"offer": "1.5"},
        {},
        {"amount": "NaN"},
        {"amount": "Infinity"},
        {"amount": "-1"},
        {"amount": "1e9"},
        {"amount": "12,50,7"},
        {"amount": "0.001"},
    ],
)
def test_tampered_values_change_nothing(client, listing, wrong):
    sent = {"offer": listing.offers.get().pk, **wrong} if "amount" in wrong else wrong

    answer = client.post(reverse("cart_add"), sent)

    assert answer.status_code == 302
    assert "cart" not in client.session


def test_an_unknown_and_an_unpublished_offer_answer_alike(client, listing):
    listing.unpublish()

    hidden = put_in_cart(client, listing)
    unknown = client.post(reverse("cart_add"), {"offer": 987654})

    assert (hidden.status_code, unknown.status_code) == (404, 404)


def test_another_site_cannot_fill_the_cart(client, listing):
    answer = client.post(
        reverse("cart_add"),
        {"offer": listing.offers.get().pk},
        headers={"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"},
    )

    assert answer.status_code == 403
    assert "cart" not in client.session


def test_pay_what_you_want_is_kept_changed_and_bounded(client, store):
    listing = publish_download(store, "Loops", 1000, minimum=500)
    offer = listing.offers.get()
    client.post(reverse("cart_add"), {"offer": offer.pk, "amount": "7.50"})

    below = client.post(reverse("cart_change"), {"offer": offer.pk, "amount": "4.99"}, follow=True)
    client.post(reverse("cart_change"), {"offer": offer.pk, "amount": "12"})

    assert "Please choose at least €5.00." in text_of(below)
    assert client.session["cart"][0]["chosen"] == 1200
    assert client.get(CART).context["quote"].total == 1200


def test_an_amount_below_a_raised_minimum_is_raised_and_told(client, store):
    listing = publish_download(store, "Loops", 1000, minimum=500)
    client.post(reverse("cart_add"), {"offer": listing.offers.get().pk, "amount": "6"})
    Offer.objects.filter(listing=listing).update(minimum=800)

    page = client.get(CART)

    assert "it was €6.00, now it is €8.00" in text_of(page)


def test_changing_what_is_not_in_the_cart_puts_nothing_in(client, listing):
    client.post(reverse("cart_change"), {"offer": listing.offers.get().pk, "amount": "1"})

    assert "cart" not in client.session


def test_a_member_is_told_what_they_have_already_and_a_guest_is_not(client, bob, listing):
    delivery.grant(bob, listing.offers.get())
    put_in_cart(client, listing)
    as_guest = text_of(client.get(CART))
    client.force_login(bob)
    put_in_cart(client, listing)

    as_bob = text_of(client.get(CART))

    assert "You have “Aster Serif” already." in as_bob
    assert "already" not in as_guest


def test_five_things_cost_no_more_queries_than_one(client, store, django_assert_max_num_queries):
    put_in_cart(client, publish_download(store, "One", 100))
    client.get(CART)
    with django_assert_max_num_queries(4):
        client.get(CART)
    for n in range(4):
        put_in_cart(client, publish_download(store, f"More {n}", 100))

    with django_assert_max_num_queries(4):
        client.get(CART)


def test_an_empty_cart_shows_what_others_buy_and_a_full_one_does_not(client, listing):
    assert "What others buy" in client.get("/cart/").content.decode()

    put_in_cart(client, listing)

    assert "What others buy" not in client.get("/cart/").content.decode()
