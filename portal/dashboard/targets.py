"""目標 as a panel: how the indicators stand in a year, those that fall short first."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.judging import ACHIEVED, BEHIND, COUNTING, MISSED, NOT_JUDGED, ON_TRACK, UNREPORTED
from measures.models import Indicator
from organizations.fiscal_years import show_fiscal_year_by_era
from portal.dashboard.tables import Amount, FigureTable, Number, Words
from portal.measure_table import MeasureTable
from portal.targets import Count, TargetList, TargetRow, target_list, targets_url

BY_NEED = [MISSED, BEHIND, UNREPORTED, COUNTING, ON_TRACK, ACHIEVED, NOT_JUDGED]
SHORT = (MISSED, BEHIND)
NEVER_DUE = 9999


@dataclass(frozen=True)
class Targets:
    """The panel. `short` counts 未達 and 遅れ; `told` the judgements that occur."""

    year: int
    count: Number
    short: Sequence[Count]
    told: Sequence[Count]
    rows: Sequence[TargetRow]
    table: FigureTable

    @property
    def is_reported(self) -> bool:
        """Say whether any value of the year is known or being counted."""
        return any(count.code not in (UNREPORTED, NOT_JUDGED) for count in self.told)

    @property
    def falling_short(self) -> int:
        return sum(count.count for count in self.short)


def targets_panel(table: MeasureTable, year: int, department: str = "") -> Targets | None:
    """Judge the plan's indicators in a fiscal year (five queries), all or those of one lead department (its
    primary key); None where there are none.
    """
    if not Indicator.objects.filter(measure__plan=table.plan).exists():
        return None
    params = {"year": str(year), "department": department}
    found = target_list(table.plan, params, this_year=year, table=table)
    rows = sorted(found.rows, key=_need)
    if not rows or (department and rows[0].department.key != department):
        return None
    return Targets(
        year=year,
        count=Number(len(rows), targets_url(table.plan, year=year, department=department)),
        short=[count for count in found.counts if count.code in SHORT],
        told=[count for count in found.counts if count.count],
        rows=rows,
        table=_table(found, rows),
    )


def _need(row: TargetRow) -> tuple[int, int]:
    """Sort what needs a hand first, of these what is due first."""
    return BY_NEED.index(row.judgement.code), row.indicator.due_fiscal_year or NEVER_DUE


def _table(found: TargetList, rows: Sequence[TargetRow]) -> FigureTable:
    lines = [
        [
            Words(row.indicator.name, row.measure.url),
            Words(f"{row.measure.number} {row.measure.name}"),
            Words(row.judgement.word),
            Words(row.due),
            Amount(row.judgement.value, row.value),
            Amount(row.judgement.target, row.aim),
        ]
        for row in rows
    ]
    head = ["指標", found.plan.words["measure"], "判定", "期限", "実績", "比べる目標"]
    return FigureTable(f"目標と判定（{show_fiscal_year_by_era(found.year)}）", head, lines, 4)
