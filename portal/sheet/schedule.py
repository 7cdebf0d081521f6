"""The schedule of one measure: its tracks as bars, and what is to be reached each year."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.models import Measure
from organizations.fiscal_years import show_fiscal_year
from portal.bars import Phase
from portal.layers import Move, initial_of, move_of
from portal.measure_table import PlannedTrack, blank_of
from portal.place import Place
from portal.schedule_grid import Line, Year, lines_of, moved_lines, year_columns
from portal.sheet.notes import Marks, NoteBook


@dataclass(frozen=True)
class SheetSchedule:
    """Years and lines; `has_labels` where the lines carry names. Not printed at all: no lines."""

    years: Sequence[Year]
    lines: Sequence[tuple[Line, Marks]]
    marks: Marks
    year_plans: Sequence[tuple[str, str]]
    move: Move | None = None

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
    notes = [book.take(track.notes, f"工程（{track}）") for track in tracks]
    notes += [()] * (len(lines) - len(notes))
    book_marks = book.take_of(measure.notes, ("year_plans",), "年度計画")
    return SheetSchedule(
        years=years,
        lines=list(zip(lines, notes, strict=False)),
        marks=marks + book_marks,
        year_plans=[(show_fiscal_year(plan.fiscal_year), plan.text) for plan in measure.year_plans.all()],
        move=move,
    )


def _planned(track) -> PlannedTrack:
    cells = {entry.fiscal_year: entry.phase for entry in track.entries.all() if entry.phase}
    phases = {year: Phase(word.label, word.code) for year, word in cells.items()}
    return PlannedTrack(track.label, phases, track.key)
