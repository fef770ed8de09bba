"""Suggestions in the admin: own things only, said plainly, and nothing forged."""

import pytest
from django.urls import reverse

from orders.models import Suggestion
from tests.conftest import person, publish_download


@pytest.fixture
def own(wombat_store):
    return wombat_store


@pytest.fixture
def foreign(quokka_store):
    return quokka_store


def told(listing, offer, **more):
    return {
        "listing": listing.pk,
        "offer": offer.pk,
        "words": "Fits.",
        "percent": "25",
        "is_active": "on",
        **more,
    }


def test_a_seller_makes_one_from_a_listings_editor(client, own, alice):
    second = publish_download(own.page, "Second", 1000)
    client.force_login(alice)

    editor = client.get(reverse("wagtailadmin_pages:edit", args=[second.pk])).content.decode()
    client.post(reverse("suggestions:add"), told(second, own.listing.offers.get()))

    assert f"{reverse('suggestions:add')}?listing={second.pk}" in editor
    row = Suggestion.objects.get(listing=second)
    assert (row.seller, row.basis_points, row.is_active) == (own.page.seller, 2500, True)


@pytest.mark.parametrize("field", ["listing", "offer"])
def test_another_stores_things_are_refused(client, own, foreign, alice, field):
    second = publish_download(own.page, "Second", 1000)
    client.force_login(alice)
    forged = {"listing": foreign.listing.pk, "offer": foreign.listing.offers.get().pk}[field]

    page = client.post(reverse("suggestions:add"), {**told(second, own.listing.offers.get()), field: forged})

    assert field in page.context["form"].errors
    assert "quokka" not in page.content.decode()
    assert not Suggestion.objects.filter(words="Fits.").exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "See http://x.example"}, "words"),
        ({"percent": "91"}, "percent"),
        ({"percent": "-1"}, "percent"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(client, own, alice, wrong, field):
    second = publish_download(own.page, "Second", 1000)
    client.force_login(alice)

    page = client.post(reverse("suggestions:add"), told(second, own.listing.offers.get(), **wrong))

    assert list(page.context["form"].errors) == [field]


def test_a_listing_is_not_suggested_with_itself_nor_twice(client, own, alice):
    client.force_login(alice)

    page = client.post(reverse("suggestions:add"), told(own.listing, own.listing.offers.get()))

    assert set(page.context["form"].errors) == {"listing", "offer"}


def test_buyers_and_support_make_none(client, own, bob):
    member = person("sue@example.com")
    own.page.seller.members.create(user=member, role="support")
    for visitor in (bob, member):
        client.force_login(visitor)
        client.post(reverse("suggestions:add"), told(own.listing, own.listing.offers.get()))

    assert not Suggestion.objects.filter(words="Fits.").exists()
