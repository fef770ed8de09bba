"""Leaving the shop, for tests: the days go by, and what is left is looked for in every table."""

from datetime import timedelta

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts import erasure, periodic
from accounts.models import Erasure

ERASE, KEEP = reverse("erase"), reverse("erase_keep")
ASKED = {"reviews": "delete", "understood": "on"}


def after_the_days():
    """Let the days of thinking it over pass, and a minute of the heartbeat."""
    now = timezone.now()
    Erasure.objects.update(asked_at=now - timedelta(days=7), due_at=now - timedelta(seconds=1))
    periodic.every_minute()


def erase(person, keeps_reviews=False):
    erasure.ask(person, keeps_reviews)
    after_the_days()
    person.refresh_from_db()
    return person


def places_of(*words):
    """Tables of the shop with a row in which one of the words stands."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("sandbox_", "sqlite_")) or "_fts" in table:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            if any(word in str(row).lower() for row in cursor.fetchall() for word in words):
                found.add(table)
    return found
