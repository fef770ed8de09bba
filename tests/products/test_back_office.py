"""The lists of staff and sellers: what each may do there, and what follows."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from accounts.models import Seller
from products.admin.reviews import bulk_url
from products.models import Card, Review, Storefront
from products.storefronts import open_store


@pytest.fixture
def own(wombat_store):
    return wombat_store


def test_a_hidden_review_no_longer_counts_in_the_stars(client, own, moderator, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(moderator)

    client.post(bulk_url("hide", own.review.pk), {"reason": "It tells a private address."})

    assert not Review.objects.get().is_public
    assert Card.objects.get(pk=own.listing.pk).rating_count == 0


def test_a_seller_reads_reviews_and_cannot_hide_them(client, own):
    client.force_login(own.owner)

    answer = client.post(reverse("reviews:edit", args=[own.review.pk]), {"is_public": ""})

    assert answer.status_code == 302
    assert Review.objects.get().is_public


def test_suspending_a_seller_takes_their_listings_off_the_shop(client, own, admin_user, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(admin_user)
    seller = own.page.seller

    client.post(reverse("sellers:suspend", args=[seller.pk]), {"reason": "Stolen fonts."})

    assert Seller.objects.get(pk=seller.pk).state == "suspended"
    assert not Card.objects.get(pk=own.listing.pk).is_public


def test_a_sellers_home_shows_the_first_steps_that_are_left(client, own):
    client.force_login(own.owner)

    said = client.get("/admin/").content.decode()

    assert "3 of 6 done" in said
    assert "My listings" in said
    assert "site-history" not in said


def test_a_buyers_address_is_shortened_for_the_seller(client, own):
    client.force_login(own.owner)

    said = client.get(reverse("entitlements:index")).content.decode()
    found = client.get(reverse("entitlements:index"), {"q": "wombat-buyer"}).context["object_list"]

    assert "w…@example.com" in said
    assert "wombat-buyer@example.com" not in said
    assert list(found) == []


def test_a_seller_cannot_delete_or_copy_the_store_itself(client, alice):
    store = open_store(alice, "Alice's Fonts", "DE")
    client.force_login(alice)

    codes = [
        client.post(reverse(f"wagtailadmin_pages:{verb}", args=[store.pk])).status_code
        for verb in ("delete", "copy")
    ]

    assert codes == [302, 302]
    assert Page.objects.type(Storefront).get().pk == store.pk
