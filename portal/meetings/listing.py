"""The meetings of a plan as their list shows them, and the conditions as theirs does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet

from organizations.models import User
from portal.place import Place
from reviews.conditions import FILTERS, narrowed
from reviews.models import Condition, Meeting

State = Condition.State
UNMET, ALL = "unmet", "all"
OWN = "own"
SHOWN = {UNMET: "対応が済んでいないもの", **FILTERS, State.WITHDRAWN: "取下げ", ALL: "すべて"}


def meetings_of(place: Place, user: User) -> list[Meeting]:
    """Return the meetings `user` may know of with their counts: the next one first, then the held ones, the
    last before the others (one query).
    """
    found = Meeting.objects.visible_to(user).filter(plan=place.plan).with_counts()
    meetings = list(found.select_related("body", "round").order_by("held_on", "pk"))
    for meeting in meetings:
        meeting.plan = place.plan
    planned = [meeting for meeting in meetings if not meeting.is_held]
    return planned + [meeting for meeting in reversed(meetings) if meeting.is_held]


@dataclass(frozen=True)
class Chip:
    """A narrowing of the list, and how many it leaves."""

    label: str
    query: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class ConditionLine:
    """One condition, and what the person may do with it."""

    condition: Condition
    is_overdue: bool
    may_answer: bool
    may_change: bool

    @property
    def tone(self) -> str:
        """The colour of its state: of an overdue one that of an alarm."""
        if self.is_overdue:
            return "bad"
        return {State.OPEN: "warn", State.ANSWERED: "key", State.MET: "good"}.get(self.condition.state, "")


@dataclass(frozen=True)
class ConditionList:
    lines: Sequence[ConditionLine]
    chips: Sequence[Chip]
    departments: Sequence[Chip]
    hint: str


def condition_list(place: Place, user: User, params, today: date) -> ConditionList:
    """Return the conditions of the plan, narrowed by `state` and, of one's own department, `of=own`.

    Queries do not grow with the conditions.
    """
    chosen = params.get("state", "") if params.get("state") in SHOWN else UNMET
    own = user.department_id if params.get("of") == OWN else None
    visible = Condition.objects.visible_to(user).filter(plan=place.plan)
    of_whom = visible.filter(department=own) if own else visible
    related = ("measure", "policy", "department", "meeting", "closed_in", "round")
    rows = list(_narrowed(of_whom, chosen, today).select_related(*related).order_by("due_on", "pk"))
    answerable = Condition.objects.answerable_by(user).filter(plan=place.plan)
    answerable = set(answerable.values_list("pk", flat=True))
    may_change = user.is_planning or user.is_administrator
    counts = {name: _narrowed(of_whom, name, today).count() for name in SHOWN}
    kept = {"of": OWN} if own else {}
    return ConditionList(
        lines=[_line(row, place, today, answerable, may_change) for row in rows],
        chips=[
            Chip(label, "?" + urlencode({"state": name, **kept}), counts[name], name == chosen)
            for name, label in SHOWN.items()
            if counts[name] or name == chosen or name in FILTERS
        ],
        departments=_departments(user, visible, chosen, own, today),
        hint="" if rows else "この条件に当てはまる付帯意見はありません。",
    )


def _narrowed(conditions: QuerySet, chosen: str, today: date) -> QuerySet:
    return conditions.unmet() if chosen == UNMET else narrowed(conditions, chosen, today)


def _departments(user: User, visible: QuerySet, chosen: str, own: int | None, today: date) -> list[Chip]:
    """Offer one's own department to whoever has one."""
    if user.department_id is None:
        return []
    shown = _narrowed(visible, chosen, today)
    mine = shown.filter(department=user.department_id).count()
    return [
        Chip("すべての課", "?" + urlencode({"state": chosen}), shown.count(), own is None),
        Chip("自課", "?" + urlencode({"state": chosen, "of": OWN}), mine, own is not None),
    ]


def _line(
    condition: Condition, place: Place, today: date, answerable: set[int], may_change: bool
) -> ConditionLine:
    condition.plan = place.plan
    for row in (condition.subject, condition.meeting, condition.closed_in, condition.round):
        if row is not None:
            row.plan = place.plan
    return ConditionLine(
        condition=condition,
        is_overdue=condition.is_overdue(today),
        may_answer=condition.is_unmet and condition.pk in answerable,
        may_change=may_change,
    )
