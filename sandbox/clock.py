"""The sandbox's time, which tests can move, and what happens by itself when a moment has come."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from sandbox import context, routes
from sandbox.errors import Refused
from sandbox.models import StoredObject

log = logging.getLogger(__name__)

Ripen = Callable[[dict, dict], None]
MOST_ROUNDS = 100  # a clock put forward by years must not hold a request for ever
_ripening: dict[str, Ripen] = {}
_ahead: list[int] = []


def now() -> int:
    """Unix time in seconds."""
    return int(time.time()) + sum(_ahead)


@contextmanager
def travelled(seconds: int) -> Iterator[None]:
    """Live `seconds` later for the length of a block; what has become due happens at its start."""
    _ahead.append(seconds)
    try:
        sweep()
        yield
    finally:
        _ahead.pop()


def when_due(kind: str) -> Callable[[Ripen], Ripen]:
    """Mark the function that changes an object of `kind`, given its body and notes, once it is due."""

    def remember(ripen: Ripen) -> Ripen:
        _ripening[kind] = ripen
        return ripen

    return remember


def sweep() -> int:
    """Let everything happen that is due, and what becomes due by it; how many changes there were."""
    routes.discover()
    changed = 0
    for _ in range(MOST_ROUNDS):
        due = StoredObject.objects.filter(due_at__lte=now()).order_by("due_at", "seq")
        seqs = list(due.values_list("seq", flat=True))
        if not seqs:
            break
        changed += sum(ripen(seq) for seq in seqs)
    return changed


@transaction.atomic
def ripen(seq: int) -> bool:
    """Change one object that is due, unless somebody else just did."""
    found = StoredObject.objects.select_for_update().filter(seq=seq, due_at__lte=now()).first()
    if not found:
        return False
    StoredObject.objects.filter(seq=seq).update(due_at=None)
    with context.acting(context.Caller(found.account)):
        try:
            with transaction.atomic():
                _ripening[found.kind](found.body, found.notes)
        except Refused:
            log.exception("%s could not change by itself; it stays as it is.", found)
    return True
