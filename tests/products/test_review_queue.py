"""What waits for a review is listed with its age and whether that is too long, for those who decide."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site, TaskState, Workflow

from accounts import teams
from products.admin.review_queue import ReviewQueue
from products.kinds.download.models import Download
from products.models import AutomaticCheck, Category, HumanReview, Listing, ReviewSettings
from tests.conftest import person
from tests.products.editing import at_desk
from tests.stores import furnish

WAITING = "review_queue"


@pytest.fixture
def shop(wombat_store):
    return wombat_store


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


def test_it_leaves_as_a_file(shop, moderator, monkeypatch):
    submit(shop, "Second")
    monkeypatch.setattr(ReviewQueue, "paginate_by", 1)
    said = at_desk(moderator).get(reverse(WAITING), {"export": "csv"})

    text = b"".join(said.streaming_content).decode()
    assert text.splitlines()[0] == "Listing,Store,What it is,Step,Waits for"
    assert text.count(shop.page.title) == 2
    assert shop.draft.title in text and "Second" in text


@pytest.mark.parametrize("role", ["editor", "seller", "buyer"])
def test_who_does_not_decide_does_not_read_it(shop, settings, role):
    settings.REQUIRE_TWO_FACTOR = False

    answer = at_desk(person("x@example.com", role)).get(reverse(WAITING))

    assert answer.status_code in (302, 403)
    assert b"wombat" not in answer.content


def shown(person, **asked):
    page = at_desk(person).get(reverse(WAITING), asked)
    return [row.title for row in page.context["object_list"]]


def wait(listing, hours):
    then = timezone.now() - timedelta(hours=hours)
    TaskState.objects.filter(workflow_state__object_id=str(listing.pk)).update(started_at=then)


def test_what_waits_longer_than_promised_is_late(shop, moderator):
    ReviewSettings.objects.create(site=Site.objects.get(), hours=5)
    late = submit(shop, "Second")
    wait(late, 6)
    wait(shop.draft, 4)

    assert shown(moderator, late="true") == ["Second"]
    text = at_desk(moderator).get(reverse(WAITING)).content.decode()
    assert "6\xa0hours, late" in text and "4\xa0hours, late" not in text
    assert "within 5 hours" in text


def test_the_home_counts_them_and_says_how_long(shop, moderator):
    wait(submit(shop, "Second"), 49)

    home = at_desk(moderator).get("/admin/").content.decode()

    assert "2 listings wait for review, the oldest for 2\xa0days, 1\xa0hour, 1 late" in home


def test_the_first_of_a_store_is_told_from_a_change(shop, moderator, carol):
    other = furnish(carol, "quokka")
    Listing.objects.descendant_of(other.page).update(first_published_at=None)
    new = other.page.add_child(instance=Download(title="Debut", summary="Words.", live=False))
    new.save_revision(user=carol)
    Workflow.objects.get(name="review").start(new, carol)

    assert shown(moderator, is_first="true") == [other.draft.title, "Debut"]
    assert "Download, the first of its store" in at_desk(moderator).get(reverse(WAITING)).content.decode()


def test_a_category_is_asked_of_the_draft(shop, moderator):
    shelf = Category.objects.create(name="Fonts", slug="fonts")
    draft = Download.objects.get(pk=shop.draft.pk)
    draft.categories.set([shelf])
    draft.save_revision(user=shop.owner)
    submit(shop, "Second")

    assert shown(moderator, category=shelf.pk) == [shop.draft.title]


def test_only_what_is_ones_own_to_decide(shop, moderator):
    reviewer, machine = HumanReview.objects.get(), AutomaticCheck.objects.get()
    second = submit(shop, "Second")
    second.current_workflow_task_state.approve()

    assert shown(moderator, mine="true") == ["Second"]
    assert shown(moderator, step=machine.task_ptr_id) == [shop.draft.title]
    assert shown(moderator, step=reviewer.task_ptr_id) == ["Second"]


def test_what_ones_own_team_sells_is_not_in_ones_queue(shop, moderator):
    teams.join(shop.page.seller, moderator, "manager")

    assert shown(type(moderator).objects.get(pk=moderator.pk)) == []


def test_the_share_of_decisions_that_kept_the_promise(shop, moderator):
    quick, slow = submit(shop, "Quick"), submit(shop, "Slow")
    for page in (quick, slow):
        page.current_workflow_task_state.approve()
        state = type(page).objects.get(pk=page.pk).current_workflow_task_state
        state.reject(user=moderator, comment="No.")
    started = timezone.now() - timedelta(hours=49)
    TaskState.objects.filter(workflow_state__object_id=str(slow.pk)).update(started_at=started)

    page = at_desk(moderator).get(reverse(WAITING))

    assert (page.context["decided"], page.context["kept"]) == (2, 1)


def test_sellers_read_when_to_expect_an_answer(shop, settings):
    settings.REQUIRE_TWO_FACTOR = False
    page = at_desk(shop.owner).get(reverse("wagtailadmin_pages:edit", args=[shop.draft.pk]))

    assert "expect an answer within 48 hours" in page.content.decode()
