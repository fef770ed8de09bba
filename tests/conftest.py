"""The cast: alice sells, bob buys, carol must not; and a listing to trade in."""

import gc
import os

import pytest
from django.core.cache import cache
from pytest_django.plugin import blocking_manager_key

from cms import pagecache
from products.kinds.download.models import Download
from products.models import Storefront
from tests import database
from tests.cast import (
    alice_herself,
    alices_listing,
    alices_store,
    bob_himself,
    carol_herself,
    person,
    publish_download,
)

IS_NESTED = "EXTRA_KINDS" in os.environ  # a suite started by a test, on the templates that are there
LONGEST = ("tests/test_isolation.py", "tests/cms/test_make_tables.py")  # files, as the suite names them
__all__ = ["person", "publish_download"]


def pytest_sessionstart(session):
    """The controlling process migrates the template before any worker copies it.

    The journeys alone need none: their shop is a process of its own.
    """
    is_worker = hasattr(session.config, "workerinput") or IS_NESTED
    only_journeys = all("tests/journeys" in argument for argument in session.config.args)
    if not (is_worker or only_journeys):
        with session.config.stash[blocking_manager_key].unblock():
            database.make_templates()


def pytest_collection_modifyitems(items):
    """What takes longest begins first, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish():
    """What is loaded by now stays to the end; looking for garbage in it took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Each process works on copies of its own."""
    worker = "nested" if IS_NESTED else os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        database.use_copies(worker)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    with item.config.stash[blocking_manager_key].unblock():
        database.begin(item)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item):
    marker = item.get_closest_marker("django_db")
    names = {"transactional_db", "live_server", "django_db_reset_sequences"}
    if names & set(item.fixturenames) or (marker and marker.kwargs.get("transaction")):
        database.note_flush()


@pytest.fixture(autouse=True)
def empty_cache():
    """Tests share a process; what one caches must not reach the next."""
    cache.clear()
    pagecache.forget_in_process()


@pytest.fixture
def alice(db):
    return alice_herself()


@database.kept(on="plain")
def wombat_store():
    """Alice's full store, whose every text says wombat (`tests.stores`)."""
    from tests.stores import furnish

    return furnish(alice_herself(), "wombat")


@database.kept(on="wombat_store")
def quokka_store():
    """Carol's full store beside it, whose every text says quokka."""
    from tests.stores import furnish

    return furnish(carol_herself(), "quokka")


@pytest.fixture
def bob(db):
    return bob_himself()


@pytest.fixture
def carol(db):
    return carol_herself()


@pytest.fixture
def moderator(db):
    return person("mo@example.com", "moderator")


@pytest.fixture
def editor(db):
    return person("eddie@example.com", "editor")


@pytest.fixture
def store(alice) -> Storefront:
    """Alice's store, open to the public."""
    return alices_store(alice)


@pytest.fixture
def listing(store) -> Download:
    """A live download with one file at 29.00 EUR."""
    return alices_listing(store)
