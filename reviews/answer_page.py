"""The page on which one answer is written: the department's list at the left, last year beside this year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.urls import reverse

from organizations.exceptions import PortalError
from organizations.fiscal_years import show_fiscal_year_by_era
from organizations.models import User
from reviews.answer_rows import Rows
from reviews.asking import asked_of
from reviews.exceptions import DraftConflict
from reviews.finding import with_plan
from reviews.forms.answers import AnswerForm
from reviews.models import DepartmentCheck, ProgressReport, ReportDraft, ReturnRemark, ReviewRound
from reviews.prior import Prior, prior_of
from reviews.questions import QUESTIONS
from reviews.states import Deadline, State, Tally, deadline_of, state_of, tally_of
from reviews.subjects import url_of
from reviews.typed import Clash, Typed, clashes, typed_by, typed_so_far

Check = ReviewRound.Check
NOTHING_BEFORE = Prior("")


@dataclass(frozen=True)
class Mine:
    """One answer of the department in the list at the left; `is_open`: it may still be written."""

    report: ProgressReport
    state: State
    url: str
    is_open: bool
    is_current: bool

    @property
    def number(self) -> str:
        return self.report.measure.number if self.report.measure else self.report.policy.code

    @property
    def name(self) -> str:
        return self.report.subject.name


class AnswerPage:
    """All that the page shows. `data` is what was posted, None for a fresh page."""

    def __init__(self, report: ProgressReport, user: User, today: date, data=None, files=None):
        self.report, self.user, self.today, self.data = report, user, today, data
        self.round = report.round
        self.asked = asked_of(report)
        self.is_proxy = is_proxy(user, report)
        self.draft = getattr(report, "draft", None)
        self.form = self._form(data, files, typed_so_far(self.asked, self.draft))
        self.revision = _number(data.get("revision")) if data else self.draft.revision if self.draft else 0
        self.conflict: DraftConflict | None = None

    def _form(self, data, files, initial: Typed) -> AnswerForm:
        return AnswerForm(data, files, asked=self.asked, is_proxy=self.is_proxy, initial=initial)

    def fill(self, name: str) -> None:
        """Take over what was said last time in one text; all else stays as it was posted."""
        initial = self.typed
        if name in self.form.fields and self.prior.texts.get(name):
            initial[name] = self.prior.texts[name]
        self.data, self.form = None, self._form(None, None, initial)

    def refuse(self, refusal: PortalError | ValidationError) -> None:
        """Put what the service refused beside the fields it is about."""
        match refusal:
            case DraftConflict():
                self.conflict = refusal
            case ValidationError() if hasattr(refusal, "error_dict"):
                for name, texts in refusal.message_dict.items():
                    self.form.add_error(name if name in self.form.fields else None, texts)
            case ValidationError():
                self.form.add_error(None, refusal.messages)
            case _:
                self.form.add_error(None, str(refusal))

    @property
    def subject_url(self) -> str:
        return url_of(self.report.subject)

    @property
    def sheet_url(self) -> str:
        return sheet_url(self.round, self.report.lead_id)

    @property
    def typed(self) -> Typed:
        return typed_by(self.data)

    @property
    def clashes(self) -> list[Clash]:
        return clashes(self.typed, self.conflict.data, self.form) if self.conflict else []

    @property
    def newest(self) -> int:
        """The revision of the draft that somebody else saved meanwhile (one query)."""
        return ReportDraft.objects.filter(report=self.report).values_list("revision", flat=True).first() or 0

    @property
    def is_short(self) -> bool:
        """Say whether what stands in the form is late or below its target."""
        typed = self.form.initial if self.data is None else self.data
        return AnswerForm(typed, asked=self.asked).is_short

    @cached_property
    def prior(self) -> Prior:
        return prior_of(self.report) or NOTHING_BEFORE

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.form, self.asked, self.prior, self._remarks, self.is_short)

    @cached_property
    def _remarks(self) -> dict[str, list[ReturnRemark]]:
        """Why it came back, by the field it is about, until it is handed in again."""
        found: dict[str, list[ReturnRemark]] = {}
        for remark in self.report.remarks.filter(is_settled=False):
            found.setdefault(remark.field, []).append(remark)
        return found

    @property
    def remarks(self) -> Sequence[tuple[str, ReturnRemark]]:
        """All that is to be mended, each with the name of its field."""
        return [(QUESTIONS.get(field, ""), one) for field, found in self._remarks.items() for one in found]

    @cached_property
    def goal(self) -> str:
        """What was to be reached this year (年度計画), above the answer."""
        if self.round.is_of_year_plan or self.report.measure is None:
            return ""
        plans = self.report.measure.year_plans.filter(fiscal_year=self.round.fiscal_year)
        return plans.values_list("text", flat=True).first() or ""

    @property
    def year(self) -> str:
        return show_fiscal_year_by_era(self.round.fiscal_year)

    @property
    def deadline(self) -> Deadline | None:
        return deadline_of(self.round, self.today)

    @cached_property
    def mine(self) -> list[Mine]:
        """The answers of the department that answers for this one, in the round's order (one query)."""
        reports = ProgressReport.objects.filter(round=self.round).answered_by([self.report.lead_id])
        found = []
        for report in reports.select_related("measure", "policy").order_by("order", "pk"):
            report.round = self.round
            with_plan(report)
            is_open = report.is_outstanding and not report.awaits_check
            url = edit_url(report) if is_open else report.get_absolute_url()
            found.append(Mine(report, state_of(report), url, is_open, report.pk == self.report.pk))
        return found

    @property
    def tally(self) -> Tally:
        return tally_of(one.report for one in self.mine)

    @property
    def _place(self) -> int:
        return next((place for place, one in enumerate(self.mine) if one.is_current), 0)

    @property
    def previous(self) -> Mine | None:
        return self.mine[self._place - 1] if self._place else None

    @property
    def next(self) -> Mine | None:
        return self.mine[self._place + 1] if self._place + 1 < len(self.mine) else None

    @property
    def next_open(self) -> Mine | None:
        """The next answer that is still to be written: after this one, then from the top."""
        ordered = [*self.mine[self._place + 1 :], *self.mine[: self._place]]
        return next((one for one in ordered if one.is_open), None)

    @property
    def after_submit(self) -> str:
        """Where one goes when this answer is handed in."""
        if self.next_open:
            return self.next_open.url
        name = "portal:review_round_detail" if self.is_proxy else "portal:my_updates"
        return reverse(name, args=self.round.url_args if self.is_proxy else self.round.plan.url_args)

    @cached_property
    def waits_for_check(self) -> bool:
        """Say whether the answer is laid aside for 課長確認 when it is handed in (one query at most)."""
        if self.user.is_planning or self.user.is_administrator or self.round.section_check == Check.NONE:
            return False
        if self.round.section_check == Check.SCREEN:
            return not self.user.is_head
        level = DepartmentCheck.Level.SECTION
        return not self.round.checks.filter(level=level, department=self.report.lead_id).exists()


def is_proxy(user: User, report: ProgressReport) -> bool:
    """Say whether the planning section writes what another department answered elsewhere (代行入力)."""
    return (user.is_planning or user.is_administrator) and user.department_id != report.lead_id


def sheet_url(review_round: ReviewRound, department_id: int) -> str:
    """Return where a department answers in Excel."""
    return reverse("reviews:answer_sheet_import", args=[*review_round.url_args, department_id])


def edit_url(report: ProgressReport) -> str:
    return reverse("reviews:progress_report_edit", args=[*report.round.url_args, report.pk])


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
