"""Whatever leads to a person is named by a part: a new column fails here until one answers for it."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from cms.parts import parts

OUTSIDE = ("sandbox",)  # stands for Stripe, which is not the shop


def leads_to_a_person(field):
    """A key of a person, or a column that holds an e-mail address."""
    return (
        field.related_model is get_user_model()
        or isinstance(field, models.EmailField)
        or "email" in field.name
    )


def columns_of_people():
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in OUTSIDE or not model._meta.managed or model._meta.proxy:
            continue
        for field in model._meta.local_fields:
            if leads_to_a_person(field):
                yield f"{model._meta.label}.{field.name}"


def named():
    told = [column for part in parts() for column in part.TOLD]
    untold = {column: reason for part in parts() for column, reason in part.UNTOLD.items()}
    return told, untold


def test_every_column_that_leads_to_a_person_is_exported_or_says_why_not():
    told, untold = named()

    assert [column for column in columns_of_people() if column not in {*told, *untold}] == []


def test_no_column_is_named_twice_and_each_exists():
    told, untold = named()
    everything = [*told, *untold]

    assert len(everything) == len(set(everything))
    for column in everything:
        model, field = column.rsplit(".", 1)
        assert apps.get_model(model)._meta.get_field(field)


def test_every_reason_is_a_sentence():
    _told, untold = named()

    assert [column for column, reason in untold.items() if len(reason) < 15 or not reason.endswith(".")] == []


@pytest.mark.django_db
def test_sheets_have_names_of_their_own(bob):
    names = [sheet.name for part in parts() for sheet in part.export(bob)]

    assert len(names) == len(set(names))
