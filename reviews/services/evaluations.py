"""Recording what a body decided on the answers of a round, one by one or all the rest at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from organizations.exceptions import PortalError
from organizations.history import Author, bulk_write
from plans.models import EvaluationBody, Word, criteria_of
from reviews.evaluating import Stages, reports_of, said_by
from reviews.exceptions import (
    DecisionDayAhead,
    DecisionDayMissing,
    EvaluationChanged,
    EvaluationsRefused,
    FinalNotReturned,
    OtherBodysMeeting,
    ReportNotConfirmed,
    RoundNotEvaluated,
)
from reviews.models import Evaluation, Meeting, ProgressReport, ReviewRound
from reviews.services.homework import homework_follow
from reviews.services.locking import locked, saving
from reviews.services.reports import progress_report_return
from reviews.subjects import Subject, SubjectKey, fields_of
from reviews.verdicts import EvaluationWish, Recorded, Sitting

Verdict = Evaluation.Verdict
SAID = ["verdict", "verdict_label", "comment", "ratings", "direction", "goal_change", "resources"]
COLUMNS = [*SAID, "meeting", "decided_on", "recorded_by_name"]
FOREIGN = ["round", "body", "measure", "policy", "meeting", "direction"]


def evaluation_save(
    *,
    review_round: ReviewRound,
    subject: Subject,
    body: EvaluationBody,
    verdict: str,
    verdict_label: str,
    author: Author,
    today: date,
    meeting: Meeting | None = None,
    decided_on: date | None = None,
    **said: Any,
) -> Evaluation:
    """Record or correct one verdict; `said` is the rest of an EvaluationWish. Raise as evaluations_save."""
    wish = EvaluationWish(subject, verdict, verdict_label, **said)
    evaluations_save(
        review_round=review_round, body=body, wishes=[wish], meeting=meeting, decided_on=decided_on,
        author=author, today=today,
    )  # fmt: skip
    return Evaluation.objects.get(round=review_round, body=body, **fields_of(subject))


def evaluations_approve_rest(
    *,
    review_round: ReviewRound,
    body: EvaluationBody,
    author: Author,
    today: date,
    meeting: Meeting | None = None,
    decided_on: date | None = None,
) -> Recorded:
    """一括了承: approve, in few queries, all that the body can judge and has not yet."""
    return evaluations_save(
        review_round=review_round, body=body, wishes=(), meeting=meeting, decided_on=decided_on,
        author=author, today=today, approves_rest=True,
    )  # fmt: skip


@transaction.atomic
def evaluations_save(
    *,
    review_round: ReviewRound,
    body: EvaluationBody,
    wishes: Iterable[EvaluationWish],
    author: Author,
    today: date,
    meeting: Meeting | None = None,
    decided_on: date | None = None,
    approves_rest: bool = False,
) -> Recorded:
    """Write down what a body decided, all or nothing; a correction keeps what stood before in the history.

    Raise RoundNotEvaluated, OtherBodysMeeting, DecisionDayMissing, DecisionDayAhead; EvaluationsRefused
    with a reason a subject.
    """
    found, wishes = locked(review_round), list(wishes)
    if found.state == ReviewRound.State.PREPARING:
        raise RoundNotEvaluated(found.name)
    _check_sitting(found, body, meeting)
    day = decided_on or (meeting.held_on if meeting else None)
    if day is not None and day > today:
        raise DecisionDayAhead(day)
    sitting = Sitting(found, body, meeting, day, author)
    stages, reports = Stages(found, body), {report.subject_key: report for report in reports_of(found)}
    rows = _judged(sitting, stages, reports, wishes)
    rest = _rest(sitting, stages, reports, {wish.key for wish in wishes}) if approves_rest else []
    if day is None and any(row.pk is None for row in [*rows, *rest]):
        raise DecisionDayMissing
    with saving(found, author):
        new = [row for row in [*rows, *rest] if row.pk is None]
        corrected = [row for row in rows if row.pk is not None]
        bulk_write(Evaluation, create=new, update=corrected, fields=COLUMNS)
        homework_follow(sitting, stages, reports, list(zip(wishes, rows, strict=True)), today)
        for wish in (wish for wish in wishes if _is_returned(wish, reports[wish.key])):
            report = reports[wish.key]
            progress_report_return(report=report, remarks={"": wish.comment}, author=author, today=today)
    judged = {row.subject_key for row in new}
    left = [key for key in reports if stages.own(key) is None and key not in judged]
    return Recorded(len(rows) + len(rest), len(rest), len(left))


def _check_sitting(review_round: ReviewRound, body: EvaluationBody, meeting: Meeting | None) -> None:
    plan = review_round.plan_id
    if body.plan_id != plan or (meeting is not None and meeting.plan_id != plan):
        raise PermissionDenied
    if meeting is not None and meeting.body_id not in (None, body.pk):
        raise OtherBodysMeeting(meeting.held_by)


def _judged(
    sitting: Sitting,
    stages: Stages,
    reports: Mapping[SubjectKey, ProgressReport],
    wishes: Sequence[EvaluationWish],
) -> list[Evaluation]:
    """Return the rows of `wishes`, new or changed. Raise EvaluationsRefused."""
    problems: dict[SubjectKey, Exception] = {}
    rows = []
    scales = {one.name: one.labels for one in criteria_of(sitting.review_round.plan)}
    for wish in wishes:
        try:
            rows.append(_row(sitting, stages, reports.get(wish.key), wish, scales))
        except (PortalError, ValidationError) as problem:
            problems[wish.key] = problem
    if problems:
        raise EvaluationsRefused(problems)
    return rows


def _row(
    sitting: Sitting,
    stages: Stages,
    report: ProgressReport | None,
    wish: EvaluationWish,
    scales: Mapping[str, Sequence[str]],
) -> Evaluation:
    if report is None:
        raise ReportNotConfirmed(str(wish.subject))
    stored = stages.own(wish.key)
    if obstacle := stages.obstacle(report):
        raise obstacle
    shown = said_by(stored, stages.condition_of(stored))
    if wish.shown is not None and stored is not None and dict(wish.shown) != shown:
        raise EvaluationChanged(stored.recorded_by_name or "ほかの人")
    if _is_returned(wish, report) and not sitting.review_round.is_open:
        raise FinalNotReturned
    _check_said(sitting, wish, scales)
    row = stored or Evaluation(round=sitting.review_round, body=sitting.body, **fields_of(wish.subject))
    is_decided_anew = row.verdict != wish.verdict or row.verdict_label != wish.verdict_label
    if is_decided_anew or stages.is_due_again(row, report):
        if sitting.meeting is not None:
            row.meeting = sitting.meeting
        row.decided_on = sitting.day or row.decided_on
    for name in SAID:
        setattr(row, name, getattr(wish, name))
    row.ratings, row.recorded_by_name = dict(wish.ratings), sitting.recorder
    row.full_clean(exclude=FOREIGN, validate_unique=False, validate_constraints=False)
    return row


def _check_said(sitting: Sitting, wish: EvaluationWish, scales: Mapping[str, Sequence[str]]) -> None:
    """Raise ValidationError that says, by control, what is missing or does not fit."""
    problems: dict[str, str] = {}
    words = {(word.code, word.label) for word in sitting.body.verdict_words}
    if (wish.verdict, wish.verdict_label) not in words:
        problems["verdict"] = "評価は、この会議体の言葉から選んでください。"
    if wish.verdict != Verdict.APPROVED and not wish.comment.strip():
        problems["comment"] = "了承でないときは、意見を入力してください。"
    if wish.gives_homework and wish.due_on is None:
        problems["due_on"] = "付帯意見の対応の期限を入力してください。"
    elif wish.gives_homework and sitting.day and wish.due_on < sitting.day:
        problems["due_on"] = "対応の期限は、決定日より後にしてください。"
    unknown = [name for name, label in wish.ratings.items() if label not in scales.get(name, ())]
    if unknown:
        problems["ratings"] = f"「{unknown[0]}」の評価は、決められた段階から選んでください。"
    if wish.direction is not None and wish.direction.kind != Word.Kind.DIRECTION:
        problems["direction"] = "今後の方向性は、この計画の言葉から選んでください。"
    if problems:
        raise ValidationError(problems)


def _rest(
    sitting: Sitting,
    stages: Stages,
    reports: Mapping[SubjectKey, ProgressReport],
    decided: set[SubjectKey],
) -> list[Evaluation]:
    """Return an approval for each answer that can be judged and has no verdict yet."""
    label = sitting.body.label_of(Verdict.APPROVED)
    free = (key for key in reports if key not in decided and stages.own(key) is None)
    return [
        Evaluation(
            round=sitting.review_round, body=sitting.body, meeting=sitting.meeting, decided_on=sitting.day,
            verdict=Verdict.APPROVED, verdict_label=label, recorded_by_name=sitting.recorder,
            **fields_of(reports[key].subject),
        )
        for key in free
        if stages.obstacle(reports[key]) is None
    ]  # fmt: skip


def _is_returned(wish: EvaluationWish, report: ProgressReport) -> bool:
    return wish.returns and wish.verdict == Verdict.REJECTED and report.is_settled
