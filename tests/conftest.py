"""The cast: alice sells, bob buys, carol must not; and a listing to trade in."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from pytest_django.plugin import blocking_manager_key

from cms import pagecache
from products.kinds.download.models import Download, DownloadFile
from products.models import Offer, Storefront
from products.storefronts import open_store
from tests import database


def pytest_sessionstart(session):
    """The controlling process migrates the template before any worker copies it.

    The journeys alone need none: their shop is a process of its own.
    """
    is_worker = hasattr(session.config, "workerinput")
    only_journeys = all("tests/journeys" in argument for argument in session.config.args)
    if not (is_worker or only_journeys):
        with session.config.stash[blocking_manager_key].unblock():
            database.make_template()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_blocker):
    """Each process works on a copy of its own."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        database.use_copy(worker)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    with item.config.stash[blocking_manager_key].unblock():
        database.restore()


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


def person(email, *groups):
    """A user with a password and a verified address."""
    user = get_user_model().objects.create_user(email, "correct horse battery")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture
def alice(db):
    return person("alice@example.com")


@pytest.fixture
def bob(db):
    return person("bob@example.com", "buyer")


@pytest.fixture
def carol(db):
    return person("carol@example.com")


@pytest.fixture
def moderator(db):
    return person("mo@example.com", "moderator")


@pytest.fixture
def editor(db):
    return person("eddie@example.com", "editor")


@pytest.fixture
def store(alice) -> Storefront:
    """Alice's store, open to the public."""
    store = open_store(alice, "Alice's Fonts", "DE")
    store.save_revision().publish()
    return Storefront.objects.get(pk=store.pk)


@pytest.fixture
def listing(store) -> Download:
    """A live download with one file at 29.00 EUR."""
    return publish_download(store, "Aster Serif", 2900)


def publish_download(store, title, price, **offer):
    """Put a download with one file on sale. `price` is in minor units."""
    page = store.add_child(
        instance=Download(title=title, summary="A warm serif for long reading, in two weights.")
    )
    Offer.objects.create(listing=page, name="Personal licence", price=price, **offer)
    DownloadFile.objects.create(
        listing=page, file=ContentFile(b"otf bytes", "aster.otf"), name="aster.otf", size=9
    )
    page.refresh_from_db()
    Download.objects.get(pk=page.pk).save_revision().publish()
    return Download.objects.get(pk=page.pk)
