"""What buyers have is kept, whatever a seller edits, removes or deletes."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from products import delivery
from products.kinds.download.models import Download, DownloadFile
from products.storefronts import open_store
from tests.products.editing import at_desk, edit_url, file_row, offer, picture, posted

PDF = b"%PDF-1.7 " + b"x" * 100


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def boss(db):
    return User.objects.create_superuser("boss@example.com", "correct horse battery")


@pytest.fixture
def held(bob, listing, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        held = delivery.grant(bob, listing.offers.get())
    held.refresh_from_db()
    return held


def edit(person, listing, files, **fields):
    client = at_desk(person)
    rows = [offer(id=row.pk) for row in listing.offers.all()]
    fields = posted(
        slug=listing.slug, offers=rows, files=files, cover=picture(listing.get_parent().specific).pk, **fields
    )
    answer = client.post(edit_url(listing), fields)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def publish(listing):
    Download.objects.get(pk=listing.pk).get_latest_revision().publish()


def test_a_removed_file_stays_with_those_who_bought_it_and_with_nobody_else(alice, carol, held, listing):
    old = listing.files.get()
    edit(alice, listing, [file_row(id=old.pk, DELETE="1"), file_row(SimpleUploadedFile("two.pdf", PDF))])
    publish(listing)

    later = delivery.grant(carol, Download.objects.get().offers.get())
    later.refresh_from_db()

    assert [file.name for file in Download.objects.get().files.all()] == ["two.pdf"]
    assert {file.name for file in held.files()} == {"aster.otf", "two.pdf"}
    assert [file.name for file in later.files()] == ["two.pdf"]


def test_a_file_waits_for_approval_before_buyers_see_it(alice, held, listing):
    old = listing.files.get()

    edit(alice, listing, [file_row(id=old.pk), file_row(SimpleUploadedFile("two.pdf", PDF))])

    assert [file.name for file in held.files()] == ["aster.otf"]
    publish(listing)
    assert [file.name for file in held.files()] == ["aster.otf", "two.pdf"]


def test_drafts_of_an_unpublished_listing_do_not_reach_its_buyers(alice, held, listing):
    old = listing.files.get()
    listing.unpublish()

    edit(
        alice,
        Download.objects.get(),
        [file_row(id=old.pk, DELETE="1"), file_row(SimpleUploadedFile("two.pdf", PDF))],
    )

    assert [file.name for file in held.files()] == ["aster.otf"]


def test_an_approved_file_is_not_exchanged_under_the_buyers_hands(alice, held, listing):
    old = listing.files.get()
    rows = [offer(id=row.pk) for row in listing.offers.all()]
    fields = posted(
        slug=listing.slug, offers=rows, files=[file_row(SimpleUploadedFile("evil.pdf", PDF), id=old.pk)]
    )

    form = at_desk(alice).post(edit_url(listing), fields).context["form"]

    assert "Buyers may have this file" in form.formsets["files"].forms[0].errors["file"][0]
    assert DownloadFile.objects.get().file.name == old.file.name


def test_an_upload_survives_further_saves_of_a_live_listings_draft(alice, listing):
    old = listing.files.get()
    edit(alice, listing, [file_row(id=old.pk), file_row(SimpleUploadedFile("two.pdf", PDF))])
    page = at_desk(alice).get(edit_url(listing))
    row = page.context["form"].formsets["files"].forms[1]
    kept = row.fields["file"].widget.get_context("x", row["file"].value(), {})["kept"]
    before = Download.objects.get().get_latest_revision_as_object().files.all()[1]

    edit(alice, listing, [file_row(id=old.pk), file_row(kept=kept.token, id="")])

    after = Download.objects.get().get_latest_revision_as_object().files.all()[1]
    assert (after.file.name, after.size, after.sha256) == (before.file.name, len(PDF), before.sha256)
    assert after.file.read() == PDF


def test_a_made_up_note_of_a_file_is_worth_nothing(alice, listing):
    secret = listing.files.get()

    edit(alice, listing, [file_row(id=secret.pk), file_row(kept=f"{secret.file.name}:forged")])

    rows = Download.objects.get().get_latest_revision_as_object().files.all()
    assert [bool(row.file) for row in rows] == [True, False]


def test_removing_a_sold_offer_does_not_break_publishing(alice, held, listing):
    new = [offer(id=listing.offers.get().pk, DELETE="1"), offer("Team", "99.00")]
    fields = posted(slug=listing.slug, offers=new, files=[file_row(id=listing.files.get().pk)])
    assert at_desk(alice).post(edit_url(listing), fields).status_code == 302

    publish(listing)

    held.refresh_from_db()
    assert (held.offer, held.offer_name, held.state) == (None, "Personal licence", "active")
    assert [o.name for o in Download.objects.get().offers.all()] == ["Team"]


def test_deleting_a_held_listing_is_refused_with_a_way_out(boss, held, listing):
    answer = at_desk(boss).post(reverse("wagtailadmin_pages:delete", args=[listing.pk]))

    assert answer.status_code == 409
    words = answer.content.decode()
    assert "This cannot be deleted" in words
    assert reverse("wagtailadmin_pages:unpublish", args=[listing.pk]) in words
    assert Download.objects.filter(pk=listing.pk).exists()


def test_deleting_the_store_above_it_is_refused_too(boss, held, listing, store):
    answer = at_desk(boss).post(reverse("wagtailadmin_pages:delete", args=[store.pk]))

    assert answer.status_code == 409
    assert Page.objects.filter(pk__in=[store.pk, listing.pk]).count() == 2


def test_deleting_many_at_once_is_refused_as_a_whole(boss, held, listing):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    at_desk(boss).post(f"{address}?id={listing.pk}")

    assert Download.objects.filter(pk=listing.pk).exists()


def test_the_database_refuses_where_no_page_asks(held, listing):
    with pytest.raises(ProtectedError):
        listing.delete()

    assert Download.objects.filter(pk=listing.pk).exists()


def test_a_listing_nobody_has_can_be_deleted(boss, listing):
    at_desk(boss).post(reverse("wagtailadmin_pages:delete", args=[listing.pk]))

    assert not Download.objects.exists()


def test_a_listing_never_moves_to_another_store(boss, carol, listing):
    other = open_store(carol, "Carol's Corner", "DE")

    at_desk(boss).post(reverse("wagtailadmin_pages:move_confirm", args=[listing.pk, other.pk]))

    assert Download.objects.get().get_parent().title == "Alice's Fonts"


def test_a_file_row_without_its_file_is_no_download(held, listing):
    DownloadFile.objects.create(listing=listing, name="later.zip")
    DownloadFile.objects.create(listing=listing, name="waiting.zip", file=ContentFile(b"PK", "w.zip"))

    assert [file.name for file in held.files()] == ["aster.otf"]
