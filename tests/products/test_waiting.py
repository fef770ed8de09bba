"""What waits for a review is listed with its age, for those who decide."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, Workflow

from products.kinds.download.models import Download
from tests.conftest import person
from tests.products.editing import at_desk
from tests.stores import furnish

WAITING = "report_waiting"


@pytest.fixture
def shop(alice):
    return furnish(alice, "wombat")


@pytest.fixture
def moderator(db, settings):
    settings.REQUIRE_TWO_FACTOR = False
    return person("mod@example.com", "moderator")


def submit(shop, title):
    draft = shop.page.add_child(instance=Download(title=title, summary="Words.", live=False))
    draft.save_revision(user=shop.owner)
    Workflow.objects.get(name="review").start(draft, shop.owner)
    return draft


def test_the_longest_waiting_comes_first_with_its_store(shop, moderator):
    submit(shop, "Second")
    then = timezone.now() - timedelta(days=3, hours=1)
    TaskState.objects.filter(workflow_state__object_id=str(shop.draft.pk)).update(started_at=then)

    page = at_desk(moderator).get(reverse(WAITING))

    assert [row.title for row in page.context["object_list"]] == [shop.draft.title, "Second"]
    text = page.content.decode()
    assert "3\xa0days, 1\xa0hour" in text and shop.page.title in text


def test_what_was_decided_waits_no_more(shop, moderator):
    shop.draft.current_workflow_state.cancel(user=shop.owner)

    assert "Nothing waits" in at_desk(moderator).get(reverse(WAITING)).content.decode()


def test_it_costs_the_same_for_many(shop, moderator):
    client = at_desk(moderator)
    client.get(reverse(WAITING))

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(WAITING))
        return len(seen)

    few = cost()
    for number in range(4):
        submit(shop, f"Another {number}")

    assert cost() == few


def test_it_leaves_as_a_file(shop, moderator):
    said = at_desk(moderator).get(reverse(WAITING), {"export": "csv"})

    text = b"".join(said.streaming_content).decode()
    assert text.splitlines()[0] == "Listing,Store,Step,Since,Waits for"
    assert shop.draft.title in text and shop.page.title in text


@pytest.mark.parametrize("role", ["editor", "seller", "buyer"])
def test_who_does_not_decide_does_not_read_it(shop, settings, role):
    settings.REQUIRE_TWO_FACTOR = False

    answer = at_desk(person("x@example.com", role)).get(reverse(WAITING))

    assert answer.status_code in (302, 403)
    assert b"wombat" not in answer.content
