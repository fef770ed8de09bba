"""Given by hand: own things only, once, without an order, and the person hears of it."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from accounts import teams
from orders.models import Order
from products.models import Entitlement, Stock
from products.storefronts import open_store
from tests.conftest import publish_download

URL = "/admin/entitlements/give/"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def give(client, django_capture_on_commit_callbacks):
    def give(who, offer, email="winner@example.com"):
        client.force_login(who)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(URL, {"offer": offer.pk, "email": email, "words": "You won <it>."})

    return give


def test_a_seller_gives_and_the_person_hears_of_it(give, alice, listing, mailoutbox):
    give(alice, listing.offers.get())

    held = Entitlement.objects.get()
    assert (held.holder.email, held.state) == ("winner@example.com", "active")
    assert held.delivered_at
    assert not Order.objects.exists()
    (mail,) = mailoutbox
    assert mail.to == ["winner@example.com"]
    assert "You won <it>." in mail.body
    assert "You won &lt;it&gt;." in mail.alternatives[0].content
    assert ModelLogEntry.objects.filter(action="products.give").count() == 1


def test_pressed_twice_it_is_given_once(give, alice, store, mailoutbox):
    offer = publish_download(store, "Rare", 900, stock=2).offers.get()

    give(alice, offer)
    again = give(alice, offer)

    assert "They have it already." in again.content.decode()
    assert Entitlement.objects.count() == len(mailoutbox) == 1
    assert Stock.objects.get(pk=offer.pk).taken == 1


def test_who_was_given_it_does_not_review_it_as_a_buyer(give, client, alice, bob, listing):
    give(alice, listing.offers.get(), bob.email)
    client.force_login(bob)

    answer = client.post(reverse("review", args=[listing.pk]), {"stars": 5, "text": "!", "author_name": "B"})

    assert answer.status_code == 404
    assert client.get(reverse("library")).content.decode().count("Aster Serif") > 0


def test_what_is_sold_out_or_hidden_is_not_given(give, alice, store, listing):
    one = publish_download(store, "Only one", 900, stock=1).offers.get()
    give(alice, one, "first@example.com")
    listing.unpublish()

    sold_out = give(alice, one, "second@example.com")
    hidden = give(alice, listing.offers.get(), "third@example.com")

    assert sold_out.status_code == hidden.status_code == 200
    assert Entitlement.objects.count() == 1


@pytest.mark.parametrize("who", ["another seller", "accountant", "moderator", "buyer"])
def test_nobody_gives_what_their_own_team_does_not_sell(
    give, client, who, bob, carol, moderator, store, listing
):
    if who == "another seller":
        open_store(carol, "Carol Kiln", "DK")
    elif who == "accountant":
        teams.join(store.seller, carol, "accountant")
    person = {"moderator": moderator, "buyer": bob}.get(who, carol)

    give(person, listing.offers.get())

    assert not Entitlement.objects.exists()
    assert "Aster Serif" not in client.get(URL).content.decode()


def test_the_way_there_is_in_the_list(client, alice, listing):
    client.force_login(alice)

    page = client.get(reverse("entitlements:index")).content.decode()

    assert f'href="{URL}"' in page
