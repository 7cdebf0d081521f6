"""工程 in numbers: how many measures stand at which stage, year by year and policy by policy."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from organizations.fiscal_years import show_fiscal_year_short
from plans.models import Word
from portal.bars import SYMBOLS
from portal.chart_paints import Paint, paint_of
from portal.charts import Block, Part, Stack, StackedColumns, divided_bar, in_words, stacked_columns
from portal.measure_filters import UNCLEAR
from portal.measure_table import BLANKS, MeasureRow, MeasureTable
from portal.place import Place
from portal.summary import Count, measure_list_url, stage_summary

NAMES = dict(Word.Stage.choices) | BLANKS
FROM_THE_GROUND = [*reversed(Word.Stage.values), *BLANKS]  # the furthest stage carries the others


@dataclass(frozen=True)
class StageCell:
    """The number of measures at a stage in a year; None where schedules that cannot be read hide it."""

    count: int | None
    url: str


@dataclass(frozen=True)
class StageLine:
    code: str
    label: str
    symbol: str
    cells: Sequence[StageCell]

    @property
    def paint(self) -> Paint:
        return paint_of(self.code)


@dataclass(frozen=True)
class StagesByYear:
    """Stage × fiscal year, as table and chart. No chart: nothing of the schedule could be read."""

    years: Sequence[tuple[str, str]]
    lines: Sequence[StageLine]
    chart: StackedColumns | None
    total: int
    unclear: int


def stages_by_year(table: MeasureTable, place: Place) -> StagesByYear | None:
    """Count by stage and year; None where the plan prints no schedule."""
    if not table.prints_schedule:
        return None
    years = list(table.plan.fiscal_years)
    counts = [{count.code: count for count in stage_summary(table, year).counts} for year in years]
    used = [code for code in NAMES if any(code in found for found in counts)]
    columns = list(zip(years, counts, strict=True))
    is_read = any(found[code].count for found in counts for code in found if code in SYMBOLS)
    stacks = [_stack(year, found, place) for year, found in columns]
    return StagesByYear(
        years=[(show_fiscal_year_short(year), _remark(year, place)) for year in years],
        lines=[
            StageLine(
                code, NAMES[code], SYMBOLS.get(code, ""), [_cell(table, code, *column) for column in columns]
            )
            for code in used
        ],
        chart=stacked_columns(title=f"年度別・段階別の{table.plan.words['measure']}の数", stacks=stacks)
        if is_read
        else None,
        total=len(table.rows),
        unclear=sum(row.blank == "unreadable" for row in table.rows),
    )


def _remark(year: int, place: Place) -> str:
    return place.this_year_remark if year == place.this_year else ""


def _stack(year: int, counts: dict[str, Count], place: Place) -> Stack:
    parts = [Part(code, NAMES[code], counts[code].count) for code in FROM_THE_GROUND if code in counts]
    return Stack(show_fiscal_year_short(year), str(year), parts, _remark(year, place))


def _cell(table: MeasureTable, code: str, year: int, counts: dict[str, Count]) -> StageCell:
    url = measure_list_url(table.plan, year=year, stage=code)
    count = counts[code].count if code in counts else 0
    is_hidden = code in SYMBOLS and not count and "unreadable" in counts
    return StageCell(None if is_hidden else count, url)


@dataclass(frozen=True)
class PolicyStages:
    """An uppermost policy: its measures, and the year's stages as a bar (none without schedules).

    `candidates` counts measures that may belong to it, because the document leaves theirs open;
    `reportable` the policies under it that are themselves reported on.
    """

    label: str
    count: int
    candidates: int
    reportable: int
    url: str
    blocks: Sequence[Block]
    description: str

    @property
    def is_unknown(self) -> bool:
        return not self.count and bool(self.candidates)


def policy_stages(table: MeasureTable, fiscal_year: int) -> list[PolicyStages]:
    """Count the measures of each uppermost policy, then those whose policy the document leaves open."""
    reported = set(table.plan.policies.filter(reportable=True).values_list("pk", flat=True))
    found = []
    for policy in table.policies.values():
        if policy.parent_id is None:
            below = table.policies_under(policy.pk)
            rows = [row for row in table.rows if row.policy_id in below]
            counted = _policy_stages(table, fiscal_year, str(policy), policy.code, rows)
            found.append(replace(counted, reportable=len(below & reported)))
    unclear = [row for row in table.rows if row.policy_id is None]
    if table.policies and unclear:
        found.append(_policy_stages(table, fiscal_year, "はっきりしないもの", UNCLEAR, unclear))
    return found


def _policy_stages(
    table: MeasureTable, fiscal_year: int, label: str, code: str, rows: Sequence[MeasureRow]
) -> PolicyStages:
    counts = Counter(stage for row in rows for stage in _stages(row, fiscal_year))
    parts = [Part(stage, NAMES[stage], counts[stage]) for stage in FROM_THE_GROUND if counts[stage]]
    candidates = 0 if code == UNCLEAR else sum(may_belong(row, code) for row in table.rows)
    return PolicyStages(
        label=label,
        count=len(rows),
        candidates=candidates,
        reportable=0,
        url=measure_list_url(table.plan, policy=code if rows or not candidates else UNCLEAR),
        blocks=divided_bar(parts) if table.prints_schedule else [],
        description=f"{label}：{in_words(parts)}",
    )


def may_belong(row: MeasureRow, code: str) -> bool:
    """Say whether the document leaves the measure's policy open, the uppermost `code` among the answers."""
    return row.policy_id is None and (not row.policy_candidates or code in row.policy_candidates)


def _stages(row: MeasureRow, fiscal_year: int) -> set[str]:
    return {phase.stage for phase in row.phases_of(fiscal_year)} or {row.blank}
