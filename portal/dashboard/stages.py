"""工程 as a panel: the stages of the plan year by year, and those of this year by policy or department."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from organizations.fiscal_years import show_fiscal_year_by_era
from plans.models import Plan
from portal.bars import SYMBOLS
from portal.dashboard.groups import DEPARTMENT
from portal.dashboard.tables import FigureTable, Number, Words
from portal.measure_filters import UNCLEAR
from portal.measure_table import MeasureRow, MeasureTable
from portal.place import Place
from portal.stages import NAMES, StageLine, StagesByYear, stages_by_year
from portal.summary import measure_list_url

UNREAD = "原本から読み取れず"
FURTHEST = ["operate", "implement"]


@dataclass(frozen=True)
class Stages:
    """The panel. `tables` are the years, then this year's stages by what `by` says."""

    found: StagesByYear
    unit: str
    say: str
    link: tuple[str, str]
    tables: Sequence[FigureTable]


def stages_panel(table: MeasureTable, place: Place, by: str) -> Stages | None:
    """Count the plan's stages; None where it prints no schedule. No query."""
    found = stages_by_year(table, place)
    if found is None:
        return None
    tables = [_years(found, table), _groups(table, place, by)]
    words = table.plan.words
    link = (words["schedule"], reverse("portal:schedule_grid", args=table.plan.url_args))
    return Stages(found, words["measure"], _say(found, table.plan), link, [of for of in tables if of])


def _say(found: StagesByYear, plan: Plan) -> str:
    """Say what the last year reaches: 令和8年度に19施策が実施の予定."""
    last = {line.code: line.cells[-1].count for line in found.lines}
    code = next((code for code in FURTHEST if last.get(code)), "")
    if found.unclear or not code:
        return ""
    year = show_fiscal_year_by_era(plan.end_fiscal_year)
    return f"{year}に{last[code]}{plan.words['measure']}が{NAMES[code]}の予定です。"


def _years(found: StagesByYear, table: MeasureTable) -> FigureTable:
    years = [show_fiscal_year_by_era(year) for year in table.plan.fiscal_years]
    rows = [
        [Words(_named(line)), *(Number(cell.count, cell.url, UNREAD) for cell in line.cells)]
        for line in found.lines
    ]
    return FigureTable("年度別・段階別の数", ["段階", *years], rows)


def _named(line: StageLine) -> str:
    return f"{line.symbol} {line.label}".strip()


Belongs = Callable[[MeasureRow], bool]


def _groups(table: MeasureTable, place: Place, by: str) -> FigureTable | None:
    """Count this year's stages by group; None where there is one group alone."""
    year = place.this_year
    groups = list(_departments(table) if by == DEPARTMENT else _policies(table))
    if len(groups) < 2:
        return None
    stages = {row.pk: {phase.stage for phase in row.phases_of(year)} or {row.blank} for row in table.rows}
    used = set().union(*stages.values())
    codes = [code for code in NAMES if code in used]
    rows = []
    for label, conditions, belongs in groups:
        of_group = [row for row in table.rows if belongs(row)]
        urls = [measure_list_url(table.plan, **conditions, year=year, stage=code) for code in codes]
        counts = [_count(of_group, code, stages) for code in codes]
        rows.append(
            [Words(label), *(Number(count, url, UNREAD) for count, url in zip(counts, urls, strict=True))]
        )
    word = table.plan.words["departments"] if by == DEPARTMENT else table.policy_word
    heads = [f"{SYMBOLS.get(code, '')} {NAMES[code]}".strip() for code in codes]
    return FigureTable(f"{show_fiscal_year_by_era(year)}の段階（{word}別）", [word, *heads], rows)


def _count(rows: Sequence[MeasureRow], code: str, stages: Mapping[int, set[str]]) -> int | None:
    """Count a stage; None where it is not there, but a schedule that cannot be read may hide it."""
    count = sum(code in stages[row.pk] for row in rows)
    is_hidden = code in SYMBOLS and any(row.blank == "unreadable" for row in rows)
    return None if is_hidden and not count else count


def _policies(table: MeasureTable) -> Iterable[tuple[str, dict[str, str], Belongs]]:
    for policy in table.policies.values():
        if policy.parent_id is None:
            below = table.policies_under(policy.pk)
            yield str(policy), {"policy": policy.code}, lambda row, below=below: row.policy_id in below
    if table.policies and any(row.policy_id is None for row in table.rows):
        yield "はっきりしないもの", {"policy": UNCLEAR}, lambda row: row.policy_id is None


def _departments(table: MeasureTable) -> Iterable[tuple[str, dict[str, str], Belongs]]:
    for department in table.departments:
        yield (
            department.name,
            {"department": str(department.pk)},
            lambda row, pk=department.pk: any(found.pk == pk for found in row.departments),
        )
