"""The suite's databases: migrated once, furnished once a run, copied for each process, mended after a flush.

Most tests begin with alice's store or her listing. Making them costs half a second, finding them nothing: so
there are three templates, and each test is given the one that its fixtures ask for.
"""

import shutil
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections, transaction

from tests import cast

STATES = ("plain", "store", "listing")

_wanted = "plain"
_is_dirty = False
_copies: dict[str, str] = {}


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def template_of(state: str) -> str:
    return f"{connection.settings_dict['TEST']['NAME']}_{state}"


def make_templates() -> None:
    """Migrate into the plain template, unless it is there; furnish the other two anew."""
    plain = template_of("plain")
    before = connection.settings_dict["NAME"]
    if not _is_there(plain):
        print("Migrating the suite's database (once for these migrations) …", flush=True)  # noqa: T201
        _new(plain + "-new")
        call_command("make_tables")
        _rename(plain + "-new", plain)
    _copy(plain, template_of("store"))
    _furnish("store", lambda: cast.alices_store(cast.alice_herself()))
    _copy(template_of("store"), template_of("listing"))
    _furnish("listing", lambda: cast.alices_listing(cast.alices_store(cast.alice_herself())))
    _use(before)


def _furnish(state, furnish) -> None:
    _use(template_of(state))
    with transaction.atomic():
        furnish()
        connection.run_on_commit = []  # in a test nothing commits, so nothing runs on commit either
    connections.close_all()


def use_copies(worker: str) -> None:
    """Give this process a copy of each template."""
    for state in STATES:
        _copies[state] = f"{template_of(state)}_{worker}"
        _copy(template_of(state), _copies[state])
    _use(_copies[_wanted])


def begin(fixtures: set[str]) -> None:
    """Before a test: the copy its fixtures ask for, as good as new."""
    global _wanted, _is_dirty
    state = next((state for state in ("listing", "store") if state in fixtures), "plain")
    if _copies and _is_dirty:
        _copy(template_of(_wanted), _copies[_wanted])
        _use(_copies[_wanted])
    if _copies and state != _wanted:
        _use(_copies[state])
    _wanted, _is_dirty = state, False


def note_flush() -> None:
    """A test that commits has emptied the tables."""
    global _is_dirty  # noqa: PLW0603
    _is_dirty = True


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


def _is_there(name: str) -> bool:
    if is_sqlite():
        return Path(name).exists()
    return bool(_postgres("SELECT 1 FROM pg_database WHERE datname = %s", name))


def _new(name: str) -> None:
    if is_sqlite():
        Path(name).unlink(missing_ok=True)
    else:
        _postgres(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _postgres(f'CREATE DATABASE "{name}"')
    _use(name)


def _rename(old: str, new: str) -> None:
    connections.close_all()
    if is_sqlite():
        Path(old).rename(new)
    else:
        _postgres(f'ALTER DATABASE "{old}" RENAME TO "{new}"')


def _copy(old: str, new: str) -> None:
    connections.close_all()
    if is_sqlite():
        for ending in ("-wal", "-shm", "-journal"):
            Path(new + ending).unlink(missing_ok=True)
        shutil.copyfile(old, new)
        return
    _postgres(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')
    _postgres(f'CREATE DATABASE "{new}" TEMPLATE "{old}"')


def _postgres(statement: str, *params: str) -> list:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall() if cursor.description else []
