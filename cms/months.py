"""Months by the calendar."""

from calendar import monthrange
from datetime import datetime


def months_after(moment: datetime, months: int) -> datetime:
    """The same day and time so many months later, or the last day of a shorter month."""
    year, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + year, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
