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
from portal.measure_table import BLANKS, blank_of
from portal.outcomes import Successor, successors_of
from portal.place import Place
from reviews.models import Condition, Evaluation, ProgressReport, ReviewRound

UNKNOWN = "記載なし"
UNREPORTED = "未報告"


@dataclass(frozen=True)
class Money:
    """What a year is known to cost, in thousand yen; None is unknown."""

    estimate: int | None = None
    budget: int | None = None
    settled: int | None = None
    is_expected: bool = False

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each known amount with its name."""
        settled = "決算見込" if self.is_expected else "決算"
        named = {"見積": self.estimate, "予算": self.budget, settled: self.settled}
        return [(name, f"{amount:,}千円") for name, amount in named.items() if amount is not None]


@dataclass(frozen=True)
class Answered:
    """One settled answer, with the verdicts on it."""

    report: ProgressReport
    evaluations: Sequence[Evaluation] = ()

    @property
    def name(self) -> str:
        return self.report.round.part_label

    @property
    def situation(self) -> str:
        report = self.report
        return report.get_situation_display() or (report.achievement.label if report.achievement else "")


@dataclass(frozen=True)
class YearLine:
    """One fiscal year (western) of one plan: planned and reported phases, each with the name of its track."""

    fiscal_year: int
    this_year: int
    planned: Sequence[tuple[str, Phase]]
    blank: str
    aim: str
    actual: Sequence[tuple[str, Phase]]
    answers: Sequence[Answered]
    conditions: Sequence[Condition]
    money: Money

    @property
    def name(self) -> str:
        return show_fiscal_year_by_era(self.fiscal_year)

    @property
    def is_future(self) -> bool:
        return self.fiscal_year > self.this_year

    @property
    def is_now(self) -> bool:
        return self.fiscal_year == self.this_year

    @property
    def untold(self) -> str:
        """What stands for an answer that is not there; nothing for a year still to come."""
        if self.is_future:
            return ""
        return UNREPORTED if self.is_now else UNKNOWN

    @property
    def unjudged(self) -> str:
        """What stands for a verdict that is not there."""
        return "未評価" if self.is_now else self.untold

    @property
    def evaluations(self) -> list[Evaluation]:
        return [one for answer in self.answers for one in answer.evaluations]


@dataclass(frozen=True)
class PlanPart:
    """A measure of the chain in its plan. `basis` says why the next one is linked to it, "" for the last."""

    measure: Measure
    basis: str
    years: Sequence[YearLine]
    considered: frozenset[int]
    departments: str
    conditions: Sequence[Condition] = ()
    is_this: bool = False

    @property
    def is_by_target(self) -> bool:
        """Say whether the plan's span counts as consideration for the phase it aimed at alone."""
        return bool(self.considered) and not any(line.planned for line in self.years)

    @property
    def ending(self) -> list[tuple[str, str]]:
        """How the measure ended in its plan, as far as it is told."""
        outcome, measure = getattr(self.measure, "outcome", None), self.measure
        told = []
        if outcome:
            told = [
                ("取組目標", outcome.target_phase.label if outcome.target_phase else ""),
                ("達成状況", outcome.achievement.label if outcome.achievement else ""),
                ("今後の方向性", outcome.direction.label if outcome.direction else ""),
                ("時点", show_partial_date(outcome.as_of)),
                ("取組内容", outcome.summary),
            ]
        if measure.is_ended:
            year = measure.ended_fiscal_year
            words = [show_fiscal_year_by_era(year) if year else "", measure.ended_kind, measure.ended_reason]
            told.append(("終了", "　".join(filter(None, words)) or "終了"))
        return [(name, text) for name, text in told if text]


@dataclass(frozen=True)
class Chronicle:
    """All of it, the oldest plan first. `unloaded` are links to plans that are not here: ref and basis."""

    measure: Measure
    parts: Sequence[PlanPart]
    unloaded: Sequence[tuple[str, str]]
    successors: Sequence[Successor]
    this_year: int

    @property
    def reports(self) -> list[ProgressReport]:
        return [one.report for part in self.parts for line in part.years for one in line.answers]

    @property
    def has_samples(self) -> bool:
        return any(report.round.is_sample for report in self.reports)

    @property
    def lines(self) -> list[YearLine]:
        return [line for part in self.parts for line in part.years]


@dataclass(frozen=True)
class _Rows:
    """The rows of all measures of the chain, by measure and, where they have one, fiscal year."""

    tracks: Mapping[int, list[ScheduleTrack]]
    aims: Mapping[tuple[int, int], str]
    money: Mapping[tuple[int, int], Money]
    answers: Mapping[tuple[int, int], list[Answered]]
    conditions: Mapping[tuple[int, int | None], list[Condition]]
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
        measure=measure,
        parts=sorted(parts, key=lambda part: (part.measure.plan.start_fiscal_year, part.measure.order)),
        unloaded=list(dict.fromkeys((step.ref, step.basis) for step in steps if step.measure is None)),
        successors=successors_of(place.plan).get(measure.number, []),
        this_year=this_year,
    )


def _part(step: Step, rows: _Rows, chain: Chain, this_year: int, *, is_this: bool) -> PlanPart:
    measure = step.measure
    return PlanPart(
        measure=measure,
        basis=step.basis,
        years=[_line(measure, year, rows, this_year) for year in rows.years_of(measure)],
        considered=frozenset(chain.years(measure)),
        departments="、".join(rows.departments.get(measure.pk, [])) or measure.departments_text,
        conditions=rows.conditions.get((measure.pk, None), []),
        is_this=is_this,
    )


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
        ((one.round_id, one.measure_id), one)
        for one in Evaluation.objects.filter(**of).select_related("body").order_by("body__order", "pk")
    )
    reports = ProgressReport.objects.settled().filter(**of, round__kind=ReviewRound.Kind.PROGRESS)
    reports = reports.select_related("round__plan__municipality", "achievement")
    return _grouped(
        (
            (report.measure_id, report.round.fiscal_year),
            Answered(report, evaluations.get((report.round_id, report.measure_id), [])),
        )
        for report in reports.order_by("round__fiscal_year", "round__part", "pk")
    )


def _conditions(measures: Sequence[int]) -> dict[tuple[int, int | None], list[Condition]]:
    """Put each condition to the year its round is about, else to that in which it was given, else to None."""

    def year_of(condition: Condition) -> int | None:
        if condition.round:
            return condition.round.fiscal_year
        return fiscal_year_of(condition.given_on) if condition.given_on else None

    rows = Condition.objects.filter(measure__in=measures).select_related("round").order_by("given_on", "pk")
    return _grouped(((row.measure_id, year_of(row)), row) for row in rows)
