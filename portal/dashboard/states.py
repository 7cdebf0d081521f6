"""回答の状態 of a round, whole and by the division that answers: for those who run it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.chart_paints import PAINTS, Paint
from portal.charts import Part
from portal.dashboard.groups import Group, department_groups, whole_of
from portal.dashboard.results import RoundResults
from portal.dashboard.rounds import result_list_url
from portal.dashboard.tables import FigureTable, Number, Words
from portal.dashboard_charts import StateBar, state_bar
from reviews.models import ProgressReport
from reviews.offices import Office

Status = ProgressReport.Status
ORDER = [Status.FINAL, Status.CONFIRMED, Status.SUBMITTED, Status.RETURNED, Status.DRAFT, Status.UNANSWERED]
PAINTED = {Status.FINAL: "confirmed"}  # a final answer looks like a confirmed one


@dataclass(frozen=True)
class StateCount:
    """How many answers are in a state; `paint` is that of the bar."""

    code: str
    label: str
    count: int
    url: str

    @property
    def paint(self) -> Paint:
        return PAINTS[PAINTED.get(self.code, self.code)]


@dataclass(frozen=True)
class StateLine:
    label: str
    count: int
    url: str
    bar: StateBar


@dataclass(frozen=True)
class States:
    """The panel: all answers, then those of each division."""

    handed_in: int
    total: int
    unit: str
    key: Sequence[StateCount]
    lines: Sequence[StateLine]
    table: FigureTable

    @property
    def percent(self) -> int:
        return self.handed_in * 100 // self.total if self.total else 0


def states_of(found: RoundResults, offices: Mapping[int, Office], unit: str) -> States:
    """Count the answers of a round by state (no query)."""
    whole, groups = whole_of(found.rows), department_groups(offices, found.rows)
    used = {row.status for row in found.rows}
    codes = [code for code in ORDER if code in used or code not in (Status.FINAL, Status.CONFIRMED)]
    counts = _counts(found, whole, codes)
    return States(
        handed_in=sum(row.status not in ProgressReport.OUTSTANDING for row in found.rows),
        total=len(found.rows),
        unit=unit,
        key=counts,
        lines=[_line(found, group, codes) for group in [whole, *groups] if not group.level],
        table=_table(found, [whole, *groups], codes),
    )


def _counts(found: RoundResults, group: Group, codes: Iterable[str]) -> list[StateCount]:
    counts = Counter(row.status for row in found.rows if row.subject.key in group.subjects)
    return [
        StateCount(
            code,
            Status(code).label,
            counts[code],
            result_list_url(found.round, **group.conditions, status=code),
        )
        for code in codes
    ]


def _line(found: RoundResults, group: Group, codes: Iterable[str]) -> StateLine:
    counts = _counts(found, group, codes)
    parts = [Part(PAINTED.get(count.code, count.code), count.label, count.count) for count in counts]
    url = result_list_url(found.round, **group.conditions)
    bar = state_bar(title=f"{group.label}の回答の状態", parts=parts, height=18)
    return StateLine(group.label, len(group.subjects), url, bar)


def _table(found: RoundResults, groups: Sequence[Group], codes: Sequence[str]) -> FigureTable:
    rows = [
        [
            Words(f"{'　' * group.level}{group.label}"),
            Number(len(group.subjects), result_list_url(found.round, **group.conditions)),
            *(Number(count.count, count.url) for count in _counts(found, group, codes)),
        ]
        for group in groups
    ]
    head = ["回答課", "計", *(Status(code).label for code in codes)]
    return FigureTable("回答の状態（回答課別）", head, rows)
