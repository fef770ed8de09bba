"""A shop that is there is migrated forwards, never back: its rows are its owner's."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from products.models import Card, Listing


@pytest.mark.django_db(transaction=True)
def test_a_pending_migration_costs_an_existing_shop_nothing(listing):
    call_command("migrate", "products", "0007", verbosity=0)
    before = (Listing.objects.count(), Card.objects.count())

    call_command("make_tables")

    executor = MigrationExecutor(connection)
    assert (Listing.objects.count(), Card.objects.count()) == before == (1, 1)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
