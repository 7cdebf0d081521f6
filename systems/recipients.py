"""Whom the nightly steps tell: the planning section of each city, the people of each department."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from organizations.models import User


@dataclass(frozen=True)
class Recipients:
    """Primary keys of active people: planners by city, staff (heads among them) by department."""

    planners: dict[int, list[int]]
    staff: dict[int, list[int]]

    def of(self, municipality_id: int, department_ids: Iterable[int]) -> set[int]:
        """Return the planning section of a city and the people of these departments."""
        people = set(self.planners.get(municipality_id, ()))
        return people.union(*(self.staff.get(pk, ()) for pk in department_ids))


def recipients() -> Recipients:
    """Read everybody who may be told (one query)."""
    planners, staff = defaultdict(list), defaultdict(list)
    roles = [User.Role.PLANNING, User.Role.DEPARTMENT]
    people = User.objects.filter(is_active=True, role__in=roles).order_by()
    for pk, role, city, department in people.values_list("pk", "role", "municipality", "department"):
        if role == User.Role.PLANNING:
            planners[city].append(pk)
        if department is not None:
            staff[department].append(pk)
    return Recipients(dict(planners), dict(staff))
