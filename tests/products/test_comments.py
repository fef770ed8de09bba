"""Moderators write beside the fields, sellers answer there; a refusal always says what to change."""

import pytest
from django.urls import reverse
from wagtail.models import Comment
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from products.kinds.download.models import Download
from tests.products.editing import at_desk, edit_url
from tests.products.test_review import decide, edited, submitted  # noqa: F401  # a fixture

REFUSAL = {"action-workflow-action": "1", "workflow-action-name": "reject"}
WORDS = "How many weights are there?"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


def comments(*rows, initial=0):
    """The rows of the comments as the editor posts them."""
    made = [
        {"text": "", "contentpath": "summary", "position": "", "replies": inline_formset([]), **row}
        for row in rows
    ]
    return nested_form_data({"comments": inline_formset(made, initial=initial)})


def refuse(person, listing, **fields):
    return at_desk(person).post(edit_url(listing), {**edited(listing), **REFUSAL, **fields})


@pytest.fixture
def commented(submitted, moderator, mailoutbox) -> Comment:  # noqa: F811
    mailoutbox.clear()
    refuse(moderator, submitted, **comments({"text": WORDS}))
    return Comment.objects.get()


def test_a_comment_beside_a_field_is_enough_to_ask_for_changes(commented, mailoutbox):
    review = Download.objects.get().current_workflow_state

    assert review.status == review.STATUS_NEEDS_CHANGES
    assert review.current_task_state.comment == f"Summary: {WORDS}"
    assert any(f"Summary: {WORDS}" in mail.body for mail in mailoutbox if mail.to == ["alice@example.com"])


def test_nothing_is_sent_back_without_words(submitted, moderator):  # noqa: F811
    page = refuse(moderator, submitted)

    assert "Say what to change" in page.content.decode()
    review = Download.objects.get().current_workflow_state
    assert review.status == review.STATUS_IN_PROGRESS


def test_the_dialog_asks_for_words_too(submitted, moderator):  # noqa: F811
    decide(moderator, submitted, "reject", "  ")

    review = Download.objects.get().current_workflow_state
    assert review.status == review.STATUS_IN_PROGRESS


def test_the_moderator_has_a_button_for_it(submitted, moderator, alice):  # noqa: F811
    assert "Request changes as commented" in at_desk(moderator).get(edit_url(submitted)).content.decode()
    assert "Request changes as commented" not in at_desk(alice).get(edit_url(submitted)).content.decode()


def test_the_seller_reads_the_comment_answers_and_resolves_it(commented, alice):
    listing = Download.objects.get()
    desk = at_desk(alice)
    assert WORDS in desk.get(edit_url(listing)).content.decode()
    reply = inline_formset([{"text": "Four."}])

    row = {"id": commented.pk, "text": WORDS, "replies": reply, "resolved": "on"}
    desk.post(edit_url(listing), {**edited(listing), **comments(row, initial=1)})

    commented.refresh_from_db()
    assert [answer.text for answer in commented.replies.all()] == ["Four."]
    assert commented.resolved_by == alice


def test_a_seller_does_not_rewrite_what_the_moderator_said(commented, alice):
    listing = Download.objects.get()

    row = {"id": commented.pk, "text": "All is well."}
    at_desk(alice).post(edit_url(listing), {**edited(listing), **comments(row, initial=1)})

    commented.refresh_from_db()
    assert commented.text == WORDS


def test_another_store_neither_reads_nor_writes_comments(commented, carol, store):
    listing = Download.objects.get()
    desk = at_desk(carol)

    answer = desk.get(edit_url(listing))
    desk.post(edit_url(listing), {**edited(listing), **comments({"text": "Buy mine."})})

    assert answer.status_code in (302, 403, 404)
    assert WORDS not in answer.content.decode()
    assert Comment.objects.count() == 1


def test_the_comparison_says_prices_and_files_in_words(alice, moderator, submitted, carol):  # noqa: F811
    decide(moderator, submitted, "approve")
    listing = Download.objects.get()
    row = listing.files.get()
    fields = edited(listing, price="35.00")
    at_desk(alice).post(edit_url(listing), {**fields, "files-0-version": "2.0", "action-submit": "1"})

    url = reverse("wagtailadmin_pages:revisions_compare", args=[listing.pk, "live", "latest"])
    page = at_desk(moderator).get(url).content.decode()

    assert '<span class="deletion">€29.00</span> <span class="addition">€35.00</span>' in page
    assert f"SHA-256 {row.sha256[:12]}" in page
    assert row.file.name not in page and "3500" not in page
    assert url in at_desk(moderator).get(edit_url(listing)).content.decode()
    assert at_desk(carol).get(url).status_code in (302, 403, 404)
