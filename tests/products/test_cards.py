"""The card of a listing: true to what is on sale, with pictures made before anybody looks."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Pillow
from wagtail.images.models import Image, Rendition

from products import card_pictures, cards
from products.kinds.download.models import Download
from products.models import Card, GalleryImage, Offer, Review
from tests.conftest import publish_download


def drawing(name, width=1600, height=1200):
    """A picture an artist uploaded."""
    data = io.BytesIO()
    Pillow.new("RGB", (width, height), (160, 60, 40)).save(data, "JPEG")
    return Image.objects.create(title=name, file=ContentFile(data.getvalue(), f"{name}.jpg"))


@pytest.mark.parametrize(
    ("offers", "label", "before"),
    [
        ([{"price": 2900}], "€29", ""),
        ([{"price": 2950}], "€29.50", ""),
        ([{"price": 2900, "compare_at": 3900}], "€29", "€39"),
        ([{"is_free": True}], "Free", ""),
        ([{"price": 1200, "minimum": 500}], "€5+", ""),
        ([{"price": 4900}, {"price": 1200}], "from €12", ""),
        ([{"price": 4900, "is_active": False}, {"price": 1200}], "€12", ""),
        ([{}], "", ""),
    ],
)
def test_the_price_tag_says_what_one_can_pay(store, offers, label, before):
    page = store.add_child(instance=Download(title="Aster", summary="A warm serif for long reading."))
    for offer in offers:
        Offer.objects.create(listing=page, name="Licence", **offer)
    Download.objects.get(pk=page.pk).save_revision().publish()

    shown = Card.objects.get(pk=page.pk).as_component()

    assert (shown["price_label"], shown["compare_at_label"]) == (label, before)


def test_publishing_makes_every_picture(listing, django_capture_on_commit_callbacks):
    listing.cover, listing.cover_alt = drawing("cover"), "Four letters"
    listing.gallery.add(GalleryImage(image=drawing("second"), alt="Two letters"))

    with django_capture_on_commit_callbacks(execute=True):
        listing.save_revision().publish()

    card = Card.objects.get(pk=listing.pk)
    assert (card.cover["width"], card.cover["height"], card.cover["alt"]) == (640, 360, "Four letters")
    assert [part.split()[-1] for part in card.cover["srcset_avif"].split(", ")] == ["320w", "640w", "960w"]
    assert [part.split()[-1] for part in card.cover["srcset_jpeg"].split(", ")] == ["320w", "640w", "960w"]
    assert card.cover["preview"].endswith(".jpg")
    assert [(picture["alt"], picture["width"]) for picture in card.pictures] == [
        ("Four letters", 960),
        ("Two letters", 960),
    ]


def test_a_visit_makes_no_picture(client, listing, django_capture_on_commit_callbacks):
    listing.cover, listing.cover_alt = drawing("cover"), "Four letters"
    with django_capture_on_commit_callbacks(execute=True):
        listing.save_revision().publish()
    made = Rendition.objects.count()

    assert "avif" in client.get(listing.url).content.decode()
    client.get("/discover/")

    assert Rendition.objects.count() == made


def test_a_small_picture_is_not_enlarged(store):
    shown = card_pictures.picture(drawing("small", 400, 225), "Small")

    assert shown["srcset_jpeg"].split()[-1] == "400w"
    assert shown["width"] == 400


def test_a_new_file_for_a_picture_makes_its_renditions_anew(listing, django_capture_on_commit_callbacks):
    listing.cover, listing.cover_alt = drawing("cover"), "Four letters"
    with django_capture_on_commit_callbacks(execute=True):
        listing.save_revision().publish()
    before = Card.objects.get(pk=listing.pk).cover["jpeg"]
    image = Image.objects.get(pk=listing.cover_id)
    image.focal_point_x, image.focal_point_y = 100, 100
    image.focal_point_width = image.focal_point_height = 50

    with django_capture_on_commit_callbacks(execute=True):
        image.save()

    assert Card.objects.get(pk=listing.pk).cover["jpeg"] != before


def test_the_rating_counts_what_is_shown(listing, bob, carol, moderator):
    for author, stars, is_public in ((bob, 5, True), (carol, 4, True), (moderator, 1, False)):
        Review.objects.create(
            listing=listing, author=author, stars=stars, author_name="B", is_public=is_public
        )

    cards.recount_ratings([listing.pk])

    card = Card.objects.get(pk=listing.pk)
    assert (str(card.rating), card.rating_count, card.stars) == ("4.50", 2, [0, 0, 0, 1, 1])


def test_a_publish_leaves_rating_and_sales_alone(listing):
    cards.count_sale(listing.pk, 3)
    Card.objects.filter(pk=listing.pk).update(rating="4.50", rating_count=2)

    listing.save_revision().publish()

    card = Card.objects.get(pk=listing.pk)
    assert (str(card.rating), card.rating_count, card.sales) == ("4.50", 2, 3)


def test_a_seller_who_may_trade_again_is_back_on_the_shelves(store, listing):
    store.seller.state = "suspended"
    store.seller.save()
    assert not Card.objects.get(pk=listing.pk).is_public

    store.seller.state = "verified"
    store.seller.save()

    assert Card.objects.get(pk=listing.pk).is_public


def test_a_renamed_store_renames_its_cards(store, listing):
    publish_download(store, "Aster Sans", 1900)
    store.title, store.slug = "Alice & Daughters", "alice-and-daughters"

    store.save_revision().publish()

    assert {(card.seller_name, card.seller_url) for card in Card.objects.all()} == {
        ("Alice & Daughters", "/stores/alice-and-daughters/")
    }
    assert Card.objects.get(pk=listing.pk).url == "/stores/alice-and-daughters/aster-serif/"
