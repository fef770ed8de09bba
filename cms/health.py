"""Is the process up, and is it ready to serve?"""

import logging
import uuid
from collections.abc import Callable

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

log = logging.getLogger(__name__)


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, cache, storage and migrations are fine; else 503 that names what is not."""
    state = {name: _ask(check) for name, check in CHECKS.items()}
    return JsonResponse(state, status=200 if all(said == "ok" for said in state.values()) else 503)


def _ask(check: Callable[[], bool]) -> str:
    try:
        return "ok" if check() else "failed"
    except Exception:
        log.exception("readyz.failed", extra={"check": check.__name__})
        return "failed"


def database() -> bool:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def cache_keeps() -> bool:
    """The cache gives back what it was given."""
    key = f"readyz-{uuid.uuid4().hex}"
    cache.set(key, "kept", 10)
    return cache.get(key) == "kept"


def storage_keeps() -> bool:
    """The private storage can be written and read."""
    storage = storages["private"]
    name = storage.save(f"readyz/{uuid.uuid4().hex}", ContentFile(b"ok"))
    try:
        return storage.size(name) == 2
    finally:
        storage.delete(name)


def migrations() -> bool:
    """Nothing is left to migrate."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


CHECKS = {"database": database, "cache": cache_keeps, "storage": storage_keeps, "migrations": migrations}
