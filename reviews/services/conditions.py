"""付帯意見: given by hand, changed, answered by the department, closed by the body, reminded of."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.history import Author, change_set, save_changed
from organizations.models import User
from organizations.working_days import closed_days_of, working_days_after, working_days_before
from plans.models import Plan
from reviews.conditions import conditions_to_remind
from reviews.exceptions import ConditionSettled
from reviews.models import Condition, Meeting
from reviews.services.homework import condition_announce, people_answering
from reviews.subjects import Subject, fields_of
from workspace.services import notices_settle, notify

State = Condition.State
REMIND_BEFORE = 5  # working days before a condition is due
CLOSED = (State.MET, State.WITHDRAWN)


@transaction.atomic
def condition_create(
    *, plan: Plan, subject: Subject, edits: Iterable[Edit], meeting: Meeting, author: Author
) -> Condition:
    """Note what a body asks for without a verdict (text, department, due_on). Raise ValidationError."""
    condition = Condition(
        plan=plan, meeting=meeting, round=meeting.round, body_name=meeting.held_by,
        given_on=meeting.held_on, is_sample=author.is_sample, **fields_of(subject),
    )  # fmt: skip
    for edit in edits:
        setattr(condition, edit.field, edit.mine)
    _check_due(condition)
    with _saving(condition, author):
        save_changed(condition)
    condition_announce(condition)
    return condition


@transaction.atomic
def condition_edit(*, condition: Condition, edits: Iterable[Edit], author: Author) -> Condition:
    """Change text, department or due day of an unmet condition. Raise ConditionSettled, ValidationError,
    EditConflict when somebody else changed the same field meanwhile.
    """
    condition = _unmet(condition)
    conflicts = Conflicts()
    conflicts.merge(condition, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    _check_due(condition)
    with _saving(condition, author):
        save_changed(condition)
    condition_announce(condition)
    return condition


def _check_due(condition: Condition) -> None:
    if condition.due_on and condition.given_on and condition.due_on < condition.given_on:
        raise ValidationError({"due_on": "対応の期限は、付けた日より後にしてください。"})


@transaction.atomic
def condition_answer(
    *, condition: Condition, edits: Iterable[Edit], author: Author, today: date
) -> Condition:
    """Report what the department did; it may be put better until the body has closed it.

    Raise ConditionSettled, ValidationError for an empty text, EditConflict.
    """
    condition = _unmet(condition)
    conflicts = Conflicts()
    conflicts.merge(condition, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    if not condition.answer.strip():
        raise ValidationError({"answer": "何をしたか、いつまでに何をするかを入力してください。"})
    is_new = condition.state == State.OPEN
    condition.state, condition.answered_on = State.ANSWERED, today
    condition.answered_by_name = str(author.user or "")
    with _saving(condition, author):
        save_changed(condition)
    _settle(condition)
    if is_new:
        planners = condition.plan.municipality.users.filter(is_active=True, role=User.Role.PLANNING)
        notify(
            people=planners.exclude(pk=author.user.pk if author.user else None),
            text=f"「{condition.subject}」の付帯意見への対応が報告されました。",
            url=condition.get_absolute_url(),
            kind="condition",
            key=f"condition-{condition.pk}:answered:{today.isoformat()}",
        )
    return condition


@transaction.atomic
def condition_close(
    *, condition: Condition, state: str, author: Author, today: date, meeting: Meeting | None = None
) -> Condition:
    """Find a condition met, withdraw it, or hand it back to the department as still open.

    A meeting gives its day. Raise ConditionSettled unless it is unmet; PermissionDenied for another plan's
    meeting.
    """
    condition = _unmet(condition)
    if meeting is not None and meeting.plan_id != condition.plan_id:
        raise PermissionDenied
    condition.state = State(state)
    is_closed = condition.state in CLOSED
    condition.closed_in = meeting if is_closed else None
    condition.closed_on = (min(meeting.held_on, today) if meeting else today) if is_closed else None
    with _saving(condition, author):
        save_changed(condition)
    if is_closed:
        _settle(condition)
    else:
        _say(condition, "の付帯意見は、対応がまだ足りないとされました。", f"again:{today.isoformat()}")
    return condition


@transaction.atomic
def condition_reopen(*, condition: Condition, author: Author) -> Condition:
    """Take the closing back: what was closed by mistake is unmet again."""
    condition = _locked(condition)
    condition.state = State.ANSWERED if condition.answer else State.OPEN
    condition.closed_on, condition.closed_in = None, None
    with _saving(condition, author):
        save_changed(condition)
    return condition


def conditions_remind(today: date, now: datetime) -> str:
    """Tell departments of conditions due within five working days, and on the working day after; return what
    was done. Whoever was told is not told again.
    """
    told, closed = 0, {}
    for condition in conditions_to_remind(today):
        city = condition.plan.municipality
        if city.pk not in closed:
            closed[city.pk] = closed_days_of(city)
        days = closed[city.pk]
        if today >= working_days_after(condition.due_on, 1, days):
            text, kind = "の付帯意見は、対応の期限を過ぎています。", "late"
        elif today >= working_days_before(condition.due_on, REMIND_BEFORE, days):
            text, kind = "の付帯意見は、対応の期限が近づいています。", "due"
        else:
            continue
        told += _say(condition, text, f"{kind}:{condition.due_on.isoformat()}")
    return f"付帯意見のお知らせを{told}人に送りました。" if told else "付帯意見のお知らせはありません。"


def _say(condition: Condition, text: str, occasion: str) -> int:
    """Tell the people of the department something about a condition, once an occasion."""
    return notify(
        people=people_answering(condition),
        text=f"「{condition.subject}」{text}",
        url=condition.get_absolute_url(),
        kind="condition",
        key=f"condition-{condition.pk}:{occasion}",
    )


def _locked(condition: Condition) -> Condition:
    found = Condition.objects.select_for_update(of=("self",))
    return found.select_related("plan__municipality", "measure", "policy").get(pk=condition.pk)


def _unmet(condition: Condition) -> Condition:
    """Return the locked row. Raise ConditionSettled once it is met or withdrawn."""
    found = _locked(condition)
    if not found.is_unmet:
        raise ConditionSettled(found.get_state_display())
    return found


def _saving(condition: Condition, author: Author):
    plan = condition.plan
    return change_set(author=author, municipality=plan.municipality, plan_code=plan.code)


def _settle(condition: Condition) -> None:
    """What the department was told is done."""
    for part in ("given", "due", "late"):
        notices_settle(key_prefix=f"condition-{condition.pk}:{part}:", now=timezone.now())
