"""工程表: every measure and its phases over the plan's years, one bar a phase."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from organizations.fiscal_years import show_fiscal_year_short
from portal.bars import Bar, Phase, bars
from portal.measure_table import Badge
from portal.printing.grouping import badges, measure_groups
from portal.printing.tables import LONGEST_KEPT_GROUP, fitted
from portal.printing.words import Part, Source, leading_departments, measure_number

MOST_SPELT_YEARS = 7
BAR_LINE = 84  # half-width characters over all years of a sheet
STATEMENTS = {"unreadable": "原本から読み取れず", "none": "工程の記載なし"}


@dataclass(frozen=True)
class YearHead:
    """A year over its column; `word` is 年度, "" where so many stand side by side that it has no room."""

    era: str
    western: int
    word: str = "年度"


@dataclass(frozen=True)
class BarCell:
    """One cell over one or more years: a phase, an empty stretch (―), or a statement."""

    text: str
    kind: str
    span: int


@dataclass(frozen=True)
class ScheduleRow:
    number: str
    name: str
    departments: str
    badges: Sequence[Badge]
    href: str
    cells: Sequence[BarCell]


@dataclass(frozen=True)
class ScheduleGroup:
    band: str
    count: int
    rows: Sequence[ScheduleRow]

    @property
    def is_kept(self) -> bool:
        return len(self.rows) <= LONGEST_KEPT_GROUP


@dataclass(frozen=True)
class CountRow:
    """How many measures are in a phase, a number for each year."""

    label: str
    counts: Sequence[int]


@dataclass(frozen=True)
class ScheduleTable:
    name: str
    measure_word: str
    department_word: str
    years: Sequence[YearHead]
    legend: Sequence[Phase]
    groups: Sequence[ScheduleGroup]
    counts: Sequence[CountRow]
    remark: str
    names_departments: bool
    template: ClassVar[str] = "print/_schedule.html"

    @property
    def left_columns(self) -> int:
        return 3 if self.names_departments else 2

    @property
    def count_span(self) -> int:
        return self.left_columns - 1

    @property
    def column_count(self) -> int:
        return self.left_columns + len(self.years)

    @property
    def measure_count(self) -> int:
        return sum(group.count for group in self.groups)


def schedule_table(source: Source) -> ScheduleTable | None:
    """Return the table, None where no measure of the document has a schedule, read or unread."""
    measures = source.parts("measures")
    if all(measure.get("schedule_state") == "none" for measure in measures):
        return None
    groups = [
        ScheduleGroup(
            group.title, len(group.measures), [row for m in group.measures for row in _rows(source, m)]
        )
        for group in measure_groups(source)
    ]
    used = {
        cell.phase
        for measure in measures
        for track in tracks(source, measure)
        for cell in track[1]
        if cell.phase
    }
    is_partly = any(measure.get("schedule_state") == "partly" for measure in measures)
    return ScheduleTable(
        name=source.word("schedule"),
        measure_word=source.word("measure"),
        department_word=source.word("departments"),
        years=year_heads(source.years),
        legend=[phase for phase in source.phases.values() if phase in used],
        groups=groups,
        counts=phase_counts(source),
        remark="※は、原本の一部を読み取れないもの。" if is_partly else "",
        names_departments=any(row.departments for group in groups for row in group.rows),
    )


def year_heads(years: Sequence[int]) -> list[YearHead]:
    word = "年度" if len(years) <= MOST_SPELT_YEARS else ""
    return [YearHead(show_fiscal_year_short(year), year, word) for year in years]


def tracks(source: Source, measure: Part) -> list[tuple[str, list[Bar]]]:
    """Return the label and the bars of each track, a track without years too."""
    return [
        (track.get("label", ""), bars(_cells(source, track), source.years))
        for track in measure.get("schedule", [])
    ]


def _cells(source: Source, track: Part) -> Mapping[int, Phase]:
    phases = source.phases
    return {int(year): phases[label] for year, label in track.get("years", {}).items() if label in phases}


def bar_cells(drawn: Sequence[Bar]) -> list[BarCell]:
    """Return the cells of a row; empty years side by side become one cell."""
    cells: list[BarCell] = []
    line = sum(bar.span for bar in drawn)
    for bar in drawn:
        if bar.phase:
            runs = " bar--runs" if bar.runs_on else ""
            text = fitted(f"{bar.phase.symbol} {bar.phase.label}", BAR_LINE * bar.span // line)
            cells.append(BarCell(text, f"bar bar--{bar.phase.stage}{runs}", bar.span))
        elif cells and cells[-1].kind == "none":
            cells[-1] = BarCell("―", "none", cells[-1].span + bar.span)
        else:
            cells.append(BarCell("―", "none", bar.span))
    return cells


def measure_bars(source: Source, measure: Part) -> list[tuple[str, list[BarCell]]]:
    """Return the label and cells of each line of a measure's schedule; a statement where there is none."""
    state, span = measure.get("schedule_state", ""), len(source.years)
    blank = STATEMENTS.get(state, "記載なし")
    lines = []
    for label, drawn in tracks(source, measure):
        cells = bar_cells(drawn)
        lines.append(
            (label, [BarCell(blank, "none", span)] if not any(bar.phase for bar in drawn) else cells)
        )
    return lines or [("", [BarCell(blank, "none", span)])]


def _rows(source: Source, measure: Part) -> Iterator[ScheduleRow]:
    """Yield a row a track; only the first names the measure, the others their track."""
    mark = "※" if measure.get("schedule_state") == "partly" else ""
    for position, (label, cells) in enumerate(measure_bars(source, measure)):
        is_first = position == 0
        name = f"{measure['name']}{mark}" if is_first else ""
        yield ScheduleRow(
            number=measure_number(measure) if is_first else "",
            name=f"{name}　{label}".strip("　") if label else name,
            departments=leading_departments(measure) if is_first else "",
            badges=badges(source, measure) if is_first else (),
            href=source.sheet_href(measure["number"]) if is_first else "",
            cells=cells,
        )


def phase_counts(source: Source) -> list[CountRow]:
    """Count, by phase and year, the measures with a track in that phase."""
    found: Counter[tuple[str, int]] = Counter()
    for measure in source.parts("measures"):
        years = [track.get("years", {}) for track in measure.get("schedule", [])]
        found.update({(label, int(year)) for track in years for year, label in track.items()})
    return [
        CountRow(f"{phase.symbol} {label}", [found[label, year] for year in source.years])
        for label, phase in source.phases.items()
        if any(found[label, year] for year in source.years)
    ]
