"""The evaluation of a round by one body: what each answer says, what earlier bodies said, what is missing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from organizations.exceptions import PortalError
from plans.models import EvaluationBody
from reviews.exceptions import EarlierBodyMissing, ReportNotConfirmed
from reviews.lateness import Lateness, lateness_of
from reviews.models import Condition, Evaluation, ProgressReport, ReturnRemark, ReviewRound
from reviews.subjects import SubjectKey

Verdict = Evaluation.Verdict
WAITING, LATE, OBJECTED, BLOCKED, UNSETTLED = "waiting", "late", "objected", "blocked", "unsettled"
FILTERS = {
    WAITING: "未評価",
    LATE: "遅れ",
    OBJECTED: "了承でないもの",
    BLOCKED: "前の会議体の評価待ち",
    UNSETTLED: "報告が未確認",
}
SHORT = 120  # letters of an answer that are read at a glance


class Stages:
    """The bodies of a plan in their order, and what they said in one round (four queries).

    A later body judges only after all earlier ones; a verdict of 再検討 after which the answer went back and
    came again is to be given anew.
    """

    def __init__(self, review_round: ReviewRound, body: EvaluationBody):
        self.body = body
        bodies = list(review_round.plan.evaluation_bodies.order_by("order", "pk"))
        self.bodies = {one.pk: one for one in bodies}
        self.before = bodies[: [one.pk for one in bodies].index(body.pk)]
        self.evaluations: dict[tuple[int, SubjectKey], Evaluation] = {}
        for evaluation in Evaluation.objects.filter(round=review_round).select_related("direction"):
            evaluation.body = self.bodies[evaluation.body_id]
            self.evaluations[evaluation.body_id, evaluation.subject_key] = evaluation
        given = Condition.objects.filter(evaluation__round=review_round).order_by("-pk")
        self._conditions = {condition.evaluation_id: condition for condition in given}
        remarks = ReturnRemark.objects.filter(report__round=review_round).order_by("returned_on")
        self._returned = dict(remarks.values_list("report", "returned_on"))

    def own(self, subject: SubjectKey) -> Evaluation | None:
        return self.evaluations.get((self.body.pk, subject))

    def condition_of(self, evaluation: Evaluation | None) -> Condition | None:
        """Return the homework that was given with a verdict."""
        return self._conditions.get(evaluation.pk) if evaluation else None

    def earlier(self, subject: SubjectKey) -> list[Evaluation]:
        """Return what the earlier bodies said so far."""
        found = (self.evaluations.get((body.pk, subject)) for body in self.before)
        return [evaluation for evaluation in found if evaluation]

    def is_due_again(self, evaluation: Evaluation, report: ProgressReport) -> bool:
        """Say whether an answer came anew since it was sent back for 再検討."""
        returned = self._returned.get(report.pk)
        is_rejected = evaluation.verdict == Verdict.REJECTED and evaluation.decided_on is not None
        return bool(is_rejected and returned and returned >= evaluation.decided_on and report.is_settled)

    def obstacle(self, report: ProgressReport) -> PortalError | None:
        """Return what keeps the body from judging a report, None where nothing does."""
        if not report.is_settled:
            return ReportNotConfirmed(str(report.subject))
        for body in self.before:
            evaluation = self.evaluations.get((body.pk, report.subject_key))
            if evaluation is None or self.is_due_again(evaluation, report):
                return EarlierBodyMissing(str(report.subject), body.name)
        return None

    def awaits(self, report: ProgressReport) -> bool:
        """Say whether the body can and still has to judge a report."""
        own = self.own(report.subject_key)
        is_open = own is None or self.is_due_again(own, report)
        return is_open and self.obstacle(report) is None


@dataclass(frozen=True)
class EvaluationRow:
    """One answer before the body. `own` is its verdict, None while there is none."""

    report: ProgressReport
    lateness: Lateness | None
    earlier: Sequence[Evaluation]
    own: Evaluation | None
    condition: Condition | None
    unmet: Sequence[Condition]
    obstacle: PortalError | None
    is_due_again: bool
    awaits: bool

    @property
    def is_late(self) -> bool:
        return self.lateness is not None and self.lateness.is_late

    @property
    def told(self) -> str:
        """What was answered: 実績, or 今年度の到達目標."""
        return self.report.done or self.report.year_plan

    @property
    def summary(self) -> str:
        text = " ".join(self.told.split())
        return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"

    def is_of(self, chosen: str) -> bool:
        match chosen:
            case "waiting":
                return self.awaits
            case "late":
                return self.is_late and self.report.is_settled
            case "objected":
                return self.own is not None and self.own.verdict != Verdict.APPROVED
            case "blocked":
                return isinstance(self.obstacle, EarlierBodyMissing)
            case "unsettled":
                return isinstance(self.obstacle, ReportNotConfirmed)
            case _:
                return True


def evaluation_rows(
    review_round: ReviewRound, body: EvaluationBody, unmet: Mapping[SubjectKey, Sequence[Condition]]
) -> list[EvaluationRow]:
    """Return a row an answer, in the document's order, in a number of queries that does not grow."""
    stages, reports = Stages(review_round, body), reports_of(review_round)
    lateness = lateness_of(reports)
    rows = []
    for report in reports:
        own = stages.own(report.subject_key)
        rows.append(
            EvaluationRow(
                report=report,
                lateness=lateness.get(report.pk),
                earlier=stages.earlier(report.subject_key),
                own=own,
                condition=stages.condition_of(own),
                unmet=unmet.get(report.subject_key, ()),
                obstacle=stages.obstacle(report),
                is_due_again=own is not None and stages.is_due_again(own, report),
                awaits=stages.awaits(report),
            )
        )
    return rows


def reports_of(review_round: ReviewRound) -> list[ProgressReport]:
    """Return the answers of a round in its order, with lead, subject and round (one query)."""
    reports = review_round.reports.with_lead().select_related("measure", "policy", "achievement")
    found = list(reports.order_by("order", "pk"))
    for report in found:
        report.round = review_round
        if report.subject:
            report.subject.plan = review_round.plan
    return found


def said_by(evaluation: Evaluation | None, condition: Condition | None) -> dict[str, str]:
    """Return a verdict as the page shows and posts it, by the names of its controls; {} for none."""
    if evaluation is None:
        return {}
    found = {
        "verdict": evaluation.verdict_label,
        "comment": evaluation.comment,
        "direction": str(evaluation.direction_id or ""),
        "goal_change": evaluation.goal_change,
        "resources": evaluation.resources,
        "ratings": json.dumps(evaluation.ratings, ensure_ascii=False, sort_keys=True),
        "due_on": condition.due_on.isoformat() if condition and condition.due_on else "",
        "is_homework": "yes" if condition and condition.state != Condition.State.WITHDRAWN else "",
    }
    return {name: text for name, text in found.items() if text and text != "{}"}
