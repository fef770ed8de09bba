"""`manage.py make_tables`: migrate, also where dj-stripe's tables are made at once without their history."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    """What demo, suite and bench call; a real shop calls `migrate`, which leads to the same tables."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return  # what `migrate` does besides takes seconds, and was done when the last step was taken
        has_users = ("accounts", "0001_initial") in executor.loader.applied_migrations
        if "djstripe" in getattr(settings, "MIGRATION_MODULES", {}) and not has_users:
            # Tables without history are made first, and one of them points at the users. Only in a new
            # database: in an older one, naming the first migration means to undo all that came after it.
            call_command("migrate", "accounts", "0001", verbosity=0)
        call_command("migrate", run_syncdb=True, verbosity=0)
