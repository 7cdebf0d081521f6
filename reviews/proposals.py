"""What a new round is proposed to be: from the plan's cycle, from an earlier round, or empty.

Pure functions: the plan's rows and today are handed over, nothing is read here. Deadlines fall on working
days.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from organizations.fiscal_years import (
    fiscal_year_of,
    show_fiscal_year_by_era,
    show_fiscal_year_by_letter,
    show_fiscal_year_short,
)
from organizations.text import normalise_width
from organizations.working_days import next_working_day, working_days_after, working_days_before
from plans.models import CycleStep, Plan
from reviews.models import ReviewRound

DEFAULT_WORD = "進捗状況調査"
YEAR_PLAN_WORD = "年度計画"
USUAL_MONTH = 5
AHEAD = 3  # months before a fiscal year's end from which its round is prepared
ANSWER_DAYS, LEAST_DAYS, CHECK_DAYS, EVALUATION_DAYS = 15, 10, 10, 20  # working days a stage
DEADLINES = ["answer_due", "check_due", "evaluation_due", "grace_until"]
COPIED = ["part", "part_label", "asks", "section_check", "division_check", "contact"]

_NAME = re.compile(r"(実施|進捗|推進|達成|進行)状況(?:の)?(調査|確認)")
_MONTH = re.compile(r"(\d{1,2})月")
ANSWERING = re.compile(r"報告|調査|照会|回答")
_STAGES = {
    "answer_due": ANSWERING,
    "check_due": re.compile(r"取りまとめ|取り?纏め|とりまとめ|集計"),
    "evaluation_due": re.compile(r"評価|審議"),
}


@dataclass(frozen=True)
class Proposal:
    """The columns of a round as its form opens with them; `previous` is the round before it."""

    kind: str
    values: Mapping[str, Any]
    previous: ReviewRound | None = None


def proposal_from_cycle(
    *,
    plan: Plan,
    steps: Iterable[CycleStep],
    rounds: Sequence[ReviewRound],
    kind: str,
    today: date,
    closed: Container[date],
) -> Proposal:
    """Propose a round as the plan's yearly steps describe it; the usual months where they give none."""
    steps = list(steps)
    is_midyear = kind == ReviewRound.Kind.PROGRESS and _is_midyear(_last_month(steps, ANSWERING))
    year = plan.this_year(fiscal_year_of(today)) if is_midyear else _next_year(plan, rounds, kind, today)
    dates = _year_plan_dates if kind == ReviewRound.Kind.YEAR_PLAN else _progress_dates
    values = {
        "name": f"{show_fiscal_year_by_era(year)} {word_of(steps, kind)}",
        "asks": [] if kind == ReviewRound.Kind.YEAR_PLAN else list(ReviewRound.DEFAULT_ASKS),
        **dates(steps, year, today, closed),
    }
    return _proposal(kind, year, values, rounds)


def proposal_from_round(
    *, plan: Plan, source: ReviewRound, rounds: Sequence[ReviewRound], closed: Container[date]
) -> Proposal:
    """Propose the same a year later: the year in the name replaced, the dates moved on to working days."""
    year = plan.this_year(source.fiscal_year + 1)
    values = {
        "name": with_year(source.name, source.fiscal_year, year),
        "as_of": _a_year_later(source.as_of),
        **{name: getattr(source, name) for name in COPIED},
        **{name: _moved(getattr(source, name), closed) for name in DEADLINES},
    }
    return _proposal(source.kind, year, values, rounds, source)


def empty_proposal(*, plan: Plan, rounds: Sequence[ReviewRound], kind: str, today: date) -> Proposal:
    """Propose nothing but the year and what is asked by default."""
    year = _next_year(plan, rounds, kind, today)
    asks = [] if kind == ReviewRound.Kind.YEAR_PLAN else list(ReviewRound.DEFAULT_ASKS)
    return _proposal(kind, year, {"name": "", "asks": asks}, rounds)


def word_of(steps: Iterable[CycleStep], kind: str = ReviewRound.Kind.PROGRESS) -> str:
    """Return what the city calls its round, as its steps name it: 進捗状況調査, 実施状況確認."""
    if kind == ReviewRound.Kind.YEAR_PLAN:
        return YEAR_PLAN_WORD
    found = next((match for step in steps if (match := _NAME.search(step.step))), None)
    return f"{found[1]}状況{found[2]}" if found else DEFAULT_WORD


def with_year(name: str, was: int, year: int) -> str:
    """Return a name with one fiscal year (western) put for another, however it is written there."""
    for write in (show_fiscal_year_by_era, show_fiscal_year_by_letter, show_fiscal_year_short, str):
        if write(was) in name:
            return name.replace(write(was), write(year)).replace(f"{was}年度", f"{year}年度")
    return name


def _proposal(
    kind: str,
    year: int,
    values: Mapping[str, Any],
    rounds: Sequence[ReviewRound],
    source: ReviewRound | None = None,
) -> Proposal:
    """Bring year and part to ones that are free, and say which round came before."""
    earlier = [found for found in rounds if found.kind == kind]
    part = source.part if source else 1
    taken = {(found.fiscal_year, found.part) for found in earlier}
    while (year, part) in taken:
        part += 1
    if part > 1 and source is None and values["name"]:
        values = {**values, "name": f"{values['name']}（第{part}回）"}
    last = max(earlier, key=lambda found: (found.fiscal_year, found.part, found.pk), default=None)
    columns = {"fiscal_year": year, "part_label": "", **values, "part": part}
    return Proposal(kind, columns, source or last)


def _next_year(plan: Plan, rounds: Iterable[ReviewRound], kind: str, today: date) -> int:
    """Return the fiscal year to ask about: the last one that has (almost) ended, unless it was asked about.

    What is to be reached is asked for the year that has begun or is about to.
    """
    almost = fiscal_year_of(_months_later(today, AHEAD))
    is_of_year_plan = kind == ReviewRound.Kind.YEAR_PLAN
    year = almost if is_of_year_plan else almost - 1
    asked = {found.fiscal_year for found in rounds if found.kind == kind}
    if year in asked and year < fiscal_year_of(today) + is_of_year_plan:
        year += 1
    return plan.this_year(year)


def _is_midyear(month: int | None) -> bool:
    """Say whether a report that ends in this month is about the running year, not the one before."""
    return month is not None and not 4 <= month <= 7


def _progress_dates(
    steps: Sequence[CycleStep], year: int, today: date, closed: Container[date]
) -> dict[str, date]:
    """Propose 基準日 and the deadlines of a report of a fiscal year.

    The last month a step names is when it ends. A report from summer to winter is about the running year, as
    of the month before; otherwise it is about the year that ended in March.
    """
    months = {name: _last_month(steps, pattern) for name, pattern in _STAGES.items()}
    month = months["answer_due"] or USUAL_MONTH
    as_of = _month_before(month, year) if _is_midyear(month) else date(year + 1, 3, 31)
    due = working_days_before(_end_of(month, after=as_of), 0, closed)
    if due < working_days_after(today, LEAST_DAYS, closed):
        due = working_days_after(today, ANSWER_DAYS, closed)
    return {"as_of": as_of, **_stages(due, months, closed)}


def _year_plan_dates(
    steps: Sequence[CycleStep], year: int, today: date, closed: Container[date]
) -> dict[str, date]:
    """Propose the deadlines of 年度計画: answers by the end of April, or soon where that is over."""
    due = working_days_before(date(year, 4, 28), 0, closed)
    if due < working_days_after(today, LEAST_DAYS, closed):
        due = working_days_after(today, LEAST_DAYS, closed)
    return {"as_of": date(year, 4, 1), **_stages(due, {}, closed)}


def _stages(due: date, months: Mapping[str, int | None], closed: Container[date]) -> dict[str, date]:
    """Propose what follows the answers: late ones are taken until they are compiled, then evaluated."""
    check = _stage(due, months.get("check_due"), CHECK_DAYS, closed)
    evaluation = _stage(check, months.get("evaluation_due"), EVALUATION_DAYS, closed)
    return {"answer_due": due, "grace_until": check, "check_due": check, "evaluation_due": evaluation}


def _stage(before: date, month: int | None, days: int, closed: Container[date]) -> date:
    """Return the last working day of the month a step names if that comes after the stage before it."""
    named = working_days_before(_end_of(month, after=before), 0, closed) if month else before
    return named if named > before else working_days_after(before, days, closed)


def _last_month(steps: Iterable[CycleStep], pattern: re.Pattern) -> int | None:
    """Return the last month named by the first step of a stage that names one."""
    for step in steps:
        named = [int(month) for month in _MONTH.findall(normalise_width(step.months))]
        named = [month for month in named if 1 <= month <= 12]
        if named and pattern.search(step.step):
            return named[-1]
    return None


def _month_before(month: int, fiscal_year: int) -> date:
    """Return the last day of the month before `month` of a fiscal year."""
    western = fiscal_year if month >= 4 else fiscal_year + 1
    year, before = (western, month - 1) if month > 1 else (western - 1, 12)
    return date(year, before, monthrange(year, before)[1])


def _end_of(month: int, *, after: date) -> date:
    """Return the last day of the next such month that ends after a day."""
    end = date(after.year, month, monthrange(after.year, month)[1])
    return end if end > after else date(after.year + 1, month, monthrange(after.year + 1, month)[1])


def _months_later(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _a_year_later(day: date | None) -> date | None:
    if day is None:
        return None
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)


def _moved(day: date | None, closed: Container[date]) -> date | None:
    later = _a_year_later(day)
    return next_working_day(later, closed) if later else None


def deadline_warnings(
    values: Mapping[str, date | None], closed: Container[date], show: Callable[[date], str]
) -> dict[str, str]:
    """Say by column which deadline is no working day, and which is the next; "" for one that is fine."""
    return {name: _warning(values.get(name), closed, show) for name in DEADLINES}


def _warning(day: date | None, closed: Container[date], show: Callable[[date], str]) -> str:
    if day is None or (following := next_working_day(day, closed)) == day:
        return ""
    return f"{show(day)}は閉庁日です。次の開庁日は{show(following)}です。"
