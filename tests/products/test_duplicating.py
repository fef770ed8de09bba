"""Duplicate: a draft of one's own with rows of its own, and nothing of the first one's past."""

from django.urls import reverse

from products.kinds.download.models import Download
from products.models import Card, Review
from tests.products.editing import at_desk
from tests.stores import furnish


def test_a_copy_is_a_draft_with_offers_and_files_of_its_own(alice):
    shop = furnish(alice, "wombat")

    answer = at_desk(alice).post(reverse("wagtailadmin_pages:copy", args=[shop.listing.pk]))

    copy = Download.objects.latest("pk")
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert (copy.live, copy.get_parent().pk) == (False, shop.page.pk)
    assert copy.title.endswith("(copy)")
    assert [o.price for o in copy.offers.all()] == [2900]
    assert not {o.pk for o in copy.offers.all()} & {o.pk for o in shop.listing.offers.all()}
    assert [file.name for file in copy.files.all()] == ["aster.otf"]


def test_a_copy_has_no_sales_no_reviews_and_no_card(alice):
    shop = furnish(alice, "wombat")

    at_desk(alice).post(reverse("wagtailadmin_pages:copy", args=[shop.listing.pk]))

    copy = Download.objects.latest("pk")
    assert not Card.objects.filter(listing=copy).exists()
    assert not Review.objects.filter(listing=copy).exists()
    assert not copy.items.exists()


def test_nobody_copies_another_sellers_listing(alice, carol):
    furnish(alice, "wombat")
    foreign = furnish(carol, "quokka")
    before = Download.objects.count()

    answer = at_desk(alice).post(reverse("wagtailadmin_pages:copy", args=[foreign.listing.pk]))

    assert answer.status_code == 404
    assert Download.objects.count() == before
