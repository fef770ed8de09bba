"""Quick edit: a live price changes at once, for everybody, and no older draft brings the old one back."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from products.kinds.download.models import Download
from products.models import Card, Offer
from tests.cast import publish_download
from tests.products.editing import at_desk, edit_url, file_row, offer, posted
from tests.stores import furnish


@pytest.fixture
def desk(alice, listing):
    return at_desk(alice)


def form_of(client, listing, **changes):
    """What the quick edit of a listing with one offer posts."""
    prices = client.get(reverse("listings:prices", args=[listing.pk])).context["prices"]
    prefix = prices.forms[0].prefix
    values = {"price": "29.00", "compare_at": "", "stock": "", "is_active": "on", **changes}
    sent = {f"{prefix}-{name}": value for name, value in values.items() if value is not None}
    return {"seen": prices.seen, **sent}


def post(client, listing, data):
    return client.post(reverse("listings:prices", args=[listing.pk]), data)


def test_a_new_price_counts_at_once(desk, listing):
    answer = post(desk, listing, form_of(desk, listing, price="25.00"))

    assert answer.status_code == 302
    assert Offer.objects.get(listing=listing).price == 2500
    assert Card.objects.get(listing=listing).from_price == 2500


def test_a_publish_of_an_older_draft_keeps_the_new_price(desk, listing):
    draft = Download.objects.get(pk=listing.pk)
    draft.title = "Aster Serif, revised"
    revision = draft.save_revision()

    post(desk, listing, form_of(desk, listing, price="25.00"))
    revision.refresh_from_db()
    revision.publish()

    assert Download.objects.get(pk=listing.pk).title == "Aster Serif, revised"
    assert Offer.objects.get(listing=listing).price == 2500


def test_the_history_tells_the_price_before_and_after(desk, alice, listing):
    post(desk, listing, form_of(desk, listing, price="25.00"))

    entry = PageLogEntry.objects.get(action="products.reprice")
    assert entry.user == alice
    assert entry.data["changes"] == ["Personal licence: price €29.00 → €25.00"]


def test_a_form_opened_before_somebody_elses_change_is_told(desk, listing):
    old = form_of(desk, listing, price="19.00")
    post(desk, listing, form_of(desk, listing, price="25.00"))

    answer = post(desk, listing, old)

    assert answer.status_code == 409
    assert "changed meanwhile" in answer.content.decode()
    assert Offer.objects.get(listing=listing).price == 2500


@pytest.mark.parametrize("price", ["", "0", "-3", "a lot"])
def test_a_price_that_is_none_is_refused(desk, listing, price):
    answer = post(desk, listing, form_of(desk, listing, price=price))

    assert answer.status_code == 422
    assert Offer.objects.get(listing=listing).price == 2900


def test_taking_the_only_offer_off_sale_hides_the_price(desk, listing):
    post(desk, listing, form_of(desk, listing, is_active=None))

    assert not Offer.objects.get(listing=listing).is_active
    assert Card.objects.get(listing=listing).from_price is None


def test_another_sellers_price_is_unknown_and_stays(alice, carol):
    furnish(alice, "wombat")
    foreign = furnish(carol, "quokka").listing
    address = reverse("listings:prices", args=[foreign.pk])

    answer = at_desk(alice).post(address, {"seen": "x"})

    assert answer.status_code == 404
    assert Offer.objects.get(listing=foreign).price == 2900


def test_a_note_for_another_listing_is_not_taken(desk, alice, store, listing):
    other = publish_download(store, "Other", 900)
    data = form_of(desk, listing, price="1.00")

    answer = post(desk, other, data)

    assert answer.status_code == 409
    assert Offer.objects.get(listing=other).price == 900


def test_an_editor_opened_before_a_quick_edit_is_told_once(desk, listing):
    opened = Download.objects.get(pk=listing.pk).latest_revision
    row, file = listing.offers.get(), listing.files.get()
    typed = posted(
        offers=[offer(price="19.00", id=row.pk)],
        files=[file_row(id=file.pk, name=file.name)],
        loaded_revision_id=opened.pk,
        loaded_revision_created_at=opened.created_at.isoformat(),
    )
    post(desk, listing, form_of(desk, listing, price="25.00"))

    first = desk.post(edit_url(listing), typed)
    after_first = Download.objects.get(pk=listing.pk).get_latest_revision_as_object()
    seen = {
        "loaded_revision_id": after_first.latest_revision_id,
        "loaded_revision_created_at": first.context["loaded_revision_created_at"],
    }
    second = desk.post(edit_url(listing), {**typed, **seen})

    after_second = Download.objects.get(pk=listing.pk).get_latest_revision_as_object()
    assert "changed while you had it open" in first.content.decode()
    assert f'value="{seen["loaded_revision_id"]}"' in first.content.decode()
    assert [o.price for o in after_first.offers.all()] == [2500]
    assert second.status_code == 302
    assert [o.price for o in after_second.offers.all()] == [1900]
    assert Offer.objects.get(listing=listing).price == 2500
