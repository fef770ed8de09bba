"""The page of a listing: what it sells, what it says when it sells nothing, and who may see it."""

import pytest
from wagtail.models import PageViewRestriction

from products.delivery import grant
from products.models import Card, Offer, Stock
from tests.conftest import publish_download


def box(client, listing, query=""):
    """The buy box of a listing's page."""
    return client.get(f"{listing.url}{query}").context["offer"]


def test_one_offer_is_bought_with_one_click(client, listing):
    answer = client.get(listing.url)

    assert answer.context["offer"]["primary_label"] == "Buy now €29"
    assert f'name="offer" value="{listing.offers.get().pk}"' in answer.content.decode()
    assert (
        client.post("/cart/add/", {"offer": listing.offers.get().pk, "buy_now": "1"})["Location"]
        == "/checkout/"
    )


def test_nothing_personal_stands_in_the_page(client, listing):
    answer = client.get(listing.url)

    page = answer.content.decode()
    assert "csrfmiddlewaretoken" not in page
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_the_first_offer_that_is_left_is_chosen(client, listing):
    studio = Offer.objects.create(listing=listing, name="Studio", price=9900)
    first = listing.offers.get(name="Personal licence")
    Offer.objects.filter(pk=first.pk).update(stock=1)
    Stock.objects.create(offer=first, taken=1)

    options = {o["value"]: (o["checked"], o["disabled"], o["note"]) for o in box(client, listing)["options"]}

    assert options == {first.pk: (False, True, "Sold out"), studio.pk: (True, False, "")}


def test_an_address_can_choose_the_option(client, listing):
    studio = Offer.objects.create(listing=listing, name="Studio", price=9900)

    options = box(client, listing, f"?option={studio.pk}")["options"]

    assert [o["value"] for o in options if o["checked"]] == [studio.pk]


@pytest.mark.parametrize("option", ["%00", "-1", "' OR 1=1", "9" * 500, "%F0%9F%AA%A8"])
def test_nonsense_chooses_the_first_option(client, listing, option):
    assert box(client, listing, f"?option={option}")["primary_label"] == "Buy now €29"


def test_the_buyer_names_the_price(client, store):
    listing = publish_download(store, "Song", 1200, minimum=500)

    shown = box(client, listing)

    assert (shown["price_label"], shown["primary_label"]) == ("€5+", "Buy now")
    assert shown["pay_what_you_want"]["minimum_label"] == "€5 or more; €12 is suggested."


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"price": None}, "Not priced yet"),
        ({"is_active": False}, "Not on sale right now"),
        ({"stock": 0}, "Sold out"),
    ],
)
def test_the_box_says_why_nothing_can_be_bought(client, listing, change, title):
    listing.offers.all().update(**change)

    answer = client.get(listing.url)

    assert answer.context["offer"]["unavailable"]["title"] == title
    assert title in answer.content.decode()
    assert 'action="/cart/add/"' not in answer.content.decode()


def test_whoever_owns_it_is_told_so(client, bob, carol, listing):
    held = grant(bob, listing.offers.get())

    client.force_login(bob)
    assert f"/library/{held.pk}/" in client.get(listing.url).content.decode()

    client.force_login(carol)
    assert "You own this" not in client.get(listing.url).content.decode()


def test_a_draft_has_no_page(client, store):
    listing = publish_download(store, "Secret", 900)
    Card.objects.filter(pk=listing.pk).delete()
    listing.unpublish()

    assert client.get(listing.url or "/stores/alices-fonts/secret/").status_code == 404


def test_an_edit_that_waits_for_review_is_not_shown(client, listing):
    listing.title = "Aster Serif, second edition"
    listing.save_revision()

    assert "second edition" not in client.get(listing.url).content.decode()


def test_a_listing_taken_down_says_so_and_shows_the_way(client, store, listing):
    publish_download(store, "Aster Sans", 1900)
    url = listing.url
    listing.title = "Unfinished thoughts"
    listing.save_revision()
    listing.unpublish()

    answer = client.get(url)

    page = answer.content.decode()
    assert answer.status_code == 410
    assert "“Aster Serif” is no longer on sale" in page
    assert 'href="/stores/alices-fonts/"' in page
    assert "Aster Sans" in page
    assert "Unfinished thoughts" not in page


def test_a_suspended_sellers_pages_are_gone(client, store, listing):
    store.seller.state = "suspended"
    store.seller.save()

    assert client.get(listing.url).status_code == 410
    assert client.get(store.url).status_code == 404
    assert 'href="/stores/alices-fonts/"' not in client.get(listing.url).content.decode()


def test_a_private_listing_asks_for_the_password(client, store, listing):
    PageViewRestriction.objects.create(
        page=store, restriction_type=PageViewRestriction.PASSWORD, password="sesame"
    )

    page = client.get(listing.url)

    assert "Buy now" not in page.content.decode()
    assert "password" in page.content.decode().lower()


def test_who_may_see_a_private_listing_sees_it(client, bob, listing):
    PageViewRestriction.objects.create(page=listing, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(listing.url).status_code == 302

    client.force_login(bob)

    assert "Buy now" in client.get(listing.url).content.decode()


def test_a_moved_address_leads_on(client, listing, django_capture_on_commit_callbacks):
    old = listing.url
    listing.slug = "aster"
    with django_capture_on_commit_callbacks(execute=True):
        listing.save_revision().publish()

    answer = client.get(old)

    assert (answer.status_code, answer.get("Location")) == (301, "/stores/alices-fonts/aster/")


def test_a_draft_can_be_previewed(listing):
    listing.title = "Aster, revised"

    page = listing.make_preview_request(preview_mode="visitor").content.decode()

    assert "<h1>Aster, revised</h1>" in page
    assert "Buy now" in page
    assert "You own this" not in page


def test_a_draft_can_be_previewed_as_its_owner_sees_it(listing):
    page = listing.make_preview_request(preview_mode="owner").content.decode()

    assert "You own this" in page
