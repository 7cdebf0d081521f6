"""Before any report: what the plan consists of, and how an earlier plan ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.dashboard.panels import Panel
from portal.dashboard.tables import FigureTable, Number, Words
from portal.measure_table import MeasureTable, measure_table
from portal.outcomes import OutcomeFigures, outcome_figures, outcome_rows
from portal.place import Place
from portal.plan_overview import AxisCounts, axis_counts
from portal.stages import PolicyStages, policy_stages
from portal.summary import Summary, due_summary

MOST_AXES = 2
UNCLEAR = "不明"


@dataclass(frozen=True)
class Makeup:
    """The measures by uppermost policy, with this year's stages where the plan prints schedules."""

    policies: Sequence[PolicyStages]
    unit: str
    has_stages: bool
    reportable: str


def makeup_panels(table: MeasureTable, place: Place) -> Iterator[Panel]:
    """Yield the panels of what a plan consists of (at most six queries)."""
    unit = table.plan.words["measure"]
    policies = policy_stages(table, place.this_year)
    if policies:
        word = (table.plan.policy_levels or ["取組"])[-1]
        figures = Makeup(policies, unit, table.prints_schedule, word)
        yield Panel("makeup", f"{table.policy_word}別の{unit}", figures, [_policies(figures, table)])
    if not table.prints_schedule and (due := due_summary(table)):
        yield Panel("due", f"{due.title}別の{unit}", due, [_due(due)])
    if not table.prints_schedule:
        told = [axis for axis in axis_counts(table) if any(row.count for row in axis.categories)]
        for axis in told[:MOST_AXES]:
            yield Panel("axis", f"{axis.axis.name}別の{unit}", axis, [_axis(axis)])


def outcome_panels(table: MeasureTable, place: Place, *, tells_before: bool) -> Iterator[Panel]:
    """Yield how the plan ended, where its document tells it; else, if wanted, how the one before did."""
    own = outcome_figures(table, outcome_rows(table), table.plan)
    if own is not None:
        yield Panel("outcomes", "最終の結果", own, [_outcomes(own)], _all_of(own))
    elif tells_before and (before := _predecessor(place)) and before.tells_achievements:
        yield Panel("outcomes", "前計画の結果", before, [_outcomes(before)], _all_of(before))


def _predecessor(place: Place) -> OutcomeFigures | None:
    plan = next((plan for plan in place.plans if plan.code == place.plan.predecessor), None)
    if plan is None:
        return None
    table = measure_table(plan)
    return outcome_figures(table, outcome_rows(table), place.plan)


def _all_of(found: OutcomeFigures) -> tuple[str, str]:
    return f"{found.total.count} {found.plan.words['measure']}の一覧", found.total.url


def _policies(found: Makeup, table: MeasureTable) -> FigureTable:
    rows = [
        [
            Words(policy.label),
            Number(None if policy.is_unknown else policy.count, policy.url, UNCLEAR),
            Number(policy.candidates),
            Number(policy.reportable),
        ]
        for policy in found.policies
    ]
    head = [
        table.policy_word,
        f"{found.unit}の数",
        "ほかに候補となるもの",
        f"報告の対象となる{found.reportable}",
    ]
    return FigureTable(f"{table.policy_word}別の{found.unit}", head, rows)


def _due(found: Summary) -> FigureTable:
    rows = [[Words(count.label), Number(count.count, count.url)] for count in found.counts]
    return FigureTable(found.title, [found.title, "数"], rows)


def _axis(found: AxisCounts) -> FigureTable:
    rows = [
        [Words(row.category.label), Number(row.count, row.url, UNCLEAR if found.unclear else "記載なし")]
        for row in found.categories
    ]
    return FigureTable(found.axis.name, [found.axis.name, "数"], rows)


def _outcomes(found: OutcomeFigures) -> FigureTable:
    rows = [
        [
            Words(line.ending.label),
            *(Number(cell.count, cell.url) for cell in line.cells),
            Number(line.total.count, line.total.url),
        ]
        for line in found.lines
    ]
    sums = [Number(cell.count, cell.url) for cell in (*found.sums, found.total)]
    head = ["達成状況", *(direction.label for direction in found.directions), "計"]
    return FigureTable(f"{found.plan.title}の結果", head, [*rows, [Words("計"), *sums]])
