"""自課の回答: what a department has to hand in, may add to, checks, and was asked for by the bodies."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.urls import reverse

from organizations.models import Department, User
from plans.models import Plan
from portal.consultations.owed import Filing, filings_of
from portal.place import Place
from reviews.answer_page import edit_url, sheet_url
from reviews.finding import with_plan
from reviews.models import (
    Assignment,
    Condition,
    DepartmentCheck,
    ProgressReport,
    RelatedAddition,
    ReturnRemark,
    ReviewRound,
)
from reviews.questions import QUESTIONS
from reviews.services.checks import may_check
from reviews.states import AWAITING, Deadline, State, Tally, deadline_of, show_weekday, state_of, tally_of

Role, Level, Check = Assignment.Role, DepartmentCheck.Level, ReviewRound.Check
Duty = tuple[int, tuple[str, int]]  # a round and the key of a measure or policy


@dataclass(frozen=True)
class Owed:
    """One answer of the department; `remarks` say why it came back. `url` leads to writing or reading it."""

    report: ProgressReport
    state: State
    url: str
    is_open: bool
    remarks: Sequence[tuple[str, ReturnRemark]] = ()


@dataclass(frozen=True)
class ToAdd:
    """An answer of others the department may add to."""

    report: ProgressReport
    lead: str
    url: str
    is_added: bool


@dataclass(frozen=True)
class SectionCheck:
    """課長確認 of the department's answers: how it is given, and whether this person gives it."""

    how: str
    check: DepartmentCheck | None
    waiting: int
    may_give: bool
    url: str

    @property
    def is_on_screen(self) -> bool:
        return self.how == Check.SCREEN


@dataclass(frozen=True)
class DivisionCheck:
    """部取りまとめ: the sections of this department with their answers, and the check once it is given."""

    sections: Sequence[tuple[Department, Tally]]
    check: DepartmentCheck | None
    is_on_screen: bool
    url: str

    @property
    def is_complete(self) -> bool:
        return all(tally.is_complete for _, tally in self.sections)


@dataclass(frozen=True)
class RoundDues:
    """What one open round asks of the department: what came back first, then by the round's order."""

    round: ReviewRound
    deadline: Deadline | None
    answers: Sequence[Owed]
    to_add: Sequence[ToAdd]
    section: SectionCheck | None
    division: DivisionCheck | None
    sheet_url: str

    @cached_property
    def tally(self) -> Tally:
        return tally_of(one.report for one in self.answers)

    @cached_property
    def owed(self) -> list[Owed]:
        """What is not handed in yet, what came back first."""
        found = [one for one in self.answers if one.report.is_outstanding]
        return sorted(found, key=lambda one: one.state.code != ProgressReport.Status.RETURNED)

    @property
    def handed_in(self) -> list[Owed]:
        return [one for one in self.answers if not one.report.is_outstanding]

    @property
    def next_url(self) -> str:
        """Where one goes on answering, "" where nothing is left to write."""
        return next((one.url for one in self.owed if one.is_open), "")

    @property
    def url(self) -> str:
        return reverse("portal:my_updates", args=self.round.plan.url_args)


@dataclass(frozen=True)
class HomeworkLine:
    """付帯意見 the department has to answer, with its day."""

    condition: Condition
    due: str
    is_over: bool
    url: str


@dataclass(frozen=True)
class Updates:
    """All that is asked of a department now."""

    department: Department
    rounds: Sequence[RoundDues]
    homework: Sequence[HomeworkLine]
    filings: Sequence[Filing]

    @property
    def is_any(self) -> bool:
        return bool(self.rounds or self.homework or self.filings)

    @property
    def owes(self) -> int:
        """How many answers, conditions and 事前協議 wait for this department's own hand."""
        answers = sum(one.is_open for dues in self.rounds for one in dues.owed)
        return answers + len(self.homework) + len(self.filings)


def updates_for(
    place: Place, user: User, today: date, *, department: Department | None = None
) -> Updates | None:
    """Return what all plans of a city ask of a department, the person's own unless another is named.

    None where it is nobody's business: a department's answers are its own and the planning section's.
    """
    department = department or user.department
    is_own = department is not None and department.pk == user.department_id
    if department is None or not (is_own or user.is_planning or user.is_administrator):
        return None
    return updates_of(place.plans, department, user, today)


def updates_of(plans: Iterable[Plan], department: Department, user: User, today: date) -> Updates:
    """Read what the open rounds of some plans, and the city's 事前協議, ask of a department (eleven queries,
    however much it is).
    """
    by_pk = {plan.pk: plan for plan in plans}
    rounds = list(ReviewRound.objects.open().filter(plan__in=by_pk).order_by("answer_due", "pk"))
    for one in rounds:
        one.plan = by_pk[one.plan_id]
    reader = _Reader(rounds, department, user, today)
    dues = [reader.dues(one) for one in rounds]
    return Updates(
        department,
        [one for one in dues if one.answers or one.to_add or one.division],
        [*_homework(by_pk, department, today)],
        filings_of(department, today),
    )


def _homework(plans: Mapping[int, Plan], department: Department, today: date) -> Iterable[HomeworkLine]:
    conditions = Condition.objects.unmet().filter(plan__in=plans, department=department)
    for condition in conditions.select_related("measure", "policy").order_by("due_on", "pk"):
        condition.plan = condition.subject.plan = plans[condition.plan_id]
        due = show_weekday(condition.due_on) if condition.due_on else ""
        is_over = condition.state == Condition.State.OPEN and bool(
            condition.due_on and condition.due_on < today
        )
        url = reverse("reviews:condition_answer", args=[*condition.plan.url_args, condition.pk])
        yield HomeworkLine(condition, due, is_over, url)


class _Reader:
    """The rows of all rounds, read once."""

    def __init__(self, rounds: Sequence[ReviewRound], department: Department, user: User, today: date):
        self.department, self.user, self.today = department, user, today
        self.rounds = {one.pk: one for one in rounds}
        self.sections = {one.pk: one for one in department.children.order_by("order", "pk")}
        self.leads = self._leads()
        self.related = self._related()
        self.reports = self._reports()
        pks = [report.pk for found in self.reports.values() for report in found]
        self.remarks = _grouped(ReturnRemark.objects.filter(report__in=pks, is_settled=False))
        added = RelatedAddition.objects.filter(report__in=pks, department=department)
        self.added = set(added.values_list("report", flat=True))
        checks = DepartmentCheck.objects.filter(
            round__in=self.rounds, department__in=[department.pk, *self.sections]
        )
        self.checks = {(one.round_id, one.department_id, one.level): one for one in checks}

    def _leads(self) -> dict[Duty, Assignment]:
        """Return who answers for what, of all departments (one query)."""
        rows = Assignment.objects.leads().filter(round__in=self.rounds).select_related("department")
        return {(row.round_id, row.subject_key): row for row in rows}

    def _related(self) -> set[Duty]:
        rows = Assignment.objects.filter(round__in=self.rounds, role=Role.RELATED, department=self.department)
        return {(row.round_id, row.subject_key) for row in rows}

    def _reports(self) -> dict[int, list[ProgressReport]]:
        """Return the reports this department and its sections answer for or add to, by round."""
        of_own = {self.department.pk, *self.sections}
        duties = {duty for duty, row in self.leads.items() if row.department_id in of_own} | self.related
        kinds = {kind: {key for _, (of, key) in duties if of == kind} for kind in ("measure", "policy")}
        rows = ProgressReport.objects.filter(
            Q(measure__in=kinds["measure"]) | Q(policy__in=kinds["policy"]), round__in=self.rounds
        )
        found: dict[int, list[ProgressReport]] = defaultdict(list)
        for report in rows.select_related("measure", "policy").order_by("order", "pk"):
            if (report.round_id, report.subject_key) in duties:
                report.round = self.rounds[report.round_id]
                found[report.round_id].append(with_plan(report))
        return found

    def dues(self, review_round: ReviewRound) -> RoundDues:
        reports = self.reports[review_round.pk]
        deadline = deadline_of(review_round, self.today)
        own = [report for report in reports if self._lead_id(report) == self.department.pk]
        return RoundDues(
            round=review_round,
            deadline=deadline,
            answers=[self._owed(report) for report in own],
            to_add=[
                self._to_add(report)
                for report in reports
                if (report.round_id, report.subject_key) in self.related
            ],
            section=self._section(review_round, own),
            division=self._division(review_round, reports),
            sheet_url=sheet_url(review_round, self.department.pk),
        )

    def _lead_id(self, report: ProgressReport) -> int | None:
        lead = self.leads.get((report.round_id, report.subject_key))
        return lead.department_id if lead else None

    def _owed(self, report: ProgressReport) -> Owed:
        is_open = report.is_outstanding and not report.awaits_check and report.is_taken(self.today)
        remarks = [(QUESTIONS.get(one.field, ""), one) for one in self.remarks[report.pk]]
        url = edit_url(report) if is_open else report.get_absolute_url()
        return Owed(report, state_of(report), url, is_open, remarks)

    def _to_add(self, report: ProgressReport) -> ToAdd:
        url = reverse("reviews:related_addition_edit", args=[*report.round.url_args, report.pk])
        lead = self.leads.get((report.round_id, report.subject_key))
        return ToAdd(report, lead.department.name if lead else "", url, report.pk in self.added)

    def _section(self, review_round: ReviewRound, own: Sequence[ProgressReport]) -> SectionCheck | None:
        how = review_round.section_check
        if how == Check.NONE or not own:
            return None
        name = "section_check_give" if how == Check.SCREEN else "department_check_create"
        return SectionCheck(
            how=how,
            check=self.checks.get((review_round.pk, self.department.pk, Level.SECTION)),
            waiting=sum(state_of(report).code == AWAITING for report in own),
            may_give=may_check(self.user, review_round, self.department, Level.SECTION),
            url=reverse(f"reviews:{name}", args=[*review_round.url_args, self.department.pk]),
        )

    def _division(self, review_round: ReviewRound, reports: Sequence[ProgressReport]) -> DivisionCheck | None:
        if review_round.division_check == Check.NONE:
            return None
        of_section: dict[int | None, list[ProgressReport]] = defaultdict(list)
        for report in reports:
            of_section[self._lead_id(report)].append(report)
        sections = [
            (section, tally_of(of_section[pk])) for pk, section in self.sections.items() if of_section[pk]
        ]
        if not sections:
            return None
        args = [*review_round.url_args, self.department.pk]
        return DivisionCheck(
            sections=sections,
            check=self.checks.get((review_round.pk, self.department.pk, Level.DIVISION)),
            is_on_screen=review_round.division_check == Check.SCREEN,
            url=reverse("reviews:department_check_create", args=args),
        )


def _grouped(rows) -> Mapping[int, list[ReturnRemark]]:
    found = defaultdict(list)
    for row in rows:
        found[row.report_id].append(row)
    return found
