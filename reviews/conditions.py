"""付帯意見 as lists need them: whose homework it is, what is still to be met, how many stand where."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from organizations.models import Department
from plans.models import Plan
from reviews.models import Condition, Meeting
from reviews.subjects import SubjectKey

State = Condition.State
SOON = timedelta(days=21)  # five working days, even over the turn of the year
OVERDUE = "overdue"
FILTERS = {State.OPEN: "未対応", OVERDUE: "期限超過", State.ANSWERED: "対応報告済", State.MET: "対応済"}


def conditions_of(departments: Department | Iterable[Department | int], *, plan: Plan | None = None):
    """Return the unmet conditions of a department, or of several, the nearest due first (one query).

    They come with subject, plan and city, so that a list asks no more.
    """
    wanted = [departments] if isinstance(departments, Department) else list(departments)
    found = Condition.objects.unmet().filter(department__in=wanted)
    if plan is not None:
        found = found.filter(plan=plan)
    return _told(found)


def unmet_conditions(plan: Plan) -> Mapping[SubjectKey, list[Condition]]:
    """Return what is still to be met of a plan, by the measure or policy it is about (one query)."""
    found: dict[SubjectKey, list[Condition]] = defaultdict(list)
    for condition in _told(Condition.objects.unmet().filter(plan=plan)):
        found[condition.subject_key].append(condition)
    return dict(found)


def standing_conditions(meeting: Meeting) -> list[Condition]:
    """Return the conditions that stand in the 次第 of a meeting by themselves, until they are met.

    Of a meeting to come those unmet now; of a held one those that were unmet when it began (one query).
    """
    given = Condition.objects.filter(plan=meeting.plan).exclude(meeting=meeting)
    if not meeting.is_held:
        return list(_told(given.unmet()))
    given = given.exclude(given_on__gt=meeting.held_on).exclude(state=State.WITHDRAWN, closed_on=None)
    return [
        condition
        for condition in _told(given)
        if condition.closed_on is None
        or condition.closed_on >= meeting.held_on
        or condition.closed_in_id == meeting.pk
    ]


def narrowed(conditions, chosen: str, today: date):
    """Return those of a QuerySet that a filter of `FILTERS` is about; all where it is none."""
    if chosen == OVERDUE:
        return conditions.overdue(today)
    return conditions.filter(state=chosen) if chosen in State else conditions


def conditions_to_remind(today: date):
    """Return what departments have not reported on and what is due soon, or was; made-up samples apart."""
    waiting = Condition.objects.filter(state=State.OPEN, is_sample=False, due_on__lte=today + SOON)
    return _told(waiting.exclude(department=None))


def _told(conditions):
    related = ("plan__municipality", "measure", "policy", "department", "meeting", "round")
    return conditions.select_related(*related).order_by("due_on", "pk")
