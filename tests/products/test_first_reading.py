"""The first reading: a machine approves at once, sends back with reasons, or waits; it never lets through."""

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Workflow

from products.first_reading import decide, waiting
from products.kinds.download.models import Download
from products.models import ForbiddenWord
from products.periodic import every_minute
from products.scanning import ScanUnavailable
from tests.products.editing import picture


class Suspicious:
    """Names a file that holds the word EICAR."""

    def scan(self, file):
        return "Eicar-Test" if b"EICAR" in file.read() else ""


class Away:
    """A scanner that does not answer."""

    def scan(self, file):
        raise ScanUnavailable("no answer")


@pytest.fixture
def submitted(listing, alice, store):
    listing.cover, listing.cover_alt = picture(store), "Letters"
    listing.save_revision(user=alice)
    Workflow.objects.get(name="review").start(listing, alice)
    return Download.objects.get()


def review_of(listing):
    return Download.objects.get(pk=listing.pk).current_workflow_state


def fresh_file(listing, content):
    """A file of the listing that nobody has approved yet."""
    row = listing.files.get()
    row.file.save("fresh.otf", ContentFile(content), save=False)
    listing.files.update(file=row.file.name, approved_at=None)
    listing.refresh_from_db()
    revision = listing.latest_revision
    revision.content["files"][0] |= {"file": row.file.name, "approved_at": None}
    revision.save()


def test_what_is_in_order_goes_on_to_a_moderator(submitted, moderator, mailoutbox):
    (state,) = waiting()

    assert decide(state.pk)

    assert review_of(submitted).current_task_state.task.name == "the moderators"
    assert [mail.subject for mail in mailoutbox] == ["Aster Serif is waiting for your review"]


def test_a_check_is_decided_once(submitted):
    (state,) = waiting()
    decide(state.pk)

    assert not decide(state.pk)

    assert review_of(submitted).status == "in_progress"


def test_a_forbidden_word_sends_it_back_and_the_seller_hears_why(submitted, mailoutbox):
    ForbiddenWord.objects.create(word="WARM serif", reason="Say it cooler.")

    decide(waiting().get().pk)

    assert review_of(submitted).status == "needs_changes"
    (mail,) = mailoutbox
    assert mail.to == ["alice@example.com"]
    assert "“WARM serif” may not be used here. Say it cooler." in mail.body


def test_a_part_of_a_word_is_not_the_word(submitted):
    ForbiddenWord.objects.create(word="war")

    decide(waiting().get().pk)

    assert review_of(submitted).status == "in_progress"


def test_what_is_not_ready_is_sent_back(submitted):
    revision = submitted.latest_revision
    revision.content["summary"] = "Short."
    revision.save()

    decide(waiting().get().pk)

    assert review_of(submitted).current_task_state.comment == "Write a summary of 40 to 160 letters."


def test_an_infected_file_is_sent_back(submitted, settings):
    settings.MALWARE_SCANNER = f"{__name__}.Suspicious"
    fresh_file(submitted, b"EICAR")

    decide(waiting().get().pk)

    assert review_of(submitted).status == "needs_changes"
    assert "“aster.otf” looks dangerous" in review_of(submitted).current_task_state.comment


def test_a_scanner_that_does_not_answer_lets_nothing_through(submitted, settings):
    settings.MALWARE_SCANNER = f"{__name__}.Away"
    fresh_file(submitted, b"fine")

    assert not decide(waiting().get().pk)

    assert waiting().count() == 1
    assert review_of(submitted).current_task_state.task.name == "A machine checks it"


def test_what_a_worker_dropped_is_read_by_the_sweep(submitted):
    waiting().update(started_at="2020-01-01T00:00:00Z")

    every_minute()

    assert not waiting().exists()


def test_a_reading_waits_until_the_review_has_come_to_it(submitted):
    review = review_of(submitted)
    (state,) = waiting()
    type(review).objects.filter(pk=review.pk).update(current_task_state=None)

    assert decide(state.pk) is False

    type(review).objects.filter(pk=review.pk).update(current_task_state=state)
    assert decide(state.pk) is True


@pytest.mark.django_db(transaction=True)
def test_what_was_sent_back_and_mended_comes_to_a_moderator(listing, alice, store):
    word = ForbiddenWord.objects.create(word="Aster")
    listing.cover, listing.cover_alt = picture(store), "Letters"
    listing.save_revision(user=alice)
    Workflow.objects.get(name="review").start(listing, alice)
    before = review_of(listing).status
    word.delete()

    review_of(listing).resume(user=alice)
    (state,) = waiting()
    decide(state.pk)

    review = review_of(listing)
    assert before == "needs_changes"
    assert (review.status, review.current_task_state.task.name) == ("in_progress", "the moderators")
