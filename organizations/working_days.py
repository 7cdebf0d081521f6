"""Working days of a city hall: deadlines are counted on them.

Closed are Saturdays, Sundays, national holidays (振替休日 and 国民の休日 with them), 12/29 to 1/3, and what
the city's own table names: `closed`, as `closed_days_of` reads it.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

import jpholiday

from organizations.models import Municipality

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class ClosedDays:
    """A city's own closed days: spans of days, both ends included."""

    spans: tuple[tuple[date, date], ...] = ()

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and any(first <= day <= last for first, last in self.spans)


def closed_days_of(municipality: Municipality) -> ClosedDays:
    """Read the city's own table (one query)."""
    return ClosedDays(tuple(municipality.closed_days.values_list("first_on", "last_on")))


def is_working_day(day: date, closed: Container[date]) -> bool:
    is_weekend = day.weekday() >= SATURDAY
    is_turn_of_the_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return not (is_weekend or is_turn_of_the_year or jpholiday.is_holiday(day) or day in closed)


def next_working_day(day: date, closed: Container[date]) -> date:
    """Return `day` itself if it is a working day, else the first one after it."""
    return working_days_after(day, 0, closed)


def working_days_after(day: date, count: int, closed: Container[date]) -> date:
    """Return the working day that is the `count`-th after `day`, which itself is not counted.

    With a `count` of 0 it is `day` or, where the city is closed on it, the next working day.
    """
    return _counted(day, count, closed, ONE_DAY)


def working_days_before(day: date, count: int, closed: Container[date]) -> date:
    """Return the working day that is the `count`-th before `day`; with 0 `day` or the one before it."""
    return _counted(day, count, closed, -ONE_DAY)


def working_days_between(first: date, last: date, closed: Container[date]) -> int:
    """Count the working days after `first` up to and including `last`; 0 where `last` is not later."""
    days = (first + ONE_DAY * n for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, closed) for day in days)


def _counted(day: date, count: int, closed: Container[date], step: timedelta) -> date:
    if count < 0:
        raise ValueError(count)
    if count == 0:
        while not is_working_day(day, closed):
            day += step
    while count:
        day += step
        count -= is_working_day(day, closed)
    return day
