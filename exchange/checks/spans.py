"""Spans: what ends does not end before it starts; a schedule stays within the plan; trees have six levels."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from exchange.checks.raw import inner, objects, text, tree
from exchange.errors import Path, Problem
from exchange.schema.base import is_month_or_day, is_plan_code, is_year
from organizations.fiscal_years import FIRST_YEAR, LAST_YEAR, fiscal_year_of, show_fiscal_year

DEEPEST_LEVEL = 6
YEAR_SPANS = {"references": ("start_fiscal_year", "end_fiscal_year"),
              "generations": ("start_fiscal_year", "end_fiscal_year")}  # fmt: skip
DATE_SPANS = {"departments": ("from", "until"), "surveys": ("from", "until"), "making": ("on", "until")}


def span_errors(raw: Any) -> Iterator[Problem]:
    """Yield every reversed span, every year outside the plan's span, every level below the sixth."""
    plan = inner(raw, "plan")
    yield from _plan_span_errors(plan)
    for key, (start, end) in YEAR_SPANS.items():
        for path, entry in objects(raw, key):
            yield from _reversed_years(entry, start, end, path)
    for key, (start, end) in DATE_SPANS.items():
        for path, entry in objects(raw, key):
            yield from reversed_dates(entry, start, end, path)
    for path, extension in objects(plan, "extended", path=("plan",)):
        yield from reversed_dates(extension, "on", "until", path)
    for path, indicator in objects(raw, "measures", "indicators"):
        yield from _reversed_years(indicator, "from_fiscal_year", "due_fiscal_year", path)
    yield from _schedule_errors(raw, plan)
    for key in ("policies", "chapters"):
        yield from _level_errors(raw, key)


def plan_years(plan: dict[str, Any]) -> tuple[int, int] | None:
    """Return the first and last fiscal year of a plan; None where they cannot be read."""
    start, end = _year(plan, "start_fiscal_year"), _year(plan, "end_fiscal_year")
    if start is None or end is None or end < start:
        return None
    return start, end


def _plan_span_errors(plan: dict[str, Any]) -> Iterator[Problem]:
    start, end = _year(plan, "start_fiscal_year"), _year(plan, "end_fiscal_year")
    code = text(plan, "code")
    if code and is_plan_code(code) and start is not None and int(code[-4:]) != start:
        yield Problem(
            ("plan", "start_fiscal_year"),
            f"plan.code（{code}）の年と違います。計画コードの年は開始年度です。どちらかを直してください。",
        )
    yield from _reversed_years(plan, "start_fiscal_year", "end_fiscal_year", ("plan",))
    for key, year, name in (("start_on", start, "開始年度"), ("end_on", end, "終了年度")):
        month_year = _fiscal_year(plan, key)
        if None not in (month_year, year) and month_year != year:
            yield Problem(
                ("plan", key),
                f"{name}（{show_fiscal_year(year)}）の中の月ではありません。どちらかを直してください。",
            )


def _schedule_errors(raw: Any, plan: dict[str, Any]) -> Iterator[Problem]:
    years = plan_years(plan)
    if not years:
        return
    outside = f"計画期間（{years[0]}-{years[1]}年度）の外です。"
    for path, measure in objects(raw, "measures"):
        holders = [((*path, "year_plans"), inner(measure, "year_plans"))]
        holders += [
            ((*place, "years"), inner(track, "years"))
            for place, track in objects(measure, "schedule", path=path)
        ]
        for place, by_year in holders:
            for year, value in by_year.items():
                if value not in (None, "") and is_year(year) and not years[0] <= int(year) <= years[1]:
                    yield Problem((*place, year), outside)


def _level_errors(raw: Any, key: str) -> Iterator[Problem]:
    for path, _ in tree(raw, key):
        if len(path) // 2 == DEEPEST_LEVEL + 1:
            yield Problem(path, f"{DEEPEST_LEVEL}段より深くできません。段を減らしてください。")


def _reversed_years(entry: dict, start: str, end: str, path: Path) -> Iterator[Problem]:
    first, last = _year(entry, start), _year(entry, end)
    if None not in (first, last) and last < first:
        yield Problem((*path, end), f"{start}（{first}）より前です。順を確かめてください。")


def reversed_dates(entry: dict, start: str, end: str, path: Path) -> Iterator[Problem]:
    first, last = text(entry, start), text(entry, end)
    if not (first and last and is_month_or_day(first) and is_month_or_day(last)):
        return
    compared = min(len(first), len(last))  # a month holds all of its days
    if last[:compared] < first[:compared]:
        yield Problem((*path, end), f"{start}（{first}）より前です。順を確かめてください。")


def _year(entry: dict[str, Any], key: str) -> int | None:
    value = entry.get(key)
    return value if type(value) is int and FIRST_YEAR <= value <= LAST_YEAR else None


def _fiscal_year(entry: dict[str, Any], key: str) -> int | None:
    value = text(entry, key)
    return fiscal_year_of(date.fromisoformat(f"{value[:7]}-01")) if value and is_month_or_day(value) else None
