"""Only a workflow that a machine and a person from outside the team read may review what stores sell."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from products.kinds.download.models import Download
from products.models import AutomaticCheck, Category, HumanReview
from products.models.reviewed import lack_of
from tests.conftest import person
from tests.products.editing import add_url, at_desk, edit_url, read_first
from tests.products.test_review import complete, decide, edited


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def moderators(db):
    return Group.objects.get(name="moderator")


def workflow(name, *steps):
    made = Workflow.objects.create(name=name)
    for place, step in enumerate(steps):
        WorkflowTask.objects.create(workflow=made, task=step, sort_order=place)
    return made


def by_machine():
    return AutomaticCheck.objects.get()


def by_person(name, *groups):
    step = HumanReview.objects.create(name=name)
    step.groups.set(groups)
    return step


def plain(name, *groups):
    step = GroupApprovalTask.objects.create(name=name)
    step.groups.set(groups)
    return step


def add_plain_step(*groups):
    review = Workflow.objects.get(name="review")
    WorkflowTask.objects.create(workflow=review, task=plain("quick", *groups), sort_order=9)


def shelf(name, review=None):
    return Category.objects.create(name=name, slug=name, workflow=review)


def submit(alice, store, *shelves):
    fields = {**complete(store), "categories": [one.pk for one in shelves], "action-submit": "1"}
    at_desk(alice).post(add_url(store), fields)
    return Download.objects.get()


@pytest.mark.parametrize("order", ["no machine", "no person", "nobody", "plain", "machine last", "off"])
def test_a_careless_workflow_is_named_for_what_it_lacks(moderators, order):
    machine, reader = by_machine(), by_person("fonts", moderators)
    steps = {
        "no machine": [reader],
        "no person": [machine],
        "nobody": [machine, by_person("nobody")],
        "plain": [machine, plain("quick", moderators), reader],
        "machine last": [reader, machine],
        "off": [machine, reader],
    }[order]
    made = workflow("fast", *steps)
    made.active = order != "off"

    assert "fast" in lack_of(made)


def test_machine_then_person_is_enough(moderators):
    assert lack_of(workflow("sound", by_machine(), by_person("fonts", moderators))) == ""


def test_nothing_can_be_submitted_to_a_careless_workflow(alice, store, moderators):
    add_plain_step(moderators)

    listing = submit(alice, store)

    assert listing.current_workflow_state is None
    page = at_desk(alice).get(edit_url(listing)).content.decode()
    assert 'name="action-submit"' not in page
    assert "cannot be submitted at the moment" in page


def test_a_step_taken_out_on_the_way_lets_nothing_through_unread(alice, store, moderator):
    listing = submit(alice, store)
    review = Workflow.objects.get(name="review")
    WorkflowTask.objects.filter(workflow=review).exclude(task=by_machine().task_ptr).delete()

    read_first()

    assert not Download.objects.get(pk=listing.pk).live


def test_a_shelf_has_a_review_of_its_own(alice, store, moderator, moderators):
    experts = Group.objects.create(name="experts")
    review = workflow("fonts", by_machine(), by_person("by experts", experts))
    listing = submit(alice, store, shelf("music"), shelf("fonts", review))
    read_first()

    state = Download.objects.get().current_workflow_task_state
    decide(moderator, Download.objects.get(), "approve")

    assert state.task.name == "by experts"
    assert not Download.objects.get(pk=listing.pk).live


def test_changing_the_shelf_in_the_midst_of_a_review_moves_it_to_the_right_readers(
    alice, store, moderator, moderators
):
    experts = Group.objects.create(name="experts")
    review = workflow("fonts", by_machine(), by_person("by experts", experts))
    music, fonts = shelf("music"), shelf("fonts", review)
    listing = submit(alice, store, music)
    read_first()
    decide(moderator, Download.objects.get(), "reject", "Not music, is it?")

    fields = {**edited(listing), "categories": [fonts.pk], "action-submit": "1"}
    at_desk(alice).post(edit_url(listing), fields)
    read_first()

    state = Download.objects.get().current_workflow_state
    assert state.workflow == review
    assert state.current_task_state.task.name == "by experts"


def test_a_shelf_refuses_a_careless_workflow(moderators, settings):
    fast, fonts = workflow("fast", plain("quick", moderators)), shelf("fonts")
    fields = {"name": "Fonts", "slug": "fonts", "description": "", "order": 0, "workflow": fast.pk}

    page = at_desk(person("ad@example.com", "admin")).post(
        reverse("categories:edit", args=[fonts.pk]), fields
    )

    assert "must begin with an automatic check" in page.content.decode()
    assert Category.objects.get(pk=fonts.pk).workflow is None


def test_an_editor_arranges_shelves_but_not_who_reviews(moderators, settings):
    sound, fonts = workflow("sound", by_machine(), by_person("p", moderators)), shelf("fonts")
    fields = {"name": "Letters", "slug": "fonts", "description": "", "order": 0, "workflow": sound.pk}

    at_desk(person("ed@example.com", "editor")).post(reverse("categories:edit", args=[fonts.pk]), fields)

    fonts.refresh_from_db()
    assert (fonts.name, fonts.workflow) == ("Letters", None)


def test_the_admins_home_tells_of_a_review_that_lets_nobody_in(moderators, settings):
    desk = at_desk(person("ad@example.com", "admin"))
    assert "lets nobody submit" not in desk.get("/admin/").content.decode()

    add_plain_step(moderators)

    assert "lets nobody submit" in desk.get("/admin/").content.decode()
