"""報告の年表: what was reported of a measure, year by year, through the earlier plans it continues."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from measures.models import Measure
from organizations.fiscal_years import show_fiscal_year
from organizations.models import User
from reviews.answer_page import edit_url
from reviews.finding import whole, with_plan
from reviews.models import Condition, Evaluation, ProgressReport, ReviewRound
from reviews.prior import earlier_measures
from reviews.reading import ReadAnswer, read_answers
from reviews.states import State, state_of

Kind = ReviewRound.Kind


@dataclass(frozen=True)
class ReportedYear:
    """One answer on the line of years; `plan` names an earlier plan it was given in, "" for this one."""

    year: str
    plan: str
    answer: ReadAnswer
    evaluations: Sequence[Evaluation]
    conditions: Sequence[Condition]

    @property
    def report(self) -> ProgressReport:
        return self.answer.report

    @property
    def first_words(self) -> str:
        """What was done, for the line of a year that is folded."""
        return self.report.done.partition("\n")[0]


@dataclass(frozen=True)
class OpenReport:
    """What the measure is asked now, for whoever may answer it."""

    report: ProgressReport
    state: State
    url: str


@dataclass(frozen=True)
class Reports:
    """The reported years of a measure, the newest first, and what is asked of it now."""

    years: Sequence[ReportedYear]
    open: Sequence[OpenReport]

    @property
    def is_any(self) -> bool:
        return bool(self.years or self.open)


def reports_of(measure: Measure, user: User) -> Reports:
    """Read the reports of a measure that `user` may read; the queries do not grow with the years."""
    measures = [measure, *earlier_measures(measure)]
    about = ProgressReport.objects.filter(measure__in=measures).exclude(round__kind=Kind.YEAR_PLAN)
    told = whole(about.readable_by(user).answered()).order_by(
        "-round__fiscal_year", "-round__part", "-pk"
    )
    reports = [with_plan(report) for report in told.select_related("achievement")]
    of = Q(round__in={report.round_id for report in reports}, measure__in=measures)
    evaluations = _grouped(Evaluation.objects.filter(of).select_related("body"))
    conditions = _grouped(Condition.objects.filter(of).select_related("department"))
    years = [
        ReportedYear(
            year=_named(answer.report),
            plan="" if answer.report.measure_id == measure.pk else str(answer.report.round.plan),
            answer=answer,
            evaluations=evaluations[answer.report.round_id, answer.report.measure_id],
            conditions=conditions[answer.report.round_id, answer.report.measure_id],
        )
        for answer in read_answers(reports)
    ]
    return Reports(years, _open(measure, user))


def _named(report: ProgressReport) -> str:
    """Name the year, and the part of it where a round is one of several: 令和5年度（2023年度） 第1回."""
    year = show_fiscal_year(report.round.fiscal_year)
    return f"{year} {report.round.part_label}".strip()


def _open(measure: Measure, user: User) -> list[OpenReport]:
    reports = ProgressReport.objects.filter(measure=measure, round__state=ReviewRound.State.OPEN)
    found = []
    for report in whole(reports.answerable_by(user)).order_by("round__answer_due"):
        if report.is_outstanding and not report.awaits_check:
            found.append(OpenReport(with_plan(report), state_of(report), edit_url(report)))
    return found


def _grouped(rows: Iterable) -> Mapping[tuple[int, int], list]:
    found = defaultdict(list)
    for row in rows:
        found[row.round_id, row.measure_id].append(row)
    return found
