"""Review: what waits is not on sale, what is approved is, and everybody concerned hears of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cms.tasks import tick
from orders.pricing import Wish, quote
from products.kinds.download.models import Download
from tests.products.editing import add_url, at_desk, edit_url, file_row, offer, picture, posted, read_first

PDF = b"%PDF-1.7 " + b"x" * 100


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


def complete(store, **fields):
    upload = SimpleUploadedFile("book.pdf", PDF)
    return posted(cover=picture(store).pk, files=[file_row(upload)], **fields)


def edited(listing, price="29.00", **fields):
    """The same listing again with its rows as they are, at another price."""
    draft = listing.get_latest_revision_as_object()
    offers = [offer(price=price, id=row.pk or "") for row in draft.offers.all()]
    files = [file_row(id=row.pk or "", name=row.name) for row in draft.files.all()]
    return posted(cover=listing.cover_id, offers=offers, files=files, **fields)


def decide(person, listing, action, comment=""):
    state = listing.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[listing.pk, action, state.pk])
    return at_desk(person).post(address, {"comment": comment})


@pytest.fixture
def submitted(store, alice) -> Download:
    at_desk(alice).post(add_url(store), {**complete(store), "action-submit": "1"})
    read_first()
    return Download.objects.get()


@pytest.fixture
def approved(submitted, moderator, mailoutbox) -> Download:
    decide(moderator, submitted, "approve")
    mailoutbox.clear()
    return Download.objects.get()


def price_now(listing):
    (line,) = quote([Wish(listing.offers.get().pk)]).lines
    return line.amount


def test_the_moderator_hears_of_a_submission(moderator, submitted, mailoutbox):
    (mail,) = [mail for mail in mailoutbox if "mo@example.com" in mail.to]

    assert mail.subject == "Aster Serif is waiting for your review"
    assert f"/admin/pages/{submitted.pk}/edit/" in mail.body


def test_approval_puts_a_listing_on_sale_and_tells_the_seller(moderator, submitted, mailoutbox):
    assert quote([Wish(submitted.offers.get().pk)]).lines == ()
    mailoutbox.clear()

    decide(moderator, submitted, "approve")

    listing = Download.objects.get()
    assert listing.live
    assert price_now(listing) == 2900
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["alice@example.com"], "Aster Serif is on sale")
    ]
    assert listing.full_url in mailoutbox[0].body


def test_asking_for_changes_tells_the_seller_why(moderator, submitted, mailoutbox):
    mailoutbox.clear()

    decide(moderator, submitted, "reject", "Please show the italics.")

    assert not Download.objects.get().live
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["alice@example.com"], "Aster Serif: please change something")
    assert "Please show the italics." in mail.body


def test_the_editor_shows_what_the_moderator_asked_for(alice, moderator, submitted):
    decide(moderator, submitted, "reject", "Please show the italics.")

    page = at_desk(alice).get(edit_url(submitted)).content.decode()

    assert "The moderator asks for changes" in page
    assert "Please show the italics." in page


def test_nobody_but_a_moderator_approves(alice, carol, submitted):
    for person in (alice, carol):
        decide(person, submitted, "approve")

    assert not Download.objects.get().live


def test_a_waiting_edit_of_a_live_listing_leaves_the_old_price_on_sale(alice, moderator, approved):
    at_desk(alice).post(edit_url(approved), {**edited(approved, price="49.00"), "action-submit": "1"})
    read_first()

    assert price_now(approved) == 2900
    assert Download.objects.get().current_workflow_state.status == "in_progress"

    decide(moderator, Download.objects.get(), "approve")

    assert price_now(approved) == 4900
    assert approved.offers.count() == 1


def test_an_approved_listing_may_wait_for_its_day(alice, moderator, store):
    day = timezone.now() + timedelta(days=2)
    fields = complete(store, go_live_at=day.strftime("%Y-%m-%d %H:%M"))
    at_desk(alice).post(add_url(store), {**fields, "action-submit": "1"})
    read_first()
    listing = Download.objects.get()
    tick()
    assert listing.scheduled_revision is None

    decide(moderator, listing, "approve")
    tick()
    assert not Download.objects.get().live
    waiting = Download.objects.get().scheduled_revision
    waiting.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    waiting.content["go_live_at"] = waiting.approved_go_live_at.isoformat()
    waiting.save()
    tick()

    assert Download.objects.get().live


def test_a_listing_leaves_the_shop_when_its_time_is_over(approved):
    Download.objects.update(expire_at=timezone.now() - timedelta(minutes=1))

    tick()

    assert not Download.objects.get().live
    assert quote([Wish(approved.offers.get().pk)]).lines == ()


def test_a_seller_sets_a_date_but_it_counts_only_once_approved(alice, store):
    past = (timezone.now() + timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M")

    at_desk(alice).post(add_url(store), complete(store, go_live_at=past))
    Download.objects.update(go_live_at=timezone.now() - timedelta(days=1))
    tick()

    assert not Download.objects.get().live


def test_a_moderator_cannot_publish_what_is_not_ready(moderator, approved):
    fields = {**edited(approved, price=""), "action-publish": "1"}

    response = at_desk(moderator).post(edit_url(approved), fields)

    assert "Add an offer with a price, or switch “free” on." in response.context["form"].non_field_errors()
    assert price_now(approved) == 2900


def test_the_moderators_first_button_approves(moderator, submitted):
    page = at_desk(moderator).get(edit_url(submitted)).content.decode()

    assert page.index('data-workflow-action-name="approve"') < page.index("Save draft")


@pytest.mark.parametrize("mode", ["visitor", "owner"])
def test_the_preview_works_before_the_first_save(alice, store, mode):
    address = reverse("wagtailadmin_pages:preview_on_add", args=["products", "download", store.pk])
    client = at_desk(alice)

    assert client.post(address, complete(store)).json()["is_valid"]
    page = client.get(address, {"mode": mode})

    assert page.status_code == 200
    assert "Aster Serif" in page.content.decode()
    assert not Download.objects.exists()
