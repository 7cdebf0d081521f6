"""The schedule of one measure: its tracks as bars, and what is to be reached each year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from measures.models import Measure
from organizations.fiscal_years import show_fiscal_year, show_fiscal_year_by_era
from portal.actual_lines import actual_cells
from portal.actuals import ReportedYear, actuals_of
from portal.bars import Phase
from portal.layers import Move, initial_of, move_of
from portal.measure_table import PlannedTrack, blank_of
from portal.place import Place
from portal.schedule_grid import Line, Year, lines_of, moved_lines, year_columns
from portal.sheet.notes import Marks, NoteBook
from reviews.lateness import is_late


@dataclass(frozen=True)
class SheetSchedule:
    """Years and lines; `has_labels` where the lines carry names. Not printed at all: no lines. `late` says
    in which reported years the measure was late, and by which phases.
    """

    years: Sequence[Year]
    lines: Sequence[tuple[Line, Marks]]
    marks: Marks
    year_plans: Sequence[tuple[str, str]]
    move: Move | None = None
    late: Sequence[str] = ()

    @property
    def has_labels(self) -> bool:
        return any(line.label for line, _ in self.lines)


def sheet_schedule(measure: Measure, place: Place, book: NoteBook) -> SheetSchedule:
    """Draw the tracks of a measure whose `tracks__entries__phase` and `year_plans` are prefetched."""
    marks = book.take_of(measure.notes, ("schedule", "schedule_state"), "工程")
    years = year_columns(place)
    tracks = list(measure.tracks.all())
    planned = [_planned(track) for track in tracks]
    span = [year.fiscal_year for year in years]
    lines = lines_of(planned, blank_of(measure.schedule_state), span) if measure.prints_schedule else []
    initial = initial_of(place.plan)
    move = move_of(measure.key, planned, initial, place.plan.word_set.phases()) if initial else None
    if move:
        lines = moved_lines(planned, lines, before=initial.measures[measure.key], move=move, years=span)
    reported = actuals_of(place.plan, measure=measure.pk).of(measure.pk)
    if reported and lines:
        lines = _with_actuals(lines, planned, reported, span)
    notes = [book.take(track.notes, f"工程（{track}）") for track in tracks]
    notes += [()] * (len(lines) - len(notes))
    book_marks = book.take_of(measure.notes, ("year_plans",), "年度計画")
    return SheetSchedule(
        years=years,
        lines=list(zip(lines, notes, strict=False)),
        marks=marks + book_marks,
        year_plans=[
            (_year_plan_name(plan.fiscal_year, place), plan.text) for plan in measure.year_plans.all()
        ],
        move=move,
        late=[*_late_years(planned, reported)],
    )


def _year_plan_name(fiscal_year: int, place: Place) -> str:
    """Name a 年度計画 by its year; that of today's fiscal year is what is to be reached now."""
    year = show_fiscal_year(fiscal_year)
    return f"今年度の到達目標　{year}" if fiscal_year == place.fiscal_year else year


def _with_actuals(
    lines: Sequence[Line],
    tracks: Sequence[PlannedTrack],
    reported: Mapping[int, ReportedYear],
    span: Sequence[int],
) -> list[Line]:
    """Put what was reported under each line that is planned now; lines of 当初 alone have none."""
    actual = [actual_cells(track, tracks, reported, span) for track in tracks]
    rest = len(lines) - len(actual)
    return [
        replace(line, actual=cells) for line, cells in zip(lines, [*actual, *[()] * rest], strict=False)
    ]


def _late_years(
    tracks: Sequence[PlannedTrack], reported: Mapping[int, ReportedYear]
) -> Iterator[str]:
    """Say each late year: 令和5年度（予定 構築、実績 検討）."""
    for year, told in sorted(reported.items()):
        if not told.is_late(tracks, year):
            continue
        behind = [
            f"{f'{track.label}：' if track.label else ''}予定 {track.cells[year].label}、実績 {actual.label}"
            for track in tracks
            if year in track.cells and (actual := told.phases.get(track.key))
            and is_late({"": track.cells[year].stage}, {"": actual.stage})
        ]
        yield show_fiscal_year_by_era(year) + (f"（{'／'.join(behind)}）" if behind else "")


def _planned(track) -> PlannedTrack:
    cells = {entry.fiscal_year: entry.phase for entry in track.entries.all() if entry.phase}
    phases = {year: Phase(word.label, word.code) for year, word in cells.items()}
    return PlannedTrack(track.label, phases, track.key)
