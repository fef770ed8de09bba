"""A pytest plugin: the kinds in the folder EXTRA_KINDS, with their tables in each test's own transaction."""

import os
import sys

import pytest
from django.apps import apps
from django.db import connection


def _is_new(model):
    return sys.modules[model.__module__].__file__.startswith(os.environ["EXTRA_KINDS"])


@pytest.fixture(scope="session")
def new_tables(django_db_setup, django_db_blocker):
    """The statements that a migration of the new kinds would run."""
    with django_db_blocker.unblock(), connection.schema_editor(collect_sql=True) as editor:
        for model in filter(_is_new, apps.get_models()):
            editor.create_model(model)
    return list(editor.collected_sql)  # with what was deferred to the end


@pytest.fixture(autouse=True)
def tables(db, new_tables):
    from django.contrib.contenttypes.models import ContentType  # not before the apps are loaded

    ContentType.objects.clear_cache()  # the last test's were rolled back with its tables
    with connection.cursor() as cursor:
        for statement in new_tables:
            cursor.execute(statement)
    for model in filter(_is_new, apps.get_models()):
        ContentType.objects.get_for_model(model)
