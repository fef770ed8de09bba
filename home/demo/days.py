"""The demo's clock: what happened some days ago is made as if it were that day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone

NOON = time(12)


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """The clock stands at noon of that day: books are dated when written, never later."""
    if not days:
        yield
        return
    then = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=days), NOON))
    with patch("django.utils.timezone.now", lambda: then):
        yield
