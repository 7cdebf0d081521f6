"""Deadlines on working days: over weekends, golden week, the new year and the city's own table."""

from datetime import date

import pytest

from organizations.history import change_set
from organizations.models import ClosedDay
from organizations.working_days import (
    ClosedDays,
    closed_days_of,
    is_working_day,
    next_working_day,
    working_days_after,
    working_days_before,
    working_days_between,
)
from tests.factories import COMMAND, make_municipality

OPEN = ClosedDays()
FOUNDED = ClosedDays(((date(2026, 10, 1), date(2026, 10, 2)),))  # Thursday and Friday


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ((2026, 4, 1), True),
        ((2026, 4, 4), False),  # Saturday
        ((2026, 4, 5), False),  # Sunday
        ((2026, 4, 29), False),  # 昭和の日
        ((2026, 5, 6), False),  # 振替休日 of 憲法記念日, a Sunday
        ((2026, 5, 7), True),
        ((2026, 9, 22), False),  # 国民の休日 between 敬老の日 and 秋分の日
        ((2019, 5, 1), False),  # the new era
        ((2026, 12, 28), True),
        ((2026, 12, 29), False),
        ((2026, 12, 31), False),
        ((2027, 1, 1), False),
        ((2029, 1, 3), False),  # a Wednesday
        ((2029, 1, 4), True),
    ],
)
def test_a_city_hall_works_when_the_law_says_so(day, works):
    assert is_working_day(date(*day), OPEN) is works


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ((2026, 12, 28), 1, (2027, 1, 4)),
        ((2026, 12, 28), 5, (2027, 1, 8)),
        ((2026, 12, 25), 2, (2027, 1, 4)),
        ((2026, 12, 31), 1, (2027, 1, 4)),
        ((2026, 4, 28), 1, (2026, 4, 30)),
        ((2026, 4, 30), 2, (2026, 5, 7)),  # over the 振替休日 of 5/6
        ((2026, 5, 1), 5, (2026, 5, 13)),
        ((2026, 4, 3), 1, (2026, 4, 6)),
    ],
)
def test_days_are_counted_over_the_new_year_and_golden_week(day, count, expected):
    found = working_days_after(date(*day), count, OPEN)
    assert found == date(*expected)
    assert working_days_between(date(*day), found, OPEN) == count


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ((2027, 1, 4), 1, (2026, 12, 28)),
        ((2027, 1, 8), 5, (2026, 12, 28)),
        ((2026, 5, 7), 2, (2026, 4, 30)),
        ((2026, 5, 4), 0, (2026, 5, 1)),
    ],
)
def test_a_reminder_is_counted_backwards(day, count, expected):
    assert working_days_before(date(*day), count, OPEN) == date(*expected)


def test_the_next_working_day_is_the_day_itself_where_the_city_works():
    assert next_working_day(date(2026, 4, 30), OPEN) == date(2026, 4, 30)
    assert next_working_day(date(2026, 12, 29), OPEN) == date(2027, 1, 4)
    assert working_days_after(date(2026, 5, 2), 0, OPEN) == date(2026, 5, 7)


def test_the_citys_own_table_counts_like_holidays():
    assert not is_working_day(date(2026, 10, 2), FOUNDED)
    assert working_days_after(date(2026, 9, 30), 1, OPEN) == date(2026, 10, 1)
    assert working_days_after(date(2026, 9, 30), 1, FOUNDED) == date(2026, 10, 5)
    assert working_days_before(date(2026, 10, 5), 1, FOUNDED) == date(2026, 9, 30)
    assert working_days_between(date(2026, 9, 30), date(2026, 10, 5), FOUNDED) == 1


def test_nothing_lies_between_a_day_and_itself_or_an_earlier_one():
    assert working_days_between(date(2026, 4, 1), date(2026, 4, 1), OPEN) == 0
    assert working_days_between(date(2026, 4, 2), date(2026, 4, 1), OPEN) == 0


def test_days_are_not_counted_below_zero():
    with pytest.raises(ValueError, match="-1"):
        working_days_after(date(2026, 4, 1), -1, OPEN)


@pytest.mark.django_db
def test_the_table_of_a_city_is_read_in_one_query_and_is_its_own(django_assert_num_queries):
    city, neighbour = make_municipality(), make_municipality("133035", "隣の市")
    with change_set(author=COMMAND):
        for owner, day in ((city, date(2026, 10, 1)), (neighbour, date(2026, 11, 2))):
            ClosedDay.objects.create(municipality=owner, name="開庁記念日", first_on=day, last_on=day)
    with django_assert_num_queries(1):
        closed = closed_days_of(city)
        assert date(2026, 10, 1) in closed
        assert date(2026, 11, 2) not in closed
