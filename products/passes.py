"""A guest's pass: the browser that came with a receipt's secret address may open its things for a while."""

import time
from collections.abc import Iterable
from typing import Any

KEY = "passes"
SECONDS = 12 * 3600
MOST = 100


def hand_out(session: Any, entitlement_ids: Iterable[int]) -> None:
    """Let this browser open these entitlements for twelve hours, while they are in force."""
    until = int(time.time()) + SECONDS
    kept = {**session.get(KEY, {}), **{str(pk): until for pk in entitlement_ids}}
    session[KEY] = dict(list(kept.items())[-MOST:])


def carried(session: Any) -> frozenset[int]:
    """The entitlements that this browser's passes are for, and that have not run out."""
    now = time.time()
    return frozenset(int(pk) for pk, until in session.get(KEY, {}).items() if until > now)
