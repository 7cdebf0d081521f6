"""実績: the phases that departments reported, by measure and fiscal year, of answers that are settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from plans.models import Plan
from portal.bars import Phase
from portal.measure_table import PlannedTrack
from reviews.lateness import is_late
from reviews.models import ProgressReport, ReportedPhase, ReviewRound


@dataclass(frozen=True)
class ReportedYear:
    """What was reported of a measure in one fiscal year: its situation, the actual phase by track key."""

    situation: str
    phases: Mapping[str, Phase]

    def is_late(self, tracks: Iterable[PlannedTrack], fiscal_year: int) -> bool:
        """Say whether the year is late beside the schedule as it is planned now."""
        planned = {one.key: one.cells[fiscal_year].stage for one in tracks if fiscal_year in one.cells}
        actual = {key: phase.stage for key, phase in self.phases.items()}
        return is_late(planned, actual, situation=self.situation)


@dataclass(frozen=True)
class Actuals:
    """The reported years of measures, by primary key and western fiscal year."""

    years: Mapping[int, Mapping[int, ReportedYear]] = field(default_factory=dict)

    def of(self, measure: int) -> Mapping[int, ReportedYear]:
        return self.years.get(measure, {})

    @property
    def is_any(self) -> bool:
        return bool(self.years)


def actuals_of(plan: Plan, *, measure: int | None = None) -> Actuals:
    """Read what is settled of a plan, or of one of its measures (two queries).

    Of several answers of one year the last round's counts.
    """
    reports = ProgressReport.objects.settled().filter(
        round__plan=plan, round__kind=ReviewRound.Kind.PROGRESS, measure__isnull=False
    )
    if measure is not None:
        reports = reports.filter(measure=measure)
    return _actuals(reports)


def actuals_of_measures(measures: Iterable[int]) -> Actuals:
    """Read what is settled of some measures (primary keys), of whatever plans (two queries)."""
    settled = ProgressReport.objects.settled()
    return _actuals(settled.filter(round__kind=ReviewRound.Kind.PROGRESS, measure__in=measures))


def _actuals(reports: QuerySet[ProgressReport]) -> Actuals:
    rows = reports.order_by("round__fiscal_year", "round__part").values_list(
        "pk", "measure", "round__fiscal_year", "situation"
    )
    last = {(measure_pk, year): (pk, situation) for pk, measure_pk, year, situation in rows}
    phases: dict[int, dict[str, Phase]] = {}
    told = ReportedPhase.objects.filter(report__in=reports.order_by().values("pk"))
    for report, key, label, stage in told.values_list("report", "track__key", "phase__label", "phase__code"):
        phases.setdefault(report, {})[key] = Phase(label, stage)
    found: dict[int, dict[int, ReportedYear]] = {}
    for (measure_pk, year), (pk, situation) in last.items():
        found.setdefault(measure_pk, {})[year] = ReportedYear(situation, phases.get(pk, {}))
    return Actuals(found)
