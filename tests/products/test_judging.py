"""Nobody judges what their own team sells, by any door; what was changed is read by the machine first."""

import pytest
from django.urls import reverse

from accounts import teams
from products.kinds.download.models import Download
from products.models import ForbiddenWord
from tests.products.editing import add_url, at_desk, edit_url, read_first
from tests.products.test_review import complete, decide, edited


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def submitted(store, alice) -> Download:
    at_desk(alice).post(add_url(store), {**complete(store), "action-submit": "1"})
    read_first()
    return Download.objects.get()


@pytest.fixture
def insider(moderator, store):
    """A moderator who is in the team of the store."""
    teams.join(store.seller, moderator, "manager")
    return type(moderator).objects.get(pk=moderator.pk)


def is_undecided(listing):
    listing = Download.objects.get(pk=listing.pk)
    return not listing.live and listing.current_workflow_task_state.status == "in_progress"


def test_an_insider_does_not_approve_on_the_page_of_the_decision(insider, submitted):
    decide(insider, submitted, "approve")

    assert is_undecided(submitted)


@pytest.mark.parametrize(
    "button",
    [
        {"action-workflow-action": "1", "workflow-action-name": "approve"},
        {"action-publish": "1"},
    ],
)
def test_an_insider_has_no_button_for_it_in_the_editor(insider, submitted, button):
    shown = at_desk(insider).get(edit_url(submitted)).content.decode()

    at_desk(insider).post(edit_url(submitted), {**edited(submitted), **button})

    assert 'data-workflow-action-name="approve"' not in shown
    assert 'name="action-publish"' not in shown
    assert not Download.objects.get().live


def test_an_insider_does_not_publish_in_bulk(insider, submitted):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    at_desk(insider).post(f"{url}?id={submitted.pk}&next=/admin/")

    assert is_undecided(submitted)


def test_what_ones_own_team_sells_is_not_on_ones_desk(insider, submitted):
    assert submitted.title not in at_desk(insider).get("/admin/").content.decode()


def test_another_moderator_decides(moderator, submitted):
    assert submitted.title in at_desk(moderator).get("/admin/").content.decode()

    decide(moderator, submitted, "approve")

    assert Download.objects.get().live


def test_after_a_request_for_changes_the_machine_reads_before_the_person(alice, moderator, submitted):
    decide(moderator, submitted, "reject", "Show the numerals.")
    ForbiddenWord.objects.create(word="gratis")

    at_desk(alice).post(
        edit_url(submitted), {**edited(submitted, summary="gratis " * 8), "action-submit": "1"}
    )
    standing = Download.objects.get().current_workflow_task_state
    assert standing.task.specific_class.__name__ == "AutomaticCheck"
    read_first()

    review = Download.objects.get().current_workflow_state
    assert review.status == review.STATUS_NEEDS_CHANGES
    assert "gratis" in review.current_task_state.comment


def test_what_passes_again_comes_back_to_the_person(alice, moderator, submitted):
    decide(moderator, submitted, "reject", "Show the numerals.")

    at_desk(alice).post(edit_url(submitted), {**edited(submitted), "action-submit": "1"})
    read_first()
    decide(moderator, Download.objects.get(), "approve")

    listing = Download.objects.get()
    assert listing.live
    assert listing.current_workflow_state is None
