"""The suite's databases: migrated once into a template, copied for each process, restored after a flush."""

import shutil
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections

_template = ""
_is_dirty = False


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def make_template() -> None:
    """Migrate into the template, unless one with this fingerprint is there."""
    name = str(connection.settings_dict["TEST"]["NAME"])
    if is_sqlite():
        if Path(name).exists():
            return
        settle = Path(name + "-new")
        settle.unlink(missing_ok=True)
        connection.settings_dict["TEST"]["NAME"] = str(settle)
    elif _postgres_has(name):
        return
    print("Migrating the suite's database (once for these migrations) …", flush=True)  # noqa: T201
    before = connection.settings_dict["NAME"]
    made = connection.creation._create_test_db(verbosity=0, autoclobber=True, keepdb=False)
    connection.close()
    connection.settings_dict["NAME"] = made
    call_command("make_tables")
    connection.close()
    connection.settings_dict["NAME"] = before
    connection.settings_dict["TEST"]["NAME"] = name
    if is_sqlite():
        settle.rename(name)


def use_copy(suffix: str) -> None:
    """Point the connection at a fresh copy of the template."""
    global _template  # noqa: PLW0603
    test = connection.settings_dict["TEST"]
    _template = str(test["NAME"])
    test["NAME"] = f"{_template}_{suffix}"
    _copy(test["NAME"])


def note_flush() -> None:
    """A test that commits has emptied the tables."""
    global _is_dirty  # noqa: PLW0603
    _is_dirty = True


def restore() -> None:
    """Bring the copy back to what the migrations left, if a test has flushed it."""
    global _is_dirty  # noqa: PLW0603
    if _is_dirty and _template:
        _copy(str(connection.settings_dict["NAME"]))
    _is_dirty = False


def _copy(name: str) -> None:
    connections.close_all()
    if is_sqlite():
        for ending in ("-wal", "-shm", "-journal"):
            Path(name + ending).unlink(missing_ok=True)
        shutil.copyfile(_template, name)
        return
    _postgres(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _postgres(f'CREATE DATABASE "{name}" TEMPLATE "{_template}"')


def _postgres(statement: str, *params: str) -> list:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall() if cursor.description else []


def _postgres_has(name: str) -> bool:
    return bool(_postgres("SELECT 1 FROM pg_database WHERE datname = %s", name))
