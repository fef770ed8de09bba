"""People are counted once a day, whatever they open, and a page that asks nobody's name counts nobody."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts import daily
from accounts.models import ActiveDay
from tests.conftest import person
from tests.products.editing import at_desk

TODAY = date(2026, 3, 1)


def test_a_person_counts_once_a_day(bob, carol):
    first = [
        daily.note_visit(bob.pk, TODAY),
        daily.note_visit(bob.pk, TODAY),
        daily.note_visit(carol.pk, TODAY),
    ]
    next_day = daily.note_visit(bob.pk, TODAY + timedelta(days=1))

    assert (first, next_day) == ([True, False, True], True)
    assert daily.people_on(3, TODAY + timedelta(days=1)) == [1, 2, 0]


def test_a_clock_that_runs_behind_counts_nobody_again(bob):
    daily.note_visit(bob.pk, TODAY)

    assert not daily.note_visit(bob.pk, TODAY - timedelta(days=1))
    assert ActiveDay.objects.count() == 1


def test_whoever_opens_a_private_page_is_counted(bob, django_capture_on_commit_callbacks):
    client = at_desk(bob)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.get("/library/")

    bob.refresh_from_db()
    assert daily.people_on(1) == [1]
    assert bob.last_seen_date == timezone.localdate()


def test_a_stranger_is_not_counted(client, db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.get("/")
        client.get("/library/")

    assert daily.people_on(1) == [0]


def test_after_the_first_page_of_a_day_a_page_costs_nothing_more(bob, django_capture_on_commit_callbacks):
    daily.note_visit(bob.pk, timezone.localdate())

    with django_capture_on_commit_callbacks() as waiting:
        at_desk(bob).get("/library/")

    assert [call for call in waiting if "DailyPeople" in call.__qualname__] == []


def test_a_count_that_fails_is_no_error_page(bob, monkeypatch, django_capture_on_commit_callbacks):
    def fail(*args):
        raise OSError("No database.")

    monkeypatch.setattr(daily, "note_visit", fail)

    with django_capture_on_commit_callbacks(execute=True):
        assert at_desk(bob).get("/library/").status_code == 200


@pytest.mark.parametrize(("role", "told"), [("admin", True), ("moderator", False), ("editor", False)])
def test_admins_read_it_at_home(settings, bob, role, told):
    settings.REQUIRE_TWO_FACTOR = False
    who = person(f"{role}@example.com", role)
    daily.note_visit(bob.pk, timezone.localdate())

    said = at_desk(who).get("/admin/").content.decode()

    assert ("<span>1</span> person today" in said) == told
