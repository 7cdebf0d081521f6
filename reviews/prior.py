"""昨年度の報告: what was said of the same measure last time, through the previous plan where it continues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from measures.judging import show_figure
from measures.models import Measure
from organizations.fiscal_years import show_fiscal_year_by_era
from plans.models import Word
from reviews.models import ProgressReport, ReportedValue


@dataclass(frozen=True)
class Prior:
    """An earlier answer as the form shows it at the left. `label` says whose and when."""

    label: str
    situation: str = ""
    situation_label: str = ""
    achievement: str = ""
    phases: Sequence[Word] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)  # by the key of the indicator
    costs: Mapping[str, str] = field(default_factory=dict)  # by the name of the budget line
    wish: str = ""
    carry_over: str = ""


def prior_of(report: ProgressReport) -> Prior | None:
    """Return what was reported before, the latest settled answer (eight queries at most); None for nothing.

    Without a report the final result of the measure that this one continues stands in.
    """
    earlier = earlier_measures(report.measure) if report.measure else []
    found = _before(report, earlier).first()
    if found is None:
        return next((prior for measure in earlier if (prior := _outcome(measure))), None)
    return Prior(
        label=_label(report, found),
        situation=found.situation,
        situation_label=found.get_situation_display(),
        achievement=found.achievement.label if found.achievement else "",
        phases=list({row.phase_id: row.phase for row in found.phases.all()}.values()),
        texts={name: getattr(found, name) for name in ProgressReport.TEXTS},
        values={value.indicator.key: _shown(value) for value in found.values.all()},
        costs={cost.line.name: f"{cost.settled:,}千円（{cost.state}）" for cost in found.costs.all()},
        wish=f"変更を希望（{found.get_wish_display()}）" if found.wish else "変更の希望なし",
        carry_over=found.carry_over_reason,
    )


def earlier_measures(measure: Measure) -> list[Measure]:
    """Return the measures of earlier plans that this one continues, as far as they are loaded."""
    refs = [link.ref.partition("/") for link in measure.continues.all()]
    if not refs:
        return []
    named = Q()
    for code, _, number in refs:
        named |= Q(plan__code=code, number=number)
    city = Measure.objects.filter(plan__municipality=measure.plan.municipality_id)
    return list(city.filter(named).select_related("plan", "outcome__achievement"))


def _before(report: ProgressReport, earlier: Sequence[Measure]) -> QuerySet[ProgressReport]:
    """Return the settled answers of the same kind before a report, the latest first."""
    review_round = report.round
    of_subject = Q(measure__in=[report.measure, *earlier]) if report.measure else Q(policy=report.policy_id)
    past = Q(round__fiscal_year__lt=review_round.fiscal_year) | Q(
        round__fiscal_year=review_round.fiscal_year, round__part__lt=review_round.part
    )
    reports = ProgressReport.objects.settled().filter(of_subject, past, round__kind=review_round.kind)
    return (
        reports.select_related("round__plan", "measure", "achievement")
        .prefetch_related("phases__phase", "values__indicator", "costs__line")
        .order_by("-round__fiscal_year", "-round__part", "-pk")
    )


def _label(report: ProgressReport, found: ProgressReport) -> str:
    """Say whose and when: 令和7年度, 令和7年度・第五次計画 施策18, 令和8年度 第1回."""
    said = show_fiscal_year_by_era(found.round.fiscal_year)
    if found.round.part_label or found.round.fiscal_year == report.round.fiscal_year:
        said = f"{said} {found.round.part_label or f'第{found.round.part}回'}"
    if found.measure and found.measure_id != report.measure_id:
        said = f"{said}・{found.round.plan} {found.measure.number}"
    return said


def _shown(value: ReportedValue) -> str:
    """Return 38％（確定）; a value that is not there is 集計中."""
    if value.value is None and not value.text:
        return value.state
    shown = value.text if value.value is None else show_figure(value.value, value.indicator.unit)
    return f"{shown}（{value.state}）"


def _outcome(measure: Measure) -> Prior | None:
    outcome = getattr(measure, "outcome", None)
    if outcome is None or not (outcome.summary or outcome.achievement):
        return None
    achievement = outcome.achievement.label if outcome.achievement else ""
    label = f"{measure.plan} {measure.number}の最終結果"
    return Prior(label=label, achievement=achievement, texts={"done": outcome.summary})
