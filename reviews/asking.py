"""What one report asks of its department: by the round's questions and by what the measure has."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.models import BudgetLine, Indicator, ScheduleTrack
from plans.models import Word
from reviews.models import ProgressReport, ReportFile
from reviews.reported_values import Rule


@dataclass(frozen=True)
class AskedTrack:
    """A track with a phase planned in the round's year: its actual phase is asked where it is late."""

    track: ScheduleTrack
    planned: Word

    @property
    def name(self) -> str:
        return f"phase_{self.track.pk}"


@dataclass(frozen=True)
class AskedCell:
    """A cell of the schedule after the round's year, which the department may wish otherwise."""

    track: ScheduleTrack
    fiscal_year: int
    planned: Word | None

    @property
    def name(self) -> str:
        return f"wish_{self.track.pk}_{self.fiscal_year}"


@dataclass(frozen=True)
class Asked:
    """The questions of one report. What is not asked is empty; `rule` judges the values that are typed."""

    report: ProgressReport
    phases: Sequence[Word] = ()
    achievements: Sequence[Word] = ()
    tracks: Sequence[AskedTrack] = ()
    cells: Sequence[AskedCell] = ()
    indicators: Sequence[Indicator] = ()
    lines: Sequence[BudgetLine] = ()
    rule: Rule | None = None
    files: Sequence[ReportFile] = ()

    @property
    def fiscal_year(self) -> int:
        return self.report.round.fiscal_year

    @property
    def texts(self) -> list[str]:
        """The texts that are asked, in the order of the form."""
        if self.report.round.is_of_year_plan:
            return ["year_plan"]
        return [name for name in ("done", "issues", "effect") if self.report.round.asks_for(name)]

    @property
    def has_wish(self) -> bool:
        return bool(self.cells)

    @property
    def takes_files(self) -> bool:
        return self.report.round.asks_for("files")


def asked_of(report: ProgressReport) -> Asked:
    """Read the questions of a report that has its round, plan and subject (eight queries at most)."""
    review_round, measure = report.round, report.measure
    if review_round.is_of_year_plan:
        return Asked(report)
    words = list(review_round.plan.word_set.all())
    asked = {"achievements": _of_kind(words, Word.Kind.ACHIEVEMENT) if _asks(report, "achievement") else ()}
    if _asks(report, "files"):
        asked["files"] = list(report.files.filter(is_scan=False).defer("content"))
    if measure is None:
        return Asked(report, **asked)
    tracks = list(measure.tracks.prefetch_related("entries__phase"))
    return Asked(
        report,
        phases=_of_kind(words, Word.Kind.PHASE),
        tracks=_tracks(tracks, review_round.fiscal_year),
        cells=_cells(report, tracks) if _asks(report, "next_schedule") else (),
        indicators=_indicators(report) if _asks(report, "targets") else (),
        lines=_lines(report) if _asks(report, "costs") else (),
        rule=Rule.of(review_round.plan, review_round.fiscal_year) if _asks(report, "targets") else None,
        **asked,
    )


def _asks(report: ProgressReport, name: str) -> bool:
    return report.round.asks_for(name)


def _of_kind(words: Sequence[Word], kind: str) -> list[Word]:
    return [word for word in words if word.kind == kind]


def _tracks(tracks: Sequence[ScheduleTrack], fiscal_year: int) -> list[AskedTrack]:
    return [
        AskedTrack(track, entry.phase)
        for track in tracks
        for entry in track.entries.all()
        if entry.fiscal_year == fiscal_year and entry.phase
    ]


def _cells(report: ProgressReport, tracks: Sequence[ScheduleTrack]) -> list[AskedCell]:
    years = [year for year in report.round.plan.fiscal_years if year > report.round.fiscal_year]
    return [
        AskedCell(track, year, {entry.fiscal_year: entry.phase for entry in track.entries.all()}.get(year))
        for track in tracks
        for year in years
    ]


def _indicators(report: ProgressReport) -> list[Indicator]:
    """Return the indicators that run in the round's year."""
    found = report.measure.indicators.prefetch_related("values")
    return [one for one in found if (one.from_fiscal_year or 0) <= report.round.fiscal_year]


def _lines(report: ProgressReport) -> list[BudgetLine]:
    return list(report.measure.budget_lines.filter(fiscal_year=report.round.fiscal_year))
