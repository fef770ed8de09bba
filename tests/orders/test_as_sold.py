"""The listing as it was bought: kept whatever the seller does, shown to those of the order alone."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from orders.models import Item
from products.kinds.download.models import DownloadFile
from products.models import Listing
from products.storefronts import open_store
from tests.cms.test_headers import directives
from tests.products.editing import picture


@pytest.fixture
def sold(till, bob, listing, store):
    """Bought with a picture, a story and a file; then all of it changes and the listing goes away."""
    listing.cover, listing.cover_alt = picture(store), "Letters"
    listing.body = [("text", "<p>Drawn for cookbooks.</p>")]
    listing.save_revision().publish()
    item = till.sell(bob, listing.offers.get()).items.get()
    page = Listing.objects.get(pk=listing.pk).specific
    page.title, page.summary, page.body = (
        "Other Serif",
        "Nothing of the old.",
        [("text", "<p>New words.</p>")],
    )
    page.files.all().delete()
    page.save_revision().publish()
    page.unpublish()
    return Item.objects.get(pk=item.pk)


def buyers(item):
    return reverse("order_as_sold", args=[item.order.token, item.pk])


def sellers(item):
    return reverse("order_item_as_sold", args=[item.pk])


def test_the_buyer_sees_what_was_bought_after_it_changed_and_went_away(client, sold):
    answer = client.get(buyers(sold))

    page = answer.content.decode()
    for words in (
        "Aster Serif",
        "Drawn for cookbooks.",
        "aster.otf",
        "€29.00",
        "Personal licence",
        "Letters",
    ):
        assert words in page
    assert "New words." not in page


@pytest.mark.parametrize("address", [buyers, sellers])
def test_no_cache_no_search_engine_and_no_script_of_a_seller_has_it(client, alice, sold, settings, address):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(alice)

    answer = client.get(address(sold))

    assert answer.status_code == 200
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    policy = directives(answer)
    assert policy["default-src"] == "'self'"
    assert not {"script-src", "style-src"} & set(policy)
    assert policy["object-src"] == policy["base-uri"] == "'none'"


def test_a_file_that_was_replaced_is_described_as_it_was_sold(client, till, bob, listing):
    item = till.sell(bob, listing.offers.get()).items.get()
    page = Listing.objects.get(pk=listing.pk).specific
    new = DownloadFile(file=ContentFile(b"x" * 2048, "bold.otf"), name="bold.otf", size=2048, version="2.0")
    page.files = [new]
    page.save_revision().publish()

    as_sold = client.get(buyers(item)).content.decode()
    now = client.get(page.url).content.decode()

    assert "aster.otf" in as_sold and "9\xa0bytes" in as_sold
    assert "bold.otf" not in as_sold and "2.0\xa0KB" not in as_sold
    assert "bold.otf" in now and "2.0\xa0KB" in now and "aster.otf" not in now


def test_the_order_leads_there(client, sold):
    assert buyers(sold) in client.get(sold.order.get_absolute_url()).content.decode()


def test_a_picture_that_is_gone_is_left_out(client, sold, store):
    sold.revision.as_object().cover.delete()

    answer = client.get(buyers(sold))

    assert answer.status_code == 200
    assert "Drawn for cookbooks." in answer.content.decode()


def test_without_a_revision_the_words_of_the_item_still_stand(client, sold):
    Item.objects.filter(pk=sold.pk).update(revision=None)

    page = client.get(buyers(sold)).content.decode()

    assert "Aster Serif" in page
    assert "No more was kept" in page


def test_another_order_does_not_open_it(client, sold, till, bob, listing):
    listing.get_latest_revision().publish()
    other = till.sell(bob, listing.offers.get())

    answer = client.get(reverse("order_as_sold", args=[other.token, sold.pk]))

    assert answer.status_code == 404


def test_its_seller_sees_it_without_the_secret_and_another_seller_does_not(
    client, alice, carol, sold, settings
):
    settings.REQUIRE_TWO_FACTOR = False
    open_store(carol, "Carol Kiln", "DK")

    client.force_login(alice)
    own = client.get(sellers(sold))
    client.force_login(carol)
    foreign = client.get(sellers(sold))

    assert "Drawn for cookbooks." in own.content.decode()
    assert sold.order.token not in own.content.decode()
    assert foreign.status_code == 404
