"""付帯意見 that follow from verdicts: given with one, changed with it, withdrawn with it."""

from collections.abc import Iterable, Mapping
from datetime import date

from organizations.history import bulk_write
from organizations.models import User
from reviews.evaluating import Stages
from reviews.models import Condition, Evaluation, ProgressReport
from reviews.subjects import SubjectKey, fields_of
from reviews.verdicts import EvaluationWish, Sitting
from workspace.services import notify

State = Condition.State
FOLLOWING = ["text", "due_on", "state", "closed_on"]


def homework_follow(
    sitting: Sitting,
    stages: Stages,
    reports: Mapping[SubjectKey, ProgressReport],
    decided: Iterable[tuple[EvaluationWish, Evaluation]],
    today: date,
) -> None:
    """Make the conditions those of the verdicts just written (`decided`).

    What a department has reported on, or what was found to be met, stays as it is.
    """
    create, update = [], []
    for wish, row in decided:
        stored = stages.condition_of(row)
        if stored is None and wish.gives_homework:
            create.append(_new(sitting, wish, row, reports[wish.key]))
        elif stored is not None and stored.state in (State.OPEN, State.WITHDRAWN):
            before = [getattr(stored, name) for name in FOLLOWING]
            _change(stored, wish, today)
            if [getattr(stored, name) for name in FOLLOWING] != before:
                update.append(stored)
    bulk_write(Condition, create=create, update=update, fields=FOLLOWING)
    for condition in create:
        condition_announce(condition)


def _new(sitting: Sitting, wish: EvaluationWish, row: Evaluation, report: ProgressReport) -> Condition:
    return Condition(
        plan=sitting.review_round.plan,
        round=sitting.review_round,
        meeting=row.meeting,
        evaluation=row,
        body_name=sitting.body.name,
        text=wish.comment,
        department_id=report.lead_id,
        given_on=row.decided_on,
        due_on=wish.due_on,
        is_sample=sitting.author.is_sample,
        **fields_of(wish.subject),
    )


def _change(condition: Condition, wish: EvaluationWish, today: date) -> None:
    if wish.gives_homework:
        condition.text, condition.due_on = wish.comment, wish.due_on
        condition.state, condition.closed_on = State.OPEN, None
    elif condition.state == State.OPEN:
        condition.state, condition.closed_on = State.WITHDRAWN, today


def condition_announce(condition: Condition) -> None:
    """Tell the people of the department that they have something to do."""
    if condition.department_id is None or not condition.is_unmet:
        return
    notify(
        people=people_answering(condition),
        text=f"「{condition.subject}」に付帯意見が付きました。",
        url=condition.get_absolute_url(),
        kind="condition",
        key=f"condition-{condition.pk}:given:{condition.department_id}",
    )


def people_answering(condition: Condition) -> list[User]:
    """Return the active people of the department that has to meet a condition (one query)."""
    roles = [User.Role.DEPARTMENT, User.Role.PLANNING]
    people = condition.plan.municipality.users.filter(is_active=True, role__in=roles)
    return list(people.filter(department=condition.department_id).order_by("pk"))
