"""達成状況 by policy or department, the rounds of earlier years beside the chosen one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from organizations.fiscal_years import show_fiscal_year_short
from portal.chart_paints import PAINTS, Paint
from portal.charts import Part
from portal.dashboard.groups import DEPARTMENT, POLICY, Group, department_groups, policy_groups, whole_of
from portal.dashboard.results import STANDINGS, UNKNOWN, RoundResults
from portal.dashboard.rounds import result_list_url, year_of
from portal.dashboard.tables import FigureTable, Number, Words
from portal.dashboard_charts import StateBar, state_bar
from portal.measure_table import MeasureTable
from reviews.models import ProgressReport, ReviewRound
from reviews.offices import Office

MOST_COMPARED = 5  # groups up to which each is drawn with its earlier years
HIGH, THIN = 24, 10  # pixels of the chosen round's bar, and of an earlier one's


@dataclass(frozen=True)
class StandingCount:
    """How many stand so in a round; `paint` is that of the bar."""

    code: str
    label: str
    count: int
    url: str

    @property
    def paint(self) -> Paint:
        return PAINTS[self.code]


@dataclass(frozen=True)
class YearBar:
    """One round's counts of a group as a bar; `label` is the year where years stand side by side."""

    label: str
    counts: Sequence[StandingCount]
    bar: StateBar


@dataclass(frozen=True)
class AchievementLine:
    """A group: how many were asked about in the chosen round, and a bar a round."""

    label: str
    count: int
    url: str
    bars: Sequence[YearBar]


@dataclass(frozen=True)
class Achievement:
    """The panel: all, then each group. `by` is policy or department, `offers` names what else there is.

    `good` counts 順調 and 完了, `in_hand` the answers handed in that nobody confirmed yet.
    """

    round: ReviewRound
    by: str
    offers: Sequence[str]
    unit: str
    reported: int
    good: int
    in_hand: int
    whole: AchievementLine
    lines: Sequence[AchievementLine]
    table: FigureTable

    @property
    def key(self) -> Sequence[StandingCount]:
        return self.whole.bars[0].counts

    @property
    def is_compared(self) -> bool:
        return len(self.whole.bars) > 1


def achievement(
    table: MeasureTable, results: Sequence[RoundResults], offices: Mapping[int, Office], by: str
) -> Achievement | None:
    """Count the chosen round and those before it (`results`, the chosen one first). No query."""
    if not results:
        return None
    chosen = results[0]
    by, offers = _way(table, chosen, offices, by)
    groups = _groups(table, results, offices, by)
    drawn = {value: found for value, found in groups.items() if found[0] and not found[0].level}
    is_compared = len(results) > 1
    years = results if len(drawn) <= MOST_COMPARED else results[:1]
    whole = _line([whole_of(found.rows) for found in results], results, is_compared)
    counts = {count.code: count.count for count in whole.bars[0].counts}
    return Achievement(
        round=chosen.round,
        by=by,
        offers=offers,
        unit=chosen.unit(table.plan.words["measure"]),
        reported=chosen.reported,
        good=counts["done"] + counts["on-track"],
        in_hand=sum(row.status == ProgressReport.Status.SUBMITTED for row in chosen.rows),
        whole=whole,
        lines=[_line(found, years, is_compared) for found in drawn.values()],
        table=_table(table, by, groups, results),
    )


def _way(
    table: MeasureTable, chosen: RoundResults, offices: Mapping[int, Office], by: str
) -> tuple[str, list[str]]:
    """Return by what to group, and by what one could: what puts the subjects into more than one group."""
    offers = [name for name in (POLICY, DEPARTMENT) if len(_groups_of(table, chosen, offices, name)) > 1]
    return by if by in offers else next(iter(offers), POLICY), offers


def _groups(
    table: MeasureTable, results: Sequence[RoundResults], offices: Mapping[int, Office], by: str
) -> dict[str, list[Group | None]]:
    """Return each group as every round has it, by its value in the address; None where a round has none.

    Who answers for a measure may change from round to round, and with it the group.
    """
    found: dict[str, list[Group | None]] = {}
    for place, result in enumerate(results):
        for group in _groups_of(table, result, offices, by):
            found.setdefault(group.value, [None] * len(results))[place] = group
    return found


def _groups_of(
    table: MeasureTable, found: RoundResults, offices: Mapping[int, Office], by: str
) -> list[Group]:
    return policy_groups(table, found.rows) if by == POLICY else department_groups(offices, found.rows)


def _line(
    groups: Sequence[Group | None], results: Sequence[RoundResults], is_compared: bool
) -> AchievementLine:
    first, chosen = groups[0], results[0].round
    bars = [
        _bar(group, found, is_compared, HIGH if found.round == chosen else THIN)
        for group, found in zip(groups, results, strict=False)
        if group
    ]
    return AchievementLine(
        first.label, len(first.subjects), result_list_url(chosen, **first.conditions), bars
    )


def _bar(group: Group, found: RoundResults, is_compared: bool, height: int) -> YearBar:
    counts = [
        StandingCount(code, label, count, result_list_url(found.round, **group.conditions, situation=code))
        for (code, label), count in zip(STANDINGS.items(), _counts(group, found), strict=True)
        if count or code != UNKNOWN
    ]
    parts = [Part(count.code, count.label, count.count) for count in counts]
    title = f"{year_of(found.round)} {group.label}"
    bar = state_bar(title=title, parts=parts, height=height, numbers=height == HIGH)
    return YearBar(show_fiscal_year_short(found.round.fiscal_year) if is_compared else "", counts, bar)


def _counts(group: Group, found: RoundResults) -> list[int]:
    counts = Counter(row.standing for row in found.rows if row.subject.key in group.subjects)
    return [counts[code] for code in STANDINGS]


def _table(
    table: MeasureTable,
    by: str,
    groups: Mapping[str, Sequence[Group | None]],
    results: Sequence[RoundResults],
) -> FigureTable:
    """Return a row a group and round; a round that did not ask about a group has none for it."""
    rows = []
    for found in [[whole_of(result.rows) for result in results], *groups.values()]:
        for group, result in zip(found, results, strict=True):
            if group:
                rows.append(_row(group, result))
    word = table.policy_word if by == POLICY else "回答課"
    return FigureTable(f"達成状況（{word}別）", [word, "年度", "計", *STANDINGS.values()], rows, 2)


def _row(group: Group, found: RoundResults) -> list[Words | Number]:
    whole = Number(len(group.subjects), result_list_url(found.round, **group.conditions))
    counts = [
        Number(count, result_list_url(found.round, **group.conditions, situation=code))
        for code, count in zip(STANDINGS, _counts(group, found), strict=True)
    ]
    return [Words(f"{'　' * group.level}{group.label}"), Words(year_of(found.round)), whole, *counts]
