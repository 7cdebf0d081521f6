"""What the bodies of the sample year do: meetings, verdicts, conditions, and what becomes of those."""

from collections.abc import Sequence
from datetime import date

from config import sample_texts as texts
from organizations.edits import Edit
from organizations.fiscal_years import show_fiscal_year_by_era
from organizations.history import Author
from organizations.working_days import ClosedDays, next_working_day, working_days_after
from plans.models import EvaluationBody, Plan
from reviews.attending import committee_of, expected
from reviews.models import (
    Attendance,
    Condition,
    Evaluation,
    Meeting,
    MeetingItem,
    ProgressReport,
    ReviewRound,
)
from reviews.services import (
    agenda_save,
    condition_answer,
    condition_close,
    condition_create,
    condition_edit,
    evaluations_save,
    meeting_hold,
    meeting_save,
)
from reviews.subjects import name_of
from reviews.verdicts import EvaluationWish

Verdict = Evaluation.Verdict
State = Attendance.State
POSTS = [
    ("副市長", "委員長"),
    ("総務部長", "副委員長"),
    ("企画財政部長", ""),
    ("市民部長", ""),
    ("教育部長", ""),
]
STATES = [State.PRESENT, State.PRESENT, State.PROXY, State.PRESENT, State.ABSENT]
FIRST_MEETING, BETWEEN_MEETINGS = (7, 10), 20  # month and day; working days
HOMEWORK_DAYS, ANSWERED_AFTER = 40, 32  # working days
OPINIONS = 3  # of the first body; a later one gives one


class Bodies:
    """The bodies of one plan, in the order of their stages."""

    def __init__(self, plan: Plan, author: Author, closed: ClosedDays):
        self.plan, self.author, self.closed = plan, author, closed
        self.bodies = list(plan.evaluation_bodies.order_by("order", "pk"))

    def judge(self, review_round: ReviewRound) -> date:
        """Let each body meet and evaluate the round; return the day of the last one."""
        day = next_working_day(date(review_round.fiscal_year + 1, *FIRST_MEETING), self.closed)
        reports = review_round.reports.select_related("measure", "policy").order_by("order", "pk")
        late = [report for report in reports if report.situation == ProgressReport.Situation.LATE]
        for stage, body in enumerate(self.bodies):
            if stage:
                day = working_days_after(day, BETWEEN_MEETINGS, self.closed)
            meeting = self._meeting(review_round, body, day)
            self._settle(meeting)
            self._agenda(meeting, reports, late)
            self._evaluate(meeting, late[: 1 if stage else OPINIONS], stage)
            meeting_hold(meeting=meeting, author=self.author, today=day)
        return day

    def do_homework(self, review_round: ReviewRound) -> None:
        """Let departments report on all conditions of a round but the last one."""
        conditions = list(review_round.conditions.order_by("pk"))
        for place, condition in enumerate(conditions[:-1]):
            condition_answer(
                condition=condition,
                edits=[Edit("answer", condition.answer, texts.pick(texts.HOMEWORK_DONE, place))],
                author=self.author,
                today=working_days_after(condition.given_on, ANSWERED_AFTER, self.closed),
            )

    def hand_over(self, today: date) -> None:
        """Give what is not met yet to those who took over since, as a reorganisation would have done."""
        unmet = Condition.objects.unmet().filter(plan=self.plan).select_related("department")
        for condition in unmet.order_by("pk"):
            former = condition.department
            if former.until and former.until < today.isoformat() and former.successors.exists():
                edit = Edit("department", former, former.successors.first())
                condition_edit(condition=condition, edits=[edit], author=self.author)

    def _meeting(self, review_round: ReviewRound, body: EvaluationBody, day: date) -> Meeting:
        year = show_fiscal_year_by_era(review_round.fiscal_year + 1)
        meeting = Meeting(
            plan=self.plan, body=body, round=review_round, title=f"{year} 第1回 {body.name}"[:200],
            held_on=day, starts_at="10:00", place="市役所 会議室",
            summary=f"「{review_round.name}」の結果を審議した。",
        )  # fmt: skip
        return meeting_save(
            meeting=meeting, edits=[], author=self.author, today=day, attendances=_attendances(meeting)
        )

    def _settle(self, meeting: Meeting) -> None:
        """Close what the body had asked for and departments have reported on, all but one."""
        answered = Condition.objects.filter(
            plan=self.plan, body_name=meeting.body.name, state=Condition.State.ANSWERED
        )
        for condition in list(answered.order_by("pk"))[:2]:
            condition_close(
                condition=condition, state=Condition.State.MET, author=self.author, today=meeting.held_on,
                meeting=meeting,
            )  # fmt: skip

    def _agenda(
        self, meeting: Meeting, reports: Sequence[ProgressReport], late: Sequence[ProgressReport]
    ) -> None:
        kinds = MeetingItem.Kind
        items = [(kinds.ROUND, f"{meeting.round.name}の結果", reports)]
        if late:
            items.append((kinds.LATE, "遅れている施策と対応", late))
        unmet = Condition.objects.unmet().filter(plan=self.plan, body_name=meeting.body.name)
        for condition in unmet.select_related("measure", "policy").order_by("pk"):
            items.append((kinds.CONDITION, f"付帯意見：{condition.subject}"[:200], [condition]))
        proposed = [
            MeetingItem(
                kind=kind,
                title=title,
                subjects=[name_of(row.subject) for row in about],
                minutes=texts.MINUTES,
                outcome=texts.OUTCOME,
            )
            for kind, title, about in items
        ]
        agenda_save(meeting=meeting, wishes=[], proposed=proposed, is_reordered=False, author=self.author)

    def _evaluate(self, meeting: Meeting, doubted: Sequence[ProgressReport], stage: int) -> None:
        """Give an opinion on some and approve the rest; a body without a word for an opinion rejects."""
        body, day = meeting.body, meeting.held_on
        codes = {word.code for word in body.verdict_words}
        verdict = Verdict.COMMENTED if Verdict.COMMENTED in codes else Verdict.REJECTED
        due = working_days_after(day, HOMEWORK_DAYS, self.closed)
        wishes = [
            EvaluationWish(
                report.subject,
                verdict,
                body.label_of(verdict),
                comment=texts.pick(texts.OPINIONS, place + stage),
                due_on=due,
            )
            for place, report in enumerate(doubted)
        ]
        evaluations_save(
            review_round=meeting.round, body=body, wishes=wishes, meeting=meeting, author=self.author,
            today=day, approves_rest=True,
        )  # fmt: skip
        if verdict == Verdict.REJECTED:
            for wish, report in zip(wishes, doubted, strict=True):
                self._ask(meeting, report, wish.comment, due)

    def _ask(self, meeting: Meeting, report: ProgressReport, text: str, due: date) -> None:
        lead = meeting.round.assignments.leads().get(measure=report.measure_id, policy=report.policy_id)
        wanted = {"text": text, "department": lead.department, "due_on": due}
        condition_create(
            plan=self.plan, subject=report.subject, meeting=meeting, author=self.author,
            edits=[Edit(name, None, value) for name, value in wanted.items()],
        )  # fmt: skip


def _attendances(meeting: Meeting) -> list[Attendance]:
    """Return who came: the body's printed posts, the usual ones where the plan prints none or one alone."""
    printed = expected(committee_of(meeting))
    rows = printed if len(printed) > 2 else [Attendance(post=post, role=role) for post, role in POSTS]
    for row, state in zip(rows, STATES, strict=False):
        row.state = state
        row.proxy_post = f"{row.post}代理" if state == State.PROXY else ""
    return rows
