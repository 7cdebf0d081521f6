"""遅れ of a measure in a reported year: one rule for pages, prints, filters and dashboards.

A measure is late when its department reports 遅れ, or when the actual stage of some track is below its
planned one (consider < build < implement < operate). A situation is taken as reported even where all stages
agree: within one stage work can be behind, too. Cells without a phase do not count, neither planned nor
actual ones; 繰越 is shown with its reason and is not 遅れ by itself. A year without a report is 未報告.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from measures.models import ScheduleEntry
from measures.slips import STAGES
from plans.models import Word
from reviews.models import ProgressReport, ReportedPhase

Stages = Mapping[Hashable, str]  # the stage of each track; "" or left out where it has no phase


@dataclass(frozen=True)
class TrackState:
    """One track in a reported year: its planned and its actual phase, None where a cell has none."""

    track_id: int
    label: str
    planned: Word | None
    actual: Word | None

    @property
    def is_late(self) -> bool:
        return _is_below(_stage(self.planned), _stage(self.actual))


@dataclass(frozen=True)
class Lateness:
    """A report's situation and tracks; `in_words` says which tracks stay behind (予定 構築、実績 検討)."""

    situation: str
    tracks: tuple[TrackState, ...]

    @property
    def is_late(self) -> bool:
        planned = {track.track_id: _stage(track.planned) for track in self.tracks}
        actual = {track.track_id: _stage(track.actual) for track in self.tracks}
        return is_late(planned, actual, situation=self.situation)

    @property
    def in_words(self) -> list[str]:
        return [
            f"{f'{track.label}：' if track.label else ''}予定 {track.planned}、実績 {track.actual}"
            for track in self.tracks
            if track.is_late
        ]


def is_late(planned: Stages, actual: Stages, *, situation: str = "") -> bool:
    """Say whether a reported year is late: reported as 遅れ, or a stage of some track below the planned."""
    if situation == ProgressReport.Situation.LATE:
        return True
    return any(_is_below(stage, actual.get(track, "")) for track, stage in planned.items())


def lateness_of(reports: Iterable[ProgressReport]) -> dict[int, Lateness]:
    """Return, by primary key, how each report with an answer stands to the plan as it is now (two queries).

    The reports come with their `round`. A report without an answer is left out: it is 未報告.
    """
    told = [report for report in reports if report.has_answer or report.awaits_check]
    actual: dict[int, dict[int, Word]] = {}
    for row in ReportedPhase.objects.filter(report__in=told).select_related("phase"):
        actual.setdefault(row.report_id, {})[row.track_id] = row.phase
    measures = {report.measure_id for report in told if report.measure_id}
    years = {report.round.fiscal_year for report in told}
    planned: dict[tuple[int, int], list[ScheduleEntry]] = {}
    entries = ScheduleEntry.objects.filter(
        track__measure__in=measures, fiscal_year__in=years, phase__isnull=False
    )
    entries = entries.select_related("phase", "track").order_by("track__order", "track")
    for entry in entries:
        planned.setdefault((entry.track.measure_id, entry.fiscal_year), []).append(entry)
    return {
        report.pk: Lateness(
            report.situation,
            tuple(
                TrackState(entry.track_id, entry.track.label, entry.phase,
                           actual.get(report.pk, {}).get(entry.track_id))
                for entry in planned.get((report.measure_id, report.round.fiscal_year), ())
            ),
        )
        for report in told
    }  # fmt: skip


def _stage(phase: Word | None) -> str:
    return phase.code if phase else ""


def _is_below(planned: str, actual: str) -> bool:
    return bool(planned and actual) and STAGES.index(actual) < STAGES.index(planned)
