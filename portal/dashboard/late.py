"""遅れと理由: what is late in the chosen round, from which planned stage to which actual one, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.dashboard.groups import departments_under
from portal.dashboard.results import Result, RoundResults
from portal.dashboard.rounds import report_url, result_list_url
from portal.dashboard.tables import FigureTable, Number, Words
from reviews.models import ProgressReport
from reviews.offices import Office

LONGEST_REASON = 60
NO_REASON = "理由の記載なし"


@dataclass(frozen=True)
class LateLine:
    """A late subject. `reason` is short, `full_reason` all that was written; both "" where nothing was."""

    result: Result
    url: str
    department: str
    reason: str
    full_reason: str

    @property
    def is_priority(self) -> bool:
        measure = self.result.subject.measure
        return measure is not None and measure.is_priority is True


@dataclass(frozen=True)
class Late:
    """The panel: those with a priority mark first, then in the document's order."""

    count: Number
    unit: str
    lines: Sequence[LateLine]
    carried: Number
    table: FigureTable

    @property
    def priorities(self) -> int:
        return sum(line.is_priority for line in self.lines)

    @property
    def unexplained(self) -> int:
        return sum(not line.reason for line in self.lines)


def late(
    found: RoundResults, offices: Mapping[int, Office], unit: str, department: int | None = None
) -> Late:
    """Read why what is late is late (one query): all, or what a department and those under it answer for."""
    leads = None if department is None else departments_under(offices, department)
    rows = [row for row in found.late if leads is None or row.lead_id in leads]
    own = {} if department is None else {"department": department}
    columns = ["pk", "issues", "carry_over_reason"]
    texts = {
        pk: _reason(issues, carry_over)
        for pk, issues, carry_over in ProgressReport.objects.filter(pk__in=[row.pk for row in rows])
        .order_by()
        .values_list(*columns)
    }
    lines = [_line(found, row, offices, texts[row.pk]) for row in rows]
    lines.sort(key=lambda line: not line.is_priority)
    settled = [row for row in found.rows if row.is_settled and (leads is None or row.lead_id in leads)]
    return Late(
        count=Number(len(lines), result_list_url(found.round, late=1, **own)),
        unit=unit,
        lines=lines,
        carried=Number(
            sum(row.carries_over for row in settled), result_list_url(found.round, carried=1, **own)
        ),
        table=_table(lines),
    )


def _reason(issues: str, carry_over: str) -> str:
    return " ".join(" ".join(text.split()) for text in (issues, carry_over) if text.strip())


def _line(found: RoundResults, row: Result, offices: Mapping[int, Office], reason: str) -> LateLine:
    office = offices.get(row.lead_id)
    return LateLine(
        result=row,
        url=report_url(found.round, row.pk),
        department=office.name if office else "",
        reason=shortened(reason, LONGEST_REASON),
        full_reason=reason,
    )


def shortened(text: str, most: int) -> str:
    """Return a text up to its first sentence, cut where that is long."""
    first = text.partition("。")[0]
    return first if len(first) <= most else f"{first[: most - 1]}…"


def _table(lines: Sequence[LateLine]) -> FigureTable:
    rows = [
        [
            Words(line.result.subject.title, line.url),
            Words("\n".join(_gap(gap.label, gap.planned.label) for gap in line.result.gaps) or "報告による"),
            Words("\n".join(gap.actual.label for gap in line.result.gaps)),
            Words(line.department or "記載なし"),
            Words(line.full_reason or NO_REASON),
        ]
        for line in lines
    ]
    return FigureTable("遅れと理由", ["遅れているもの", "予定", "実績", "回答課", "課題・対応"], rows, 5)


def _gap(label: str, phase: str) -> str:
    return f"{label}：{phase}" if label else phase
