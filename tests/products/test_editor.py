"""A seller writes a listing: beginnings, drafts, prices, and what review asks for."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from products.kinds.download.models import Download
from tests.products.editing import add_url, at_desk, edit_url, file_row, offer, picture, posted

# Their panels explain these.
OWN_WORDS = {"body", "DELETE", "ORDER", "comment_notifications", "go_live_at", "expire_at"}
PDF = b"%PDF-1.7 " + b"x" * 100


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


def pdf(name="book.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def ready(store, **fields):
    return posted(cover=picture(store).pk, files=[file_row(pdf())], **fields)


def errors_of(response):
    form = response.context["form"]
    return list(form.non_field_errors())


def test_new_listing_offers_a_card_for_each_starter_and_a_blank_one(store, alice):
    page = at_desk(alice).get(reverse("wagtailadmin_pages:add_subpage", args=[store.pk])).content.decode()

    for label in ("E-book", "Icon pack", "Font family", "Sample pack", "Blank"):
        assert label in page
    assert f"{add_url(store)}?starter=e-book" in page


def test_a_starter_fills_the_editor_before_anything_is_saved(store, alice):
    page = at_desk(alice).get(add_url(store) + "?starter=icon-pack")

    assert page.status_code == 200
    words = page.content.decode()
    assert "240 line icons" in words
    assert 'value="Team of ten"' in words
    assert 'value="79.00"' in words
    assert not Download.objects.exists()


def test_a_draft_may_be_unfinished(store, alice):
    response = at_desk(alice).post(add_url(store), posted(summary="", offers=[offer(price="")]))

    assert response.status_code == 302, errors_of(response)
    draft = Download.objects.get()
    assert not draft.live
    assert draft.offers.get().price is None
    assert not draft.offers.get().is_buyable


def test_an_unfinished_listing_is_not_submitted_and_the_seller_reads_what_is_missing(store, alice):
    fields = posted(summary="Too short", offers=[offer(price="")])

    response = at_desk(alice).post(add_url(store), {**fields, "action-submit": "1"})

    assert errors_of(response) == [
        "Not ready for buyers yet.",
        "Add an offer with a price, or switch “free” on.",
        "Choose a cover picture.",
        "Write a summary of 40 to 160 letters.",
        "Add at least one file for buyers to download.",
    ]
    assert not Download.objects.exists()


def test_a_complete_listing_goes_to_review(store, alice):
    response = at_desk(alice).post(add_url(store), {**ready(store), "action-submit": "1"})

    assert response.status_code == 302, errors_of(response)
    listing = Download.objects.get()
    assert (listing.live, listing.current_workflow_state.status) == (False, "in_progress")
    assert listing.files.get().name == "book.pdf"


def test_a_seller_who_posts_publish_gets_a_draft(store, alice):
    at_desk(alice).post(add_url(store), {**ready(store), "action-publish": "1"})

    assert not Download.objects.get().live


def test_the_sellers_first_button_submits_to_review(store, alice):
    page = at_desk(alice).get(add_url(store)).content.decode()

    assert page.index('name="action-submit"') < page.index("Save draft")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (offer(is_free="on"), "is_free"),
        (offer(price="0"), "price"),
        (offer(price="-1"), "price"),
        (offer(price="29.001"), "price"),
        (offer(compare_at="29.00"), "compare_at"),
        (offer(minimum="30.00"), "minimum"),
        (offer(quota="0"), "quota"),
        (offer(stock="0"), "stock"),
        (offer(name=""), "name"),
    ],
)
def test_an_offer_that_contradicts_itself_is_refused_at_its_field(store, alice, row, field):
    response = at_desk(alice).post(add_url(store), {**posted(offers=[row]), "action-submit": "1"})

    assert list(response.context["form"].formsets["offers"].forms[0].errors) == [field]
    assert not Download.objects.exists()


def test_a_listing_has_at_least_one_offer_and_at_most_three_categories(store, alice):
    from products.models import Category

    shelves = [Category.objects.create(name=name, slug=name).pk for name in "abcd"]
    fields = {**posted(offers=[]), "categories": shelves, "action-submit": "1"}

    form = at_desk(alice).post(add_url(store), fields).context["form"]

    assert form.errors["categories"] == ["Choose at most three categories."]
    assert form.formsets["offers"].non_form_errors()


def test_a_download_may_be_paid_every_month(store, alice):
    page = at_desk(alice).get(add_url(store)).content.decode()
    at_desk(alice).post(add_url(store), posted(offers=[offer(interval="month")]))

    assert "offers-0-interval" in page
    assert Download.objects.get().offers.get().interval == "month"


def test_a_kind_refuses_an_interval_that_it_does_not_name(store, alice, monkeypatch):
    monkeypatch.setattr(Download, "intervals", ("once", "year"))

    form = at_desk(alice).post(add_url(store), posted(offers=[offer(interval="month")])).context["form"]

    assert form.formsets["offers"].errors[0] == {
        "interval": ["This kind of listing cannot be paid that way."]
    }
    assert not Download.objects.exists()


def test_the_editor_says_what_review_will_ask_for(store, alice):
    client = at_desk(alice)
    client.post(add_url(store), posted())

    page = client.get(edit_url(Download.objects.get())).content.decode()

    assert "Before this can go to review" in page
    assert "Choose a cover picture." in page
    assert "[data-contentpath='cover'], [id$='-cover-section']" in page
    assert "[data-contentpath='files'], [id$='-files-section']" in page


def test_a_new_download_opens_with_the_row_of_its_first_file(store, alice):
    page = at_desk(alice).get(add_url(store) + "?starter=e-book")

    files = page.context["form"].formsets["files"]
    assert [form.instance.name for form in files.forms] == [""]


def test_every_field_of_the_editor_says_what_it_is_for(store):
    form = Download.get_edit_handler().get_form_class()()
    rows = {name: formset.empty_form for name, formset in form.formsets.items() if name != "comments"}
    fields = {(name, key): field for name, row in rows.items() for key, field in row.fields.items()}
    fields |= {("", key): field for key, field in form.fields.items()}

    silent = [key for key, field in fields.items() if not field.help_text and not field.widget.is_hidden]

    assert [key for key in silent if key[1] not in OWN_WORDS] == []


def test_the_editor_says_what_choosing_no_policy_means(client, alice, listing):
    client.force_login(alice)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[listing.pk])).content.decode()

    assert "Not chosen yet" in page
    assert 'type="radio" name="licence"' in page
    assert "---------" not in page.split('name="licence"')[1].split("</fieldset>")[0]
