"""How a document refers to departments and systems: by name where that is enough."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

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
        counts = Counter(listing.department.name for listing in listings)
        departments = {listing.department_id: _long_name(listing) for listing in listings}
        departments |= {
            listing.department_id: listing.department.name
            for listing in listings
            if counts[listing.department.name] == 1
        }
        return cls(listings, _with_unlisted(plan, departments), _system_names(plan))

    def department_key(self, listing: DepartmentListing) -> str | None:
        """Return the key where the name does not say it."""
        department = listing.department
        return None if department.key in {department.name, _long_name(listing)} else department.key


def _long_name(listing: DepartmentListing) -> str:
    return f"{listing.parent.name if listing.parent else ''} {listing.department.name}".strip()


def _with_unlisted(plan: Plan, departments: dict[int, str]) -> dict[int, str]:
    """Add the city's departments that this plan does not list, which the portal's own edits may use."""
    others = plan.municipality.departments.exclude(pk__in=departments)
    return {department.pk: department.name for department in others} | departments


def _system_names(plan: Plan) -> dict[int, str]:
    systems = InformationSystem.objects.filter(municipality=plan.municipality_id).only("key", "name")
    counts = Counter(system.name for system in systems)
    return {system.pk: system.name if counts[system.name] == 1 else system.key for system in systems}
