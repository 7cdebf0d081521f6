"""The rows of the measure list: one measure a row, with where it stands this year."""

from collections.abc import Sequence
from dataclasses import dataclass

from organizations.fiscal_years import show_fiscal_year_by_era
from portal.bars import Phase
from portal.measure_ends import Result, results_of, targets_of
from portal.measure_selection import Selection
from portal.measure_table import BLANKS, MeasureRow


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure in the list; `standing` says in words what neither phases nor result show."""

    measure: MeasureRow
    policy: str
    phases: Sequence[Phase]
    standing: str
    result: Result | None = None


@dataclass(frozen=True)
class MeasureLines:
    """The list; `heading` names its last column."""

    heading: str
    lines: Sequence[MeasureLine]
    has_policies: bool
    has_departments: bool


def measure_lines(selection: Selection, this_year: int) -> MeasureLines:
    """Say where each selected measure stands in the year asked for, else this year.

    For a plan without schedules its targets or its end.
    """
    table, year = selection.table, selection.year or this_year
    policies = {row.pk: table.policy_name(row) for row in selection.rows}
    if table.prints_schedule:
        heading = f"{show_fiscal_year_by_era(year)}の工程"
        lines = [_scheduled(row, policies[row.pk], year) for row in selection.rows]
    elif targets := targets_of(table):
        heading = "目標"
        years = [*table.plan.fiscal_years, None]
        lines = [
            MeasureLine(row, policies[row.pk], (), _due(counts))
            for row in selection.rows
            for counts in [{year: len(targets.get((row.pk, year), ())) for year in years}]
        ]
    else:
        heading, results = "最終の結果", results_of(table)
        lines = [
            MeasureLine(row, policies[row.pk], (), "" if result else "記載なし", result)
            for row in selection.rows
            for result in [results.get(row.pk)]
        ]
    return MeasureLines(heading, lines, table.sorts_by_policy, table.names_departments)


def _scheduled(row: MeasureRow, policy: str, year: int) -> MeasureLine:
    phases = row.phases_of(year)
    return MeasureLine(row, policy, phases, "" if phases else BLANKS[row.blank])


def _due(counts: dict[int | None, int]) -> str:
    """Say how many targets are due when: 令和7年度 2件、期限の記載なし 1件."""
    named = {year: show_fiscal_year_by_era(year) if year else "期限の記載なし" for year in counts}
    return "、".join(f"{named[year]} {count}件" for year, count in counts.items() if count) or "記載なし"
