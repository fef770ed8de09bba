"""The suite's databases: migrated once, furnished once a run, copied for each process, mended after a flush.

Most tests begin with alice's store or her listing. Making them costs half a second, finding them nothing: so
there are three templates, and each test is given the one that its fixtures ask for. What fewer tests begin
with, and takes longer, is a fixture marked `kept`: the process that first needs it makes it once.
"""

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from tests import cast

STATES = {"plain": "", "store": "plain", "listing": "store"}  # each on another

_wanted = "plain"
_is_dirty = False
_worker = ""
_copies: dict[str, str] = {}
_kept: dict[str, tuple[str, Callable[[], Any]]] = {}
_values: dict[str, bytes] = {}


def kept(on: str) -> Callable[[Callable[[], Any]], Any]:
    """A fixture that is made once in a process and found by every test: rows, and the object it returns.

    `on` is the state it is made on: plain, store, listing, or another kept one. What it is made of it finds
    or makes itself (`tests.cast`). What waits for a commit is dropped, as in a test.
    """

    def keep(make: Callable[[], Any]) -> Any:
        key = f"{make.__module__.rpartition('.')[2]}_{make.__name__}"
        assert key not in _kept, f"There is a kept {key} already."
        beside = key.removesuffix(make.__name__) + on
        _kept[key] = (next((known for known in (beside, f"conftest_{on}") if known in _kept), on), make)

        def found(db):
            return pickle.loads(_values[key]) if key in _line(_wanted) else make()  # noqa: S301

        found.state = key
        return pytest.fixture(name=make.__name__)(found)

    return keep


def _line(state: str) -> list[str]:
    """The state and what it stands on, the first of all last."""
    found = []
    while state:
        found.append(state)
        state = _kept[state][0] if state in _kept else STATES[state]
    return found


def _asked_for(fixtures: set[str]) -> str:
    """The state on which the most of a test's fixtures are there already."""
    return max(
        sorted(fixtures),
        key=lambda name: (len(fixtures & {*_line(name)}), len(_line(name))),
        default="plain",
    )


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
    _furnish(template_of("store"), lambda: cast.alices_store(cast.alice_herself()))
    _copy(template_of("store"), template_of("listing"))
    _furnish(template_of("listing"), lambda: cast.alices_listing(cast.alices_store(cast.alice_herself())))
    _use(before)


def _furnish(name: str, make: Callable[[], Any]) -> Any:
    """Make something in the database of this name, in one transaction as in a test."""
    _use(name)
    with transaction.atomic():
        made = make()
        connection.run_on_commit = []  # in a test nothing commits, so nothing runs on commit either
    connections.close_all()
    return made


def use_copies(worker: str) -> None:
    """Give this process a copy of each template."""
    global _worker  # noqa: PLW0603
    _worker = worker
    for state in STATES:
        _copy_for_tests(state)
    _make(_wanted)
    _use(_copies[_wanted])


def begin(item: pytest.Item) -> None:
    """Before a test: the copy its fixtures ask for, as good as new."""
    global _wanted, _is_dirty
    known = getattr(item, "_fixtureinfo", None)
    last = {name: found[-1].func for name, found in known.name2fixturedefs.items()} if known else {}
    # A file may have a fixture of its own under the name of a kept one.
    states = {getattr(func, "state", name) for name, func in last.items()}
    state = _asked_for(states & {*STATES, *_kept})
    if _copies and _is_dirty:
        _copy_for_tests(_wanted)
        _use(_copies[_wanted])
    if _copies and state != _wanted:
        _make(state)
        _use(_copies[state])
    _wanted, _is_dirty = state, False


def _make(state: str) -> None:
    """Make what is kept, and what it stands on, unless this process has it."""
    if state in _copies:
        return
    on, make = _kept[state]
    _make(on)
    _copy(_source(on), _source(state))
    _values[state] = pickle.dumps(_furnish(_source(state), make))
    _copy_for_tests(state)


def _source(state: str) -> str:
    """The database that tests of this state begin with; no test writes there."""
    return template_of(state) + (f"_made_{_worker}" if state in _kept else "")


def _copy_for_tests(state: str) -> None:
    _copies[state] = f"{template_of(state)}_{_worker}"
    _copy(_source(state), _copies[state])


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
