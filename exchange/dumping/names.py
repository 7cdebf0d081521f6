"""How a document refers to departments and systems: by name where that is enough."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from plans.department_names import long_name, references
from plans.models import DepartmentListing, Plan
from systems.models import InformationSystem


@dataclass(frozen=True)
class Names:
    """The names by which one plan's document refers to rows, by primary key."""

    listings: list[DepartmentListing]
    departments: dict[int, str]
    systems: dict[int, str]

    @classmethod
    def of(cls, plan: Plan) -> Names:
        listings = list(plan.department_listings.select_related("department", "parent"))
        return cls(listings, _with_unlisted(plan, references(listings)), _system_names(plan))

    def department_key(self, listing: DepartmentListing) -> str | None:
        """Return the key where the name does not say it."""
        department = listing.department
        return None if department.key in {department.name, long_name(listing)} else department.key


def _with_unlisted(plan: Plan, departments: dict[int, str]) -> dict[int, str]:
    """Add the city's departments that this plan does not list, which the portal's own edits may use."""
    others = plan.municipality.departments.exclude(pk__in=departments)
    return {department.pk: department.name for department in others} | departments


def _system_names(plan: Plan) -> dict[int, str]:
    systems = InformationSystem.objects.filter(municipality=plan.municipality_id).only("key", "name")
    counts = Counter(system.name for system in systems)
    return {system.pk: system.name if counts[system.name] == 1 else system.key for system in systems}
