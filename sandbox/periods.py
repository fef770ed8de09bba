"""The periods of subscriptions, by the calendar: of 31 January come 28 February and 31 March."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta

MONTHS = {"month": 1, "year": 12}
DAYS = {"day": 1, "week": 7}


def end_of(start: int, recurring: dict, anchor: int = 0) -> int:
    """When the period that begins at unix time `start` ends, for a price's `recurring` interval.

    Months end on the day of the `anchor` (unix time, else the start) where they have such a day.
    """
    begin = datetime.fromtimestamp(start, UTC)
    count, unit = recurring["interval_count"], recurring["interval"]
    if unit in DAYS:
        return int((begin + timedelta(days=DAYS[unit] * count)).timestamp())
    months = begin.month - 1 + MONTHS[unit] * count
    year, month = begin.year + months // 12, months % 12 + 1
    wanted = datetime.fromtimestamp(anchor or start, UTC).day
    day = min(wanted, monthrange(year, month)[1])
    return int(begin.replace(year=year, month=month, day=day).timestamp())
