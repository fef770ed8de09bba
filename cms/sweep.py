"""Go through a queue of rows so that one that fails does not hold up those behind it."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

log = logging.getLogger(__name__)


def each(step: Callable[[Any], object], subjects: Iterable[Any]) -> int:
    """How many subjects the step moved; what it raises is logged, and waits for the next pass."""
    return sum(_done(step, subject) for subject in subjects)


def _done(step: Callable[[Any], object], subject: Any) -> bool:
    try:
        return bool(step(subject))
    except Exception:
        log.exception("sweep.failed", extra={"subject": str(subject)})
        return False
