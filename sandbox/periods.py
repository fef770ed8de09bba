"""The periods of subscriptions, by the calendar: a month from 31 January ends in February."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta

MONTHS = {"month": 1, "year": 12}
DAYS = {"day": 1, "week": 7}


def end_of(start: int, recurring: dict) -> int:
    """When the period that begins at unix time `start` ends, for a price's `recurring` interval."""
    begin = datetime.fromtimestamp(start, UTC)
    count, unit = recurring["interval_count"], recurring["interval"]
    if unit in DAYS:
        return int((begin + timedelta(days=DAYS[unit] * count)).timestamp())
    months = begin.month - 1 + MONTHS[unit] * count
    year, month = begin.year + months // 12, months % 12 + 1
    day = min(begin.day, monthrange(year, month)[1])
    return int(begin.replace(year=year, month=month, day=day).timestamp())
