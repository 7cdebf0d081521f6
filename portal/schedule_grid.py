"""工程表: all measures of a plan × its fiscal years, by policy. Without schedules: targets or results."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from organizations.fiscal_years import show_fiscal_year_by_era, show_fiscal_year_short
from plans.models import Word
from portal.actual_lines import actual_cells
from portal.bars import Bar, Phase, bars
from portal.layers import ACTUAL, DIFFERENCE, INITIAL, Initial, InitialMeasure, Move
from portal.measure_ends import Result, Target, results_of, targets_of
from portal.measure_selection import Selection
from portal.measure_table import BLANKS, MeasureRow, MeasureTable, PlannedTrack, by_department
from portal.place import Place
from portal.schedule_lines import Cell, Line


@dataclass(frozen=True, slots=True)
class Year:
    """A column of the grid. `remark` says why its head is marked (今年度), "" for the others."""

    fiscal_year: int
    label: str
    short: str
    remark: str


@dataclass(frozen=True, slots=True)
class DueTargets:
    """The targets of a measure in one column: those due in a year, or those without one."""

    heading: str
    targets: Sequence[Target]


@dataclass(frozen=True, slots=True)
class GridRow:
    """A measure with what the grid's kind shows of it: lines, or targets by column, or a result."""

    measure: MeasureRow
    lines: Sequence[Line] = ()
    targets: Sequence[DueTargets] = ()
    result: Result | None = None
    move: Move | None = None

    @property
    def is_split(self) -> bool:
        return len(self.lines) > 1

    @property
    def cells(self) -> Sequence[Cell]:
        """The cells of a measure with one line."""
        return self.lines[0].cells


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one band: a policy or, sorted by department, a department. No title: no band."""

    title: str
    rows: Sequence[GridRow]


@dataclass(frozen=True)
class ScheduleGrid:
    """The grid. `kind` is schedule, targets or results, by what the plan's document gives; where a layer
    has nothing to show yet, actual or unadopted.
    """

    kind: str
    years: Sequence[Year]
    groups: Sequence[Group]
    phases: Sequence[Phase]
    has_departments: bool
    slips: "Slips | None" = None

    @property
    def columns(self) -> int:
        """How many columns a band reaches over."""
        match self.kind:
            case "schedule":
                shown = len(self.years)
            case "targets":
                shown = len(self.years) + 1
            case _:
                shown = len(self.result_columns) or 1
        return 1 + self.has_departments + shown

    @property
    def result_columns(self) -> list[str]:
        """The names of what some measure's result tells."""
        told = [
            (self.has_targets, "取組目標"),
            (self.has_achievements, "達成状況"),
            (self.has_directions, "今後の方向性"),
        ]
        return [name for is_told, name in told if is_told]

    @property
    def has_targets(self) -> bool:
        return any(result.target for result in self.results)

    @property
    def has_achievements(self) -> bool:
        return any(result.achievement for result in self.results)

    @property
    def has_directions(self) -> bool:
        return any(result.direction for result in self.results)

    @property
    def results(self) -> list[Result]:
        return [row.result for group in self.groups for row in group.rows if row.result]


@dataclass(frozen=True)
class Slips:
    """What moved in the shown measures since 当初: how many, and by how many years in all."""

    changed: int
    later: int
    years_later: int
    earlier: int


def schedule_grid(selection: Selection, place: Place) -> ScheduleGrid:
    """Draw the selected measures (two queries at most, for a plan that prints no schedule)."""
    table = selection.table
    years = year_columns(place)
    kind, rows = _rows(selection, years)
    return ScheduleGrid(
        kind=kind,
        years=years,
        groups=list(_groups(selection, rows, place.this_year)),
        phases=[Phase(word.label, word.code) for word in table.words if word.kind == Word.Kind.PHASE],
        has_departments=table.names_departments,
        slips=_slips(selection) if selection.layer == DIFFERENCE else None,
    )


def _slips(selection: Selection) -> Slips:
    moves = [selection.moves[row.pk] for row in selection.rows if row.pk in selection.moves]
    later = [move.slip for move in moves if move.slip > 0]
    return Slips(len(moves), len(later), sum(later), sum(move.slip < 0 for move in moves))


def year_columns(place: Place) -> list[Year]:
    """Return the years of the place's plan, this year (brought into the plan's span) marked."""
    return [
        Year(
            year,
            show_fiscal_year_by_era(year),
            show_fiscal_year_short(year),
            place.this_year_remark if year == place.this_year else "",
        )
        for year in place.plan.fiscal_years
    ]


def lines_of(tracks: Sequence[PlannedTrack], blank: str, years: Sequence[int]) -> list[Line]:
    """Return a line for each track, one blank line where there is none. `blank` is a code of `BLANKS`."""
    return [
        Line(track.label, list(_cells(track, blank, years))) for track in tracks or [PlannedTrack("", {})]
    ]


def _cells(track: PlannedTrack, blank: str, years: Sequence[int]) -> Iterator[Cell]:
    if not track.cells:
        yield Cell(len(years), BLANKS[blank], blank=blank)
        return
    is_joined = blank != "nothing"  # what cannot be read is said once a stretch
    for is_drawn, stretch in groupby(bars(track.cells, years), key=lambda bar: bar.phase is not None):
        if is_drawn:
            yield from (Cell(bar.span, bar.phase.label, bar.phase.stage) for bar in stretch)
        elif is_joined:
            yield Cell(_years_in(stretch), BLANKS[blank], blank=blank)
        else:
            yield from (Cell(bar.span, BLANKS[blank], blank=blank) for bar in stretch)


def _years_in(stretch: Iterable[Bar]) -> int:
    return sum(bar.span for bar in stretch)


def _rows(selection: Selection, years: Sequence[Year]) -> tuple[str, list[GridRow]]:
    table, rows = selection.table, selection.rows
    if table.prints_schedule:
        return _layer(selection, [year.fiscal_year for year in years])
    if targets := targets_of(table):
        columns = [*((year.fiscal_year, year.label) for year in years), (None, "年度の記載なし")]
        return "targets", [
            GridRow(
                row,
                targets=[DueTargets(heading, targets.get((row.pk, year), ())) for year, heading in columns],
            )
            for row in rows
        ]
    results = results_of(table)
    return "results", [GridRow(row, result=results.get(row.pk)) for row in rows]


def _layer(selection: Selection, years: Sequence[int]) -> tuple[str, list[GridRow]]:
    """Return the rows of the chosen layer of a plan that prints a schedule."""
    layer, initial = selection.layer, selection.initial
    if layer == ACTUAL:
        return _actual_rows(selection, years)
    if layer in (INITIAL, DIFFERENCE) and initial is None:
        return "unadopted", []
    if layer == INITIAL:
        return "schedule", [_initial_row(row, initial, years) for row in selection.rows]
    rows = [GridRow(row, lines=lines_of(row.tracks, row.blank, years)) for row in selection.rows]
    if layer == DIFFERENCE:
        rows = [_moved_row(row, initial, selection.moves.get(row.measure.pk), years) for row in rows]
    return "schedule", rows


def _actual_rows(selection: Selection, years: Sequence[int]) -> tuple[str, list[GridRow]]:
    actuals = selection.actuals
    if actuals is None or not actuals.is_any:
        return "actual", []
    return "schedule", [
        GridRow(
            row,
            lines=[
                Line(track.label, actual_cells(track, row.tracks, actuals.of(row.pk), years))
                for track in row.tracks or [PlannedTrack("", {})]
            ],
        )
        for row in selection.rows
    ]


def _initial_row(row: MeasureRow, initial: Initial, years: Sequence[int]) -> GridRow:
    before = initial.measures.get(row.key)
    if before is None:
        return GridRow(row, lines=[Line("", [Cell(len(years), "当初にはありません（追加）", blank="blank")])])
    return GridRow(row, lines=lines_of(list(before.tracks.values()), before.blank, years))


def _moved_row(row: GridRow, initial: Initial, move: Move | None, years: Sequence[int]) -> GridRow:
    if move is None:
        return row
    before = initial.measures[row.measure.key]
    lines = moved_lines(row.measure.tracks, row.lines, before=before, move=move, years=years)
    return replace(row, lines=lines, move=move)


def moved_lines(
    tracks: Sequence[PlannedTrack],
    lines: Sequence[Line],
    *,
    before: InitialMeasure,
    move: Move,
    years: Sequence[int],
) -> list[Line]:
    """Put each changed line beside what 当初 says; lines that 当初 alone has come last."""

    def as_adopted(key: str) -> Sequence[Cell]:
        return lines_of([before.tracks[key]] if key in before.tracks else [], before.blank, years)[0].cells

    now = {track.key: line for track, line in zip(tracks, lines, strict=False)}
    moved = [
        replace(line, cells=list(_marked(line.cells, change.changed_years, years[0])), before=as_adopted(key))
        if (change := move.tracks.get(key))
        else line
        for key, line in now.items()
    ]
    withdrawn = [Cell(len(years), "取下げ", blank="blank")]
    return moved + [
        Line(before.tracks[key].label, withdrawn, as_adopted(key)) for key in move.tracks if key not in now
    ]


def _marked(cells: Sequence[Cell], changed: frozenset[int], first_year: int) -> Iterator[Cell]:
    """Cut cells where changed years begin and end, so that a frame says exactly which changed."""
    year = first_year
    for cell in cells:
        span = range(year, year + cell.span)
        for is_changed, years in groupby(span, key=changed.__contains__):
            yield replace(cell, span=len(list(years)), is_changed=is_changed)
        year += cell.span


def _groups(selection: Selection, rows: Sequence[GridRow], this_year: int) -> Iterator[Group]:
    """Group rows as asked for, else as they are sorted: by policy in the document's order, by department."""
    table = selection.table
    implied = {"name": "none", "department": "department"}.get(selection.sort, "policy")
    match selection.group or implied:
        case "none":
            titles = {}
        case "department":
            titles = {row.measure.pk: _lead(row.measure) for row in rows}
            rows = rows if selection.sort == "department" else _lead_order(rows)
        case "stage":
            titles = {row.measure.pk: _stage_title(row.measure, this_year) for row in rows}
            rows = _stage_order(table, rows, this_year)
        case _:
            titles = {row.measure.pk: _policy_title(table, row.measure) for row in rows}
            rows = sorted(rows, key=lambda row: _policy_order(table, row.measure))
    for title, members in groupby(rows, key=lambda row: titles.get(row.measure.pk, "")):
        yield Group(title, list(members))


def _policy_order(table: MeasureTable, measure: MeasureRow) -> int:
    """Return the place of a measure's policy; measures without one keep theirs before the first policy."""
    policy = table.policies.get(measure.policy_id)
    return -1 if policy is None else policy.order


def _lead_order(rows: Sequence[GridRow]) -> list[GridRow]:
    ordered = {row.measure.pk: row for row in rows}
    measures = by_department([row.measure for row in rows])
    return [ordered[measure.pk] for measure in measures]


def _stage_title(measure: MeasureRow, year: int) -> str:
    """Name the band of a measure by its phases of a year."""
    phases = measure.phases_of(year)
    return "・".join(phase.label for phase in phases) or "この年度の工程なし"


def _stage_order(table: MeasureTable, rows: Sequence[GridRow], year: int) -> list[GridRow]:
    """Sort rows by their phases of a year in the plan's order; those without come last."""
    phases = [word.label for word in table.words if word.kind == Word.Kind.PHASE]

    def place(row: GridRow) -> list[int]:
        return [phases.index(phase.label) for phase in row.measure.phases_of(year)] or [len(phases)]

    return sorted(rows, key=place)


def _lead(measure: MeasureRow) -> str:
    return measure.departments[0].name if measure.departments else "担当の記載なし"


def _policy_title(table: MeasureTable, measure: MeasureRow) -> str:
    """Name the band of a measure's policy; none where no measure of the plan has one."""
    if measure.policy_id:
        return table.policy_name(measure)
    if measure.policy_candidates:
        return f"{table.policy_word}がはっきりしないもの（{table.candidates(measure)}のいずれか）"
    return f"{table.policy_word}の記載なし" if table.sorts_by_policy else ""
