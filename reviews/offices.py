"""The departments of a plan's city in 建制順, each with the division above it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.models import Department
from plans.models import Plan

LAST = 1_000_000


@dataclass(frozen=True)
class Office:
    """A department, the topmost one above it (None for one at the top), its place in the order."""

    department: Department
    division: Department | None
    place: int

    @property
    def name(self) -> str:
        return self.department.name

    @property
    def division_name(self) -> str:
        return self.division.name if self.division else ""

    @property
    def long_name(self) -> str:
        return f"{self.division_name} {self.name}".strip()

    def stands_on(self, day: date) -> bool:
        """Say whether the department has not ended before a day; its end may be known by month or year."""
        until = self.department.until
        return not until or until >= day.isoformat()[: len(until)]


def offices_of(plan: Plan) -> dict[int, Office]:
    """Return every department of the city by primary key, in 建制順 (two queries).

    Those the plan's document lists come in its order and under its parents, others as the city keeps them.
    """
    columns = plan.department_listings.values_list("department", "parent", "order")
    listed = {department: (parent, order) for department, parent, order in columns}
    departments = sorted(
        plan.municipality.departments.order_by("order", "pk"),
        key=lambda department: listed[department.pk][1] if department.pk in listed else LAST,
    )
    below: dict[int | None, list[Department]] = defaultdict(list)
    known = {department.pk for department in departments}
    for department in departments:
        department.municipality = plan.municipality
        parent = listed[department.pk][0] if department.pk in listed else department.parent_id
        below[parent if parent in known else None].append(department)
    return {
        department.pk: Office(department, division, place)
        for place, (department, division) in enumerate(_in_tree(below, None, None))
    }


def _in_tree(
    below: Mapping[int | None, Sequence[Department]], parent: int | None, division: Department | None
) -> Iterator[tuple[Department, Department | None]]:
    for department in below.get(parent, ()):
        yield department, division
        yield from _in_tree(below, department.pk, division or department)
