"""The sandbox's time, which tests can move, and what happens by itself when a moment has come."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from sandbox import context, routes
from sandbox.models import StoredObject

Ripen = Callable[[dict, dict], None]
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
    """Let everything happen that is due; how many objects changed."""
    routes.discover()
    due = (
        StoredObject.objects.filter(due_at__lte=now()).order_by("due_at", "seq").values_list("seq", flat=True)
    )
    return sum(ripen(seq) for seq in list(due))


@transaction.atomic
def ripen(seq: int) -> bool:
    """Change one object that is due, unless somebody else just did."""
    found = StoredObject.objects.select_for_update().filter(seq=seq, due_at__lte=now()).first()
    if not found:
        return False
    StoredObject.objects.filter(seq=seq).update(due_at=None)
    with context.acting(context.Caller(found.account)):
        _ripening[found.kind](found.body, found.notes)
    return True
