"""自課: the measures of a person's department, and for 30 days those a reorganisation took from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from measures.models import Measure
from organizations.models import Department, User
from portal.place import Place
from systems.models import InformationSystem


@dataclass(frozen=True)
class OwnWork:
    """What the person's departments hold in the place's plan, and what went to others a short while ago."""

    department: Department | None
    measures: Sequence[Measure]
    handed_over: Sequence[Measure]
    former: Sequence[Department]

    @property
    def is_any(self) -> bool:
        return bool(self.measures or self.handed_over)


@dataclass(frozen=True)
class HandedOver:
    """What a department held until a reorganisation of the last 30 days."""

    measures: Sequence[Measure]
    systems: Sequence[InformationSystem]


def own_work(place: Place, user: User, today: date) -> OwnWork | None:
    """Return what is the person's, None for somebody without a department (three queries)."""
    if user.department_id is None:
        return None
    departments = list(Department.objects.of_person(user, today))
    former = [department for department in departments if department.pk != user.department_id]
    own = next((department for department in departments if department.pk == user.department_id), None)
    measures = _of_place(Measure.objects.held_by([own]), place)
    gone = _of_place(Measure.objects.handed_over_by(former, today=today), place) if former else []
    return OwnWork(own, measures, [row for row in gone if row not in measures], former)


def handed_over(place: Place, department: Department, today: date) -> HandedOver | None:
    """Return what went from a department to others, None where nothing did lately (two queries)."""
    measures = Measure.objects.handed_over_by([department], today=today)
    systems = InformationSystem.objects.handed_over_by([department], today=today)
    held = HandedOver(
        [with_plan(row, place) for row in measures.order_by("plan", "order", "pk")],
        [*systems.order_by("pk")],
    )
    return held if held.measures or held.systems else None


def _of_place(measures, place: Place) -> list[Measure]:
    return [with_plan(row, place) for row in measures.filter(plan=place.plan).order_by("order", "pk")]


def with_plan(measure: Measure, place: Place) -> Measure:
    """Hand a measure its plan and city, which its address asks for."""
    measure.plan = next(plan for plan in place.plans if plan.pk == measure.plan_id)
    return measure
