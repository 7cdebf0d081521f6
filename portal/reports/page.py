"""One answer as it is read: what it says, what became of it, and what this person may do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from organizations.models import User
from portal.reports.timeline import Step, steps_of
from portal.reports.uses import Use, uses_of
from reviews.answer_page import is_proxy
from reviews.asking import asked_of
from reviews.finding import with_plan
from reviews.forms.answers import AnswerForm
from reviews.forms.decisions import CommentForm, ReturnForm, WishForm
from reviews.models import Condition, Evaluation, ProgressReport, ReturnRemark, ReviewComment
from reviews.questions import QUESTIONS
from reviews.reading import ReadAnswer, read_answers
from reviews.states import State, state_of
from reviews.subjects import url_of
from reviews.typed import shown_draft

Status = ProgressReport.Status


@dataclass(frozen=True)
class Rights:
    """What a person may do with a report now."""

    reads: bool
    edits: bool
    enters_for_others: bool
    withdraws: bool
    supplements: bool
    comments: bool
    reads_comments: bool
    compiles: bool


@dataclass(frozen=True)
class Neighbour:
    label: str
    url: str


@dataclass(frozen=True)
class ReportPage:
    """All of the page. Who may not read the answer yet sees its state alone: `answer` is None."""

    report: ProgressReport
    state: State
    rights: Rights
    subject_url: str
    answer: ReadAnswer | None = None
    draft: Sequence[tuple[str, str]] = ()
    remarks: Sequence[tuple[str, ReturnRemark]] = ()
    steps: Sequence[Step] = ()
    evaluations: Sequence[Evaluation] = ()
    conditions: Sequence[Condition] = ()
    comments: Sequence[ReviewComment] = ()
    uses: Sequence[Use] = ()
    previous: Neighbour | None = None
    next: Neighbour | None = None

    @property
    def has_answer(self) -> bool:
        return self.answer is not None and (self.report.has_answer or self.report.awaits_check)

    @property
    def may_return(self) -> bool:
        return self.rights.compiles and self.report.status in (Status.SUBMITTED, Status.CONFIRMED)

    @property
    def may_confirm(self) -> bool:
        return self.rights.compiles and self.report.status == Status.SUBMITTED

    @property
    def decides_wish(self) -> bool:
        is_asked = self.report.wish == ProgressReport.Wish.ASKED
        return self.rights.compiles and is_asked and not self.report.is_outstanding

    @property
    def return_form(self) -> ReturnForm:
        return ReturnForm(review_round=self.report.round)

    @property
    def wish_form(self) -> WishForm:
        return WishForm()

    @property
    def comment_form(self) -> CommentForm:
        return CommentForm()


def report_page(report: ProgressReport, user: User, today: date) -> ReportPage:
    """Read one report for a person; the queries do not grow with the round."""
    rights = _rights(report, user, today)
    state, subject_url = state_of(report), url_of(report.subject)
    if not rights.reads:
        return ReportPage(report, state, rights, subject_url)
    of_subject = {"round": report.round, "measure": report.measure_id, "policy": report.policy_id}
    previous, following = _neighbours(report, user)
    unsettled = report.remarks.filter(is_settled=False)
    return ReportPage(
        report=report,
        state=state,
        rights=rights,
        subject_url=subject_url,
        answer=read_answers([report])[0],
        draft=_draft(report, user),
        remarks=[(QUESTIONS.get(one.field, "全体"), one) for one in unsettled],
        steps=steps_of(report),
        evaluations=Evaluation.objects.filter(**of_subject).select_related("body", "direction"),
        conditions=Condition.objects.filter(**of_subject).select_related("department"),
        comments=report.comments.all() if rights.reads_comments else (),
        uses=uses_of(report) if report.is_settled else (),
        previous=previous,
        next=following,
    )


def _rights(report: ProgressReport, user: User, today: date) -> Rights:
    rows = ProgressReport.objects.filter(pk=report.pk)
    compiles = user.is_planning or user.is_administrator
    answers = rows.answerable_by(user).exists()
    review_round = report.round
    is_taken = review_round.is_open and (compiles or report.is_taken(today))
    is_writable = answers and is_taken and report.is_outstanding and not report.awaits_check
    proxies = is_proxy(user, report)
    is_member = user.role == User.Role.COMMITTEE
    reads = rows.readable_by(user).exists()
    is_taken_back = report.status == Status.SUBMITTED or report.awaits_check
    return Rights(
        reads=reads,
        edits=is_writable and not proxies,
        enters_for_others=is_writable and proxies,
        withdraws=answers and is_taken and is_taken_back and not proxies,
        supplements=review_round.is_open and rows.supplementable_by(user).exists(),
        comments=is_member and reads,
        reads_comments=is_member or compiles,
        compiles=compiles and review_round.is_open,
    )


def _draft(report: ProgressReport, user: User) -> list[tuple[str, str]]:
    """Return what is being typed, for the planning section and the department that answers alone."""
    draft = getattr(report, "draft", None)
    if draft is None or not ProgressReport.objects.filter(pk=report.pk).answerable_by(user).exists():
        return []
    return shown_draft(draft.data, AnswerForm(asked=asked_of(report)))


def _neighbours(report: ProgressReport, user: User) -> tuple[Neighbour | None, Neighbour | None]:
    """Return the reports before and after this one that the person may read; to compile, those handed in."""
    reports = ProgressReport.objects.filter(round=report.round).readable_by(user)
    if (user.is_planning or user.is_administrator) and report.round.is_open:
        reports = reports.filter(status=Status.SUBMITTED) | reports.filter(pk=report.pk)
    keys = list(reports.order_by("order", "pk").values_list("pk", flat=True))
    place = keys.index(report.pk) if report.pk in keys else -1
    wanted = [key for key in (place - 1, place + 1) if place >= 0 and 0 <= key < len(keys)]
    rows = ProgressReport.objects.filter(pk__in=[keys[one] for one in wanted])
    found = {row.pk: row for row in rows.select_related("measure", "policy")}

    def neighbour(at: int) -> Neighbour | None:
        if at not in wanted:
            return None
        row = found[keys[at]]
        row.round = report.round
        return Neighbour(str(with_plan(row).subject), row.get_absolute_url())

    return neighbour(place - 1), neighbour(place + 1)
