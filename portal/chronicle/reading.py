"""What is known of a measure and of those it continues, by plan and fiscal year.

Only settled answers are read. What is not known stays empty here; the page writes 記載なし.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from measures.consideration import Chain, Step
from measures.models import BudgetLine, CostEstimate, Measure, MeasureDepartment, ScheduleTrack, YearPlan
from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era, show_partial_date
from portal.actuals import Actuals, actuals_of_measures
from portal.bars import Phase
from portal.chronicle.telling import Answered, Chronicle, Homework, Judged, Money, Next, PlanPart, YearLine
from portal.measure_table import BLANKS, blank_of
from portal.outcomes import successors_of
from portal.place import Place
from reviews.models import Condition, Evaluation, ProgressReport, ReviewRound


@dataclass(frozen=True)
class _Rows:
    """The rows of all measures of the chain, by measure and, where they have one, fiscal year."""

    tracks: Mapping[int, list[ScheduleTrack]]
    aims: Mapping[tuple[int, int], str]
    money: Mapping[tuple[int, int], Money]
    answers: Mapping[tuple[int, int], list[Answered]]
    conditions: Mapping[tuple[int, int | None], list[Homework]]
    departments: Mapping[int, list[str]]
    actuals: Actuals = field(default_factory=Actuals)

    def years_of(self, measure: Measure) -> list[int]:
        told = [*self.aims, *self.money, *self.answers, *self.conditions]
        beyond = {year for pk, year in told if pk == measure.pk and year is not None}
        return sorted({*measure.plan.fiscal_years, *beyond})


def chronicle(measure: Measure, place: Place, today: date) -> Chronicle:
    """Read the chronicle of a measure of the place's plan; the queries do not grow with years or plans."""
    chain = Chain(place.plan, with_texts=True)
    steps = list(chain.steps(chain.measures[measure.pk]))
    told: dict[int, Step] = {}
    for step in steps:
        if step.measure:
            told.setdefault(step.measure.pk, step)
            step.measure.plan.municipality = place.municipality
    rows, this_year = _rows_of(list(told)), fiscal_year_of(today)
    parts = [_part(step, rows, chain, this_year, is_this=pk == measure.pk) for pk, step in told.items()]
    return Chronicle(
        number=measure.number,
        name=measure.name,
        due=measure.decision_due_fiscal_year,
        measure=measure,
        parts=sorted(parts, key=lambda part: (part.start, part.measure.order)),
        unloaded=list(dict.fromkeys((step.ref, step.basis) for step in steps if step.measure is None)),
        successors=[
            Next(one.name, one.plan, one.basis, one.url)
            for one in successors_of(place.plan).get(measure.number, [])
        ],
        this_year=this_year,
    )


def _part(step: Step, rows: _Rows, chain: Chain, this_year: int, *, is_this: bool) -> PlanPart:
    measure = step.measure
    return PlanPart(
        code=measure.plan.code,
        key=measure.key,
        plan=str(measure.plan),
        name=str(measure),
        start=measure.plan.start_fiscal_year,
        end=measure.plan.end_fiscal_year,
        measure=measure,
        basis=step.basis,
        ending=_ending(measure),
        years=[_line(measure, year, rows, this_year) for year in rows.years_of(measure)],
        considered=frozenset(chain.years(measure)),
        departments="、".join(rows.departments.get(measure.pk, [])) or measure.departments_text,
        conditions=rows.conditions.get((measure.pk, None), []),
        is_this=is_this,
    )


def _ending(measure: Measure) -> list[tuple[str, str]]:
    outcome, told = getattr(measure, "outcome", None), []
    if outcome:
        told = [
            ("取組目標", outcome.target_phase.label if outcome.target_phase else ""),
            ("達成状況", outcome.achievement.label if outcome.achievement else ""),
            ("今後の方向性", outcome.direction.label if outcome.direction else ""),
            ("時点", show_partial_date(outcome.as_of)),
            ("取組内容", outcome.summary),
        ]
    if measure.is_ended:
        told.append(ended(measure.ended_fiscal_year, measure.ended_kind, measure.ended_reason))
    return [(name, text) for name, text in told if text]


def ended(year: int | None, kind: str, reason: str) -> tuple[str, str]:
    """Return how the end of a measure is told."""
    words = [show_fiscal_year_by_era(year) if year else "", kind, reason]
    return "終了", "　".join(filter(None, words)) or "終了"


def _line(measure: Measure, year: int, rows: _Rows, this_year: int) -> YearLine:
    tracks, key = rows.tracks.get(measure.pk, []), (measure.pk, year)
    reported = rows.actuals.of(measure.pk).get(year)
    phases = reported.phases if reported else {}
    is_of_plan = year in measure.plan.fiscal_years
    return YearLine(
        fiscal_year=year,
        this_year=this_year,
        planned=[
            (track.label, Phase(entry.phase.label, entry.phase.code))
            for track in tracks
            for entry in track.entries.all()
            if entry.fiscal_year == year and entry.phase
        ],
        blank=BLANKS[blank_of(measure.schedule_state)] if is_of_plan else "計画期間の外",
        aim=rows.aims.get(key, ""),
        actual=[(track.label, phases[track.key]) for track in tracks if track.key in phases],
        answers=rows.answers.get(key, []),
        conditions=rows.conditions.get(key, []),
        money=rows.money.get(key, Money()),
    )


def _rows_of(measures: Sequence[int]) -> _Rows:
    of = {"measure__in": measures}
    tracks = ScheduleTrack.objects.filter(**of).prefetch_related("entries__phase").order_by("order", "pk")
    aims = YearPlan.objects.filter(**of).values_list("measure", "fiscal_year", "text")
    named = MeasureDepartment.objects.filter(**of).order_by("order", "pk")
    return _Rows(
        tracks=_grouped((track.measure_id, track) for track in tracks),
        aims={(pk, year): text for pk, year, text in aims},
        money=_money(measures),
        answers=_answers(measures),
        conditions=_conditions(measures),
        departments=_grouped(named.values_list("measure", "department__name")),
        actuals=actuals_of_measures(measures),
    )


def _grouped(pairs: Iterable[tuple]) -> dict:
    found = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


def _money(measures: Sequence[int]) -> dict[tuple[int, int], Money]:
    """Add up each year; what the plan prints of budget and settled counts where no budget line has it."""
    costs = CostEstimate.objects.filter(measure__in=measures)
    estimates = {(cost.measure_id, cost.fiscal_year): cost for cost in costs}
    lines = _grouped(
        ((line.measure_id, line.fiscal_year), line)
        for line in BudgetLine.objects.filter(measure__in=measures)
    )
    found = {}
    for key in {**estimates, **lines}:
        cost, budgeted = estimates.get(key), lines.get(key, [])
        found[key] = Money(
            estimate=cost.estimate if cost else None,
            budget=_sum(line.budget for line in budgeted) if budgeted else cost.budget,
            settled=_sum(line.settled for line in budgeted) if budgeted else cost.settled,
            is_expected=any(line.settled_state == BudgetLine.SettledState.EXPECTED for line in budgeted),
        )
    return found


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _answers(measures: Sequence[int]) -> dict[tuple[int, int], list[Answered]]:
    of = {"measure__in": measures}
    evaluations = _grouped(
        ((one.round_id, one.measure_id), Judged(one.body.name, one.verdict_label, one.comment))
        for one in Evaluation.objects.filter(**of).select_related("body").order_by("body__order", "pk")
    )
    reports = ProgressReport.objects.settled().filter(**of, round__kind=ReviewRound.Kind.PROGRESS)
    reports = reports.select_related("round__plan__municipality", "achievement")
    return _grouped(
        (
            (report.measure_id, report.round.fiscal_year),
            _answered(report, evaluations.get((report.round_id, report.measure_id), [])),
        )
        for report in reports.order_by("round__fiscal_year", "round__part", "pk")
    )


def _answered(report: ProgressReport, evaluations: Sequence[Judged]) -> Answered:
    achievement = report.achievement.label if report.achievement else ""
    return Answered(
        name=report.round.part_label,
        part=report.round.part,
        situation=report.get_situation_display() or achievement,
        done=report.done,
        issues=report.issues,
        carry_over_reason=report.carry_over_reason,
        evaluations=evaluations,
        is_sample=report.round.is_sample,
        round=report.round.key,
        report=report,
    )


def _conditions(measures: Sequence[int]) -> dict[tuple[int, int | None], list[Homework]]:
    """Put each condition to the year its round is about, else to that in which it was given, else to None."""

    def year_of(condition: Condition) -> int | None:
        if condition.round:
            return condition.round.fiscal_year
        return fiscal_year_of(condition.given_on) if condition.given_on else None

    rows = Condition.objects.filter(measure__in=measures).select_related("round").order_by("given_on", "pk")
    return _grouped(
        (
            (row.measure_id, year_of(row)),
            Homework(row.text, row.get_state_display(), row.is_unmet, row.answer),
        )
        for row in rows
    )
