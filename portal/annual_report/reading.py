"""What the 年次報告 tells of each measure or policy: aims, answers, targets, money, verdicts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from measures.models import YearPlan
from organizations.models import User
from plans.models import Plan
from portal.actuals import Actuals, actuals_of
from portal.dashboard.figures import Figures, read_figures
from portal.dashboard.results import Result, Subject
from portal.dashboard.results import subjects_of as all_subjects
from portal.layers import Initial, Move, initial_of, moves_since
from portal.measure_table import MeasureTable
from portal.money import MoneyLine, money_table
from portal.place import Place
from portal.targets import TargetRow
from reviews.models import Condition, Evaluation, ProgressReport, ReviewRound
from reviews.subjects import SubjectKey, name_of


@dataclass(frozen=True)
class SubjectYear:
    """One measure or policy in the report's year; `report` is its settled answer, if there is one."""

    subject: Subject
    result: Result | None
    report: ProgressReport | None
    department: str
    aim: str
    next_aim: str
    targets: Sequence[TargetRow]
    money: Sequence[MoneyLine]
    evaluations: Sequence[Evaluation]
    conditions: Sequence[Condition]
    move: Move | None


@dataclass(frozen=True)
class AnnualReport:
    """All that is read. `round` is None for a plan nobody has reported on: it prints what is planned."""

    place: Place
    day: date
    fiscal_year: int
    figures: Figures
    initial: Initial | None
    actuals: Actuals
    years: Sequence[SubjectYear]
    earlier_conditions: Sequence[Condition] = field(default=())

    @property
    def plan(self) -> Plan:
        return self.place.plan

    @property
    def table(self) -> MeasureTable:
        return self.figures.table

    @property
    def round(self) -> ReviewRound | None:
        return self.figures.rounds.chosen

    @property
    def told(self) -> list[str]:
        """The names of the subjects whose answer is printed."""
        return [name_of(year.report.subject) for year in self.years if year.report]


def annual_report(place: Place, user: User | None, day: date, *, round_key: str = "") -> AnnualReport:
    """Read the report of a round of 実績 (its key; else the latest final one, or the latest with settled
    answers) as of `day`.

    The number of queries does not grow with the measures. `user` is who asks, None for a command.
    """
    round_key = round_key or last_final(place.plan)
    figures = read_figures(place, user or AnonymousUser(), day, round_key=round_key, by="")
    plan, table, chosen = place.plan, figures.table, figures.rounds.chosen
    year = chosen.fiscal_year if chosen else place.this_year
    initial = initial_of(plan) if table.prints_schedule else None
    conditions = list(
        plan.conditions.exclude(state=Condition.State.WITHDRAWN)
        .select_related("measure", "policy", "department")
        .order_by("due_on", "pk")
    )
    reader = _Reader(
        figures=figures,
        year=year,
        reports=_reports(chosen),
        aims=_year_plans(plan, year),
        next_aims=_year_plans(plan, year + 1),
        money=_grouped(money_table(plan, fiscal_year=year, table=table).lines, lambda line: line.measure.pk),
        evaluations=_evaluations(chosen),
        conditions=_grouped(conditions, lambda condition: condition.subject_key),
        moves=moves_since(initial, table) if initial else {},
    )
    return AnnualReport(
        place, day, year, figures, initial, actuals_of(plan), list(reader.years()), conditions
    )


def last_final(plan: Plan) -> str:
    """Return the key of the latest final round of 実績, "" where there is none (one query)."""
    final = plan.rounds.of_progress().final().order_by("-fiscal_year", "-part", "-pk")
    return final.values_list("key", flat=True).first() or ""


@dataclass(frozen=True)
class _Reader:
    figures: Figures
    year: int
    reports: Mapping[SubjectKey, ProgressReport]
    aims: Mapping[int, str]
    next_aims: Mapping[int, str]
    money: Mapping[int, Sequence[MoneyLine]]
    evaluations: Mapping[SubjectKey, Sequence[Evaluation]]
    conditions: Mapping[SubjectKey, Sequence[Condition]]
    moves: Mapping[int, Move]

    def years(self) -> Iterable[SubjectYear]:
        """Yield what was asked about in the round, else every measure, in the document's order."""
        result = self.figures.result
        if result is not None:
            for row in result.rows:
                yield self._year(row.subject, row)
            return
        table, subjects = self.figures.table, all_subjects(self.figures.table)
        reportable = table.plan.policies.filter(reportable=True).order_by("order", "pk")
        for policy in reportable.values_list("pk", flat=True):
            yield self._year(subjects["policy", policy], None)
        for measure in table.rows:
            yield self._year(subjects["measure", measure.pk], None)

    def _year(self, subject: Subject, result: Result | None) -> SubjectYear:
        measure = subject.measure.pk if subject.measure else None
        targets = self.figures.targets.rows if self.figures.targets and measure else ()
        return SubjectYear(
            subject=subject,
            result=result,
            report=self.reports.get(subject.key),
            department=self._department(subject, result),
            aim=self.aims.get(measure, ""),
            next_aim=self.next_aims.get(measure, ""),
            targets=[row for row in targets if row.measure.pk == measure],
            money=self.money.get(measure, ()),
            evaluations=self.evaluations.get(subject.key, ()),
            conditions=self.conditions.get(subject.key, ()),
            move=self.moves.get(measure),
        )

    def _department(self, subject: Subject, result: Result | None) -> str:
        """Name who answered; where nobody was asked, who the plan names."""
        if result is not None and result.lead_id in self.figures.offices:
            return self.figures.offices[result.lead_id].long_name
        return subject.measure.department_names if subject.measure else ""


def _reports(chosen: ReviewRound | None) -> dict[SubjectKey, ProgressReport]:
    """Return the settled answers of a round by their subject (one query, three more for their parts)."""
    if chosen is None:
        return {}
    reports = ProgressReport.objects.filter(round=chosen).settled()
    reports = reports.select_related("achievement", "measure", "policy")
    reports = reports.prefetch_related("additions__department", "wishes__phase", "wishes__track")
    return {report.subject_key: report for report in reports}


def _evaluations(chosen: ReviewRound | None) -> dict[SubjectKey, list[Evaluation]]:
    if chosen is None:
        return {}
    found: QuerySet[Evaluation] = chosen.evaluations.select_related("body", "direction", "meeting")
    return _grouped(found.order_by("body__order", "pk"), lambda evaluation: evaluation.subject_key)


def _year_plans(plan: Plan, year: int) -> dict[int, str]:
    rows = YearPlan.objects.filter(measure__plan=plan, fiscal_year=year)
    return dict(rows.values_list("measure_id", "text"))


def _grouped(rows: Iterable, key) -> dict:
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(found)
