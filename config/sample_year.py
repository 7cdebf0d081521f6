"""A made-up year of two cities of the demo, marked as a sample: two rounds that are final, one that is open.

Which years, measures, answers and verdicts follows from the plan alone; the open round is opened on the day
the sample is made, so that departments owe answers from then on. Sample rounds are made final by
`review_round_finalise`, never by `exchange.finalising.review_round_file`: that files an edition, and an
edition stays for good. No sample stands in a plan's document but for the figures it wrote into the plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from config.sample_answers import Answers, Scene
from config.sample_bodies import Bodies
from config.sample_texts import ADDED, RETURNED, UNDER_WAY
from measures.models import BudgetLine
from organizations.exceptions import SampleRefused
from organizations.fiscal_years import show_fiscal_year_by_era
from organizations.history import Author, bulk_write, change_set, save_changed
from organizations.models import ChangeSet
from organizations.services.samples import sample_saves
from organizations.working_days import (
    ClosedDays,
    closed_days_of,
    working_days_after,
    working_days_before,
)
from plans.models import Plan
from reviews.answers import Proxy
from reviews.assigning import proposed
from reviews.models import ProgressReport, RelatedAddition, ReportDraft, ReviewRound
from reviews.offices import offices_of
from reviews.proposals import word_of
from reviews.services import (
    Wanted,
    assignments_save,
    progress_report_return,
    progress_report_submit,
    progress_reports_confirm,
    review_round_create,
    review_round_finalise,
    review_round_open,
)
from reviews.services.locking import saving
from workspace.services import notices_settle

STORY = "sample-year"
AUTHOR = Author(user=None, source=ChangeSet.Source.COMMAND, request_id=STORY, is_sample=True)
CITIES = {"132209": "ict-2022", "132039": "ict-2014"}
SAMPLE = "サンプル"
ASKS = ["done", "issues", "targets", "costs", "effect"]
FINAL_ROUNDS = 2
ANSWER_DAYS, GRACE_DAYS, CHECK_DAYS, EVALUATION_DAYS = 15, 5, 10, 30  # working days a stage
Status = ProgressReport.Status


def sample_plans() -> list[Plan]:
    """Return the plans of the sample. Raise SampleRefused where one is not loaded."""
    found = []
    for city, code in CITIES.items():
        plans = Plan.objects.filter(municipality__code=city, code=code).select_related("municipality")
        if (plan := plans.first()) is None:
            raise SampleRefused(f"サンプルの計画（{city} {code}）がありません。先に取り込んでください。")
        found.append(plan)
    return found


@transaction.atomic
def sample_year_make(*, now: datetime) -> int:
    """Make the sample, each step as people would save it; return how many saves it took.

    Raise SampleRefused when it is there, or where a plan has rounds or meetings already.
    """
    plans = sample_plans()
    for plan in plans:
        if sample_saves(plan.municipality, STORY).exists():
            raise SampleRefused(f"{plan}には、すでにサンプルの調査があります。")
        if plan.rounds.exists() or plan.meetings.exists():
            raise SampleRefused(f"{plan}には、すでに調査か会議があります。サンプルは作れません。")
    for plan in plans:
        _City(plan, now).tell()
    return sum(sample_saves(plan.municipality, STORY).count() for plan in plans)


@dataclass(frozen=True)
class Days:
    """When things happen in the round of a fiscal year."""

    opened: date
    due: date
    grace: date
    check: date
    evaluation: date

    @classmethod
    def after(cls, opened: date, due: date, closed: ClosedDays) -> "Days":
        grace = working_days_after(due, GRACE_DAYS, closed)
        check = working_days_after(due, CHECK_DAYS, closed)
        return cls(opened, due, grace, check, working_days_after(due, EVALUATION_DAYS, closed))


class _City:
    """The years of one plan, in the order in which they are saved."""

    def __init__(self, plan: Plan, now: datetime):
        self.plan, self.now, self.today = plan, now, timezone.localdate(now)
        self.closed = closed_days_of(plan.municipality)
        self.years = [plan.start_fiscal_year + n for n in range(FINAL_ROUNDS + 1)]
        self.word = word_of(plan.cycle.order_by("order", "pk"))

    def tell(self) -> None:
        self._budget()
        bodies, previous = Bodies(self.plan, AUTHOR, self.closed), None
        answers = Answers(self.plan)
        for number, year in enumerate(self.years[:FINAL_ROUNDS]):
            opened = working_days_after(date(year + 1, 4, 14), 0, self.closed)
            due = working_days_before(date(year + 1, 5, 31), 0, self.closed)
            days = Days.after(opened, due, self.closed)
            previous = self._open(year, days, previous)
            self._answer_all(previous, answers, number, days)
            last_day = bodies.judge(previous)
            review_round_finalise(review_round=previous, author=AUTHOR, today=last_day)
            notices_settle(key_prefix=f"round-{previous.pk}-", now=self.now)
            bodies.do_homework(previous)
        bodies.hand_over(self.today)
        due = working_days_after(self.today, ANSWER_DAYS, self.closed)
        days = Days.after(self.today, due, self.closed)
        self._begin(self._open(self.years[-1], days, previous), answers)

    def _budget(self) -> None:
        """Write a line of the budget for some measures in each of the years."""
        lines = []
        for place, measure in enumerate(self.plan.measures.order_by("order", "pk")):
            for number, year in enumerate(self.years if place % 4 == 0 else []):
                initial = 600 + (place * 3 + number * 2) % 11 * 150
                national = initial // 3 if place % 8 == 0 else None
                lines.append(
                    BudgetLine(
                        measure=measure, order=1000 + number, fiscal_year=year,
                        name=f"{measure.name[:150]}（{SAMPLE}）", initial=initial, national=national,
                        general=initial - (national or 0),
                    )
                )  # fmt: skip
        city = self.plan.municipality
        with change_set(author=AUTHOR, municipality=city, plan_code=self.plan.code):
            bulk_write(BudgetLine, create=lines)

    def _open(self, year: int, days: Days, previous: ReviewRound | None) -> ReviewRound:
        values = {
            "name": f"{show_fiscal_year_by_era(year)} {self.word}",
            "fiscal_year": year,
            "as_of": date(year + 1, 3, 31),
            "asks": ASKS,
            "answer_due": days.due,
            "grace_until": days.grace,
            "check_due": days.check,
            "evaluation_due": days.evaluation,
            "previous": previous,
        }
        found = review_round_create(plan=self.plan, values=values, author=AUTHOR)
        assignments_save(review_round=found, wanted=self._wanted(found, days.opened), author=AUTHOR)
        return review_round_open(review_round=found, author=AUTHOR, today=days.opened)

    def _wanted(self, review_round: ReviewRound, day: date) -> Iterator[Wanted]:
        """Yield who answers: as proposed; where nobody is that stands then, the sections that do, in turn."""
        standing = [
            office.department
            for office in offices_of(self.plan).values()
            if office.department.kind != "部"
            and office.department.since <= day.isoformat()
            and office.stands_on(day)
        ]
        wanted = proposed(
            plan=self.plan, fiscal_year=review_round.fiscal_year, previous=review_round.previous, today=day
        )
        for place, one in enumerate(wanted):
            lead = one.lead if one.lead in standing else standing[place % len(standing)]
            yield Wanted(one.subject, lead, one.related, one.is_asked)

    def _answer_all(self, review_round: ReviewRound, answers: Answers, number: int, days: Days) -> None:
        """Let every department answer: one on paper, one late, one after it was sent back."""
        reports = _reports(review_round)
        for report in reports:
            place = answers.place_of(report)
            scene = Scene(review_round.fiscal_year, number, number == FINAL_ROUNDS - 1)
            day = days.due - timedelta(days=place * 5 % 21)
            if place % 17 == 5:
                day = working_days_after(days.due, 2, self.closed)
            proxy = Proxy(ProgressReport.ProxySource.PAPER) if place % 19 == 8 else None
            answer = answers.of(report, scene)
            progress_report_submit(report=report, answer=answer, author=AUTHOR, today=day, proxy=proxy)
            if place % 23 == 10:
                progress_report_return(report=report, remarks={"done": RETURNED}, author=AUTHOR, today=day)
                progress_report_submit(report=report, answer=answer, author=AUTHOR, today=days.grace)
            if place % 4 == 0:
                self._add(report, day)
        progress_reports_confirm(review_round=review_round, reports=reports, author=AUTHOR, today=days.check)

    def _add(self, report: ProgressReport, day: date) -> None:
        """Let the first related department add a line; no person signs what was made up."""
        related = report.round.assignments.filter(role="related", measure=report.measure_id)
        if found := related.select_related("department").first():
            addition = RelatedAddition(
                report=report, department=found.department, text=ADDED, by_name=SAMPLE, written_on=day
            )
            with saving(report.round, AUTHOR):
                save_changed(addition)

    def _begin(self, review_round: ReviewRound, answers: Answers) -> None:
        """Let some departments have begun: handed in, confirmed, sent back, or still typing."""
        confirmed, today = [], self.today
        for report in _reports(review_round):
            place = answers.place_of(report)
            if place % 12 == 3:
                self._draft(report)
            if place % 4:
                continue
            answer = answers.of(report, Scene(review_round.fiscal_year, FINAL_ROUNDS))
            progress_report_submit(report=report, answer=answer, author=AUTHOR, today=today)
            if place % 16 == 4:
                progress_report_return(report=report, remarks={"done": RETURNED}, author=AUTHOR, today=today)
            elif place % 8 == 0:
                confirmed.append(report)
        progress_reports_confirm(review_round=review_round, reports=confirmed, author=AUTHOR, today=today)

    def _draft(self, report: ProgressReport) -> None:
        report.status, report.moved_on = Status.DRAFT, self.today
        with saving(report.round, AUTHOR):
            save_changed(report)
        ReportDraft.objects.create(
            report=report, data={"done": UNDER_WAY}, saved_at=self.now, saved_by_name=SAMPLE
        )


def _reports(review_round: ReviewRound) -> list[ProgressReport]:
    reports = review_round.reports.select_related("round__plan__municipality", "measure", "policy")
    return list(reports.order_by("order", "pk"))
