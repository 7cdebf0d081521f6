"""Counting in months. A month is a date on its 1st; a period of months ends as 民法143条 says."""

from calendar import monthrange
from datetime import date, timedelta


def months_after(month: date, months: int) -> date:
    """Return the first day of the month that lies `months` after that of `month`; before it if negative."""
    years, index = divmod(month.month - 1 + months, 12)
    return date(month.year + years, index + 1, 1)


def months_between(first: date, second: date) -> int:
    """Return how many months lie from the month of `first` to that of `second`; negative if it is earlier."""
    return (second.year - first.year) * 12 + second.month - first.month


def last_day(month: date) -> date:
    """Return the last day of the month in which `month` lies."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def period_end(start: date, months: int) -> date:
    """Return the last day of a period of whole months that begins on `start` (民法143条2項).

    It is the day before the same day of the month; where that month has no such day, its last one: a month
    from 1月31日 ends on 2月28日 or 29日, twelve from 3月1日 on the last day of February.
    """
    end = last_day(months_after(start, months))
    return end if start.day > end.day else end.replace(day=start.day) - timedelta(days=1)


def day_months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier; the month's last day where it has no such day."""
    end = last_day(months_after(day, -months))
    return end.replace(day=min(day.day, end.day))
