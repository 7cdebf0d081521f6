"""The schedule of a measure in the 年次報告: 当初 and 変更後 where they differ, 実績 beneath."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.annual_report.report import AnnualReport, SubjectYear
from portal.bars import Phase, bars
from portal.measure_table import PlannedTrack
from portal.printing.schedule_table import BarCell, bar_cells


@dataclass(frozen=True)
class TrackLine:
    """One line: its layer (計画, 当初, 変更後, 実績) with the track's name, and its bars."""

    label: str
    cells: Sequence[BarCell]


def track_lines(report: AnnualReport, year: SubjectYear) -> list[TrackLine]:
    """Return the lines of every track that has a phase in some year; none of a policy."""
    measure = year.subject.measure
    if measure is None:
        return []
    found = report.initial.measures.get(measure.key) if report.initial else None
    before = found.tracks if found else {}
    lines = []
    for track in measure.tracks:
        lines += _planned(report, track, before.get(track.key))
        actual = {
            fiscal_year: told.phases[track.key]
            for fiscal_year, told in year.reported.items()
            if track.key in told.phases
        }
        if actual:
            lines.append(_line(report, "実績", track.label, actual))
    return lines


def _planned(report: AnnualReport, track: PlannedTrack, was: PlannedTrack | None) -> list[TrackLine]:
    if was is None or _stages(was.cells) == _stages(track.cells):
        return [_line(report, "計画", track.label, track.cells)] if track.cells else []
    return [
        _line(report, "当初", track.label, was.cells),
        _line(report, "変更後", track.label, track.cells),
    ]


def _stages(cells: Mapping[int, Phase]) -> dict[int, str]:
    return {year: phase.label for year, phase in cells.items()}


def _line(report: AnnualReport, layer: str, label: str, cells: Mapping[int, Phase]) -> TrackLine:
    name = f"{layer}　{label}" if label else layer
    return TrackLine(name, bar_cells(bars(cells, report.table.plan.fiscal_years)))
