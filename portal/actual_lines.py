"""実績 as a line of a schedule: a bar for each reported year, 未報告 for the others."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from portal.actuals import ReportedYear
from portal.measure_table import BLANKS, PlannedTrack
from portal.schedule_lines import Cell

UNREPORTED, NOTHING = "unreported", "nothing"
UNTOLD = {UNREPORTED: "未報告", NOTHING: BLANKS[NOTHING]}


def actual_cells(
    track: PlannedTrack,
    tracks: Sequence[PlannedTrack],
    reported: Mapping[int, ReportedYear],
    years: Sequence[int],
) -> list[Cell]:
    """Return one track as it was reported: bars of the reported years, late ones framed and named, the rest
    未報告. `tracks` are all of the measure.
    """

    def told(year: int) -> tuple[str, str, bool]:
        if year not in reported:
            return UNREPORTED, "", False
        phase = reported[year].phases.get(track.key)
        if phase is None:
            return NOTHING, "", False
        return phase.label, phase.stage, reported[year].is_late(tracks, year)

    cells = []
    for (label, stage, is_late), stretch in groupby(years, key=told):
        span = len(list(stretch))
        if stage:
            cells.append(Cell(span, f"{label}・遅れ" if is_late else label, stage, is_changed=is_late))
        else:
            cells.append(Cell(span, UNTOLD[label], blank=label))
    return cells
