"""会議資料: the 次第 with what is to be decided, and a numbered paper for each item that has one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from organizations.fiscal_years import show_day
from portal.meetings.agenda import AgendaLine, agenda_lines
from portal.meetings.facts import MeetingHead, meeting_head
from portal.meetings.figures import MeetingFigures
from portal.meetings.paper_tables import BOX, WIDE, number_of, reports_on, tables_of, words_of
from portal.meetings.sheets import Sheet, sheets_of
from portal.printing.tables import Cell, Column, PrintedTable, table
from reviews.models import Meeting, MeetingItem, ProgressReport
from reviews.subjects import name_of

Kind = MeetingItem.Kind
ALL, NAMED, NONE = "all", "named", "none"
SHEETS = {
    ALL: "議題に挙げたものすべての個票を付ける",
    NAMED: "遅れ・後ろ倒しなど、個別の議題に挙げたものだけの個票を付ける",
    NONE: "個票を付けない",
}


@dataclass(frozen=True)
class Paper:
    """資料n: a lead, tables, sheets; `is_wide` where its tables need a wide page."""

    number: int
    title: str
    lead: str
    tables: Sequence[PrintedTable]
    sheets: Sequence[Sheet] = ()
    is_wide: bool = False

    @property
    def anchor(self) -> str:
        return f"paper-{self.number}"


@dataclass(frozen=True)
class PaperLine:
    """A line of the 次第 with the number of its paper, 0 where it has none."""

    line: AgendaLine
    paper: int


@dataclass(frozen=True)
class MeetingPapers:
    """All of it. `decisions` are what the body is to decide; `form` the sheet to write verdicts down on,
    `attendance` and `minutes` the one for who came and what was said.
    """

    meeting: Meeting
    head: MeetingHead
    lines: Sequence[PaperLine]
    decisions: Sequence[PaperLine]
    verdicts: Sequence[str]
    papers: Sequence[Paper]
    form: PrintedTable | None
    attendance: PrintedTable | None
    minutes: PrintedTable
    printed_on: str
    subjects: Sequence[str]

    @property
    def boxes(self) -> str:
        return boxes(self.verdicts)

    @property
    def sheet_boxes(self) -> str:
        """What is ticked on each sheet: nothing where there is no verdict to give."""
        return self.boxes if self.form else ""


def meeting_papers(meeting: Meeting, *, day: date, sheets: str = ALL) -> MeetingPapers:
    """Read the papers of a meeting as things stand on `day`. They hold confirmed answers and no names."""
    figures = MeetingFigures(meeting, day)
    lines = agenda_lines(meeting, list(meeting.items.all()), figures.standing)
    papers, numbered = [], []
    for line in lines:
        paper = _paper(figures, line, len(papers) + 1)
        papers += [paper] if paper else []
        numbered.append(PaperLine(line, paper.number if paper else 0))
    reports = _on_sheets(figures, lines, sheets)
    if reports:
        papers.append(_sheets_paper(figures, reports, len(papers) + 1))
    judged = next((line for line in lines if line.kind == Kind.ROUND), None)
    head = meeting_head(meeting, with_names=False)
    return MeetingPapers(
        meeting=meeting,
        head=head,
        lines=numbered,
        decisions=[one for one in numbered if one.line.sort in ("評価", "協議")],
        verdicts=words_of(meeting),
        papers=papers,
        form=_form(figures, judged) if judged and figures.stages else None,
        attendance=_attendance(head),
        minutes=_minutes(lines),
        printed_on=show_day(day),
        subjects=[name_of(report.subject) for report in reports] or _named(figures, lines),
    )


def boxes(words: Sequence[str]) -> str:
    return "　".join(f"{BOX} {word}" for word in words)


def _named(figures: MeetingFigures, lines: Sequence[AgendaLine]) -> list[str]:
    """Return the names of all that the agenda is about and that was reported on, in the round's order.

    An item about the round that names nothing is about all of it.
    """
    if any(line.kind == Kind.ROUND and not line.subjects for line in lines):
        return list(figures.reports_by_name)
    wanted = {name for line in lines for name in line.subjects}
    return [name for name in figures.reports_by_name if name in wanted]


def _on_sheets(figures: MeetingFigures, lines: Sequence[AgendaLine], sheets: str) -> list[ProgressReport]:
    if sheets == NONE:
        return []
    wanted = [line for line in lines if sheets == ALL or line.kind != Kind.ROUND]
    return [figures.reports_by_name[name] for name in _named(figures, wanted)]


def _paper(figures: MeetingFigures, line: AgendaLine, number: int) -> Paper | None:
    tables = tables_of(figures, line)
    if not tables:
        return None
    return Paper(number, line.title, line.text, tables, is_wide=line.kind in WIDE)


def _sheets_paper(figures: MeetingFigures, reports: Sequence[ProgressReport], number: int) -> Paper:
    unit = figures.plan.words["measure"]
    lead = f"{figures.round.name}で確認した{unit}ごとの報告です。"
    return Paper(number, f"{unit}ごとの状況", lead, (), sheets=sheets_of(figures, reports))


def _form(figures: MeetingFigures, line: AgendaLine) -> PrintedTable | None:
    """Return the sheet on which the verdicts are written down by hand."""
    columns = [
        Column("番号", 8, "number"), Column(figures.plan.words["measure"], 27, "label"),
        Column("評価", 35, "tick"), Column("意見・付帯意見", 30, "tick"),
    ]  # fmt: skip
    waiting = [report for report in reports_on(figures, line) if figures.stages.awaits(report)]
    ticks = boxes(words_of(figures.meeting))
    rows = [(number_of(figures, r), r.subject.name, Cell(ticks, "tick"), Cell("　", "tick")) for r in waiting]
    made = table(columns, rows) if rows else None
    return replace(made, kind="form") if made else None


def _attendance(head: MeetingHead) -> PrintedTable | None:
    """Return the list of who is expected, with boxes to tick."""
    columns = [
        Column("職", 34, "label"), Column("役割", 16), Column("出欠", 34, "tick"),
        Column("代理の職", 16, "tick"),
    ]  # fmt: skip
    came = boxes(["出席", "代理", "欠席"])
    rows = [(seat.post, seat.role, Cell(came, "tick"), Cell("　", "tick")) for seat in head.seats]
    return replace(table(columns, rows, name="出席"), kind="form") if rows else None


def _minutes(lines: Sequence[AgendaLine]) -> PrintedTable:
    """Return the blank lines to write down what was said and decided, item by item."""
    columns = [
        Column("議題", 24, "label"),
        Column("議事（質疑・意見）", 48),
        Column("結果・次にすること", 28),
    ]
    items = [f"{line.number}　{line.title}" for line in lines]
    rows = [(item, Cell("　"), Cell("　")) for item in [*items, "その他"]]
    return replace(table(columns, rows, name="議事"), kind="minutes")
