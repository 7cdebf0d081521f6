"""How a document refers to departments and systems: by name where that is enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from exchange.sharing import Shared
from measures.models import MeasureDepartment
from organizations.models import Department
from plans.department_names import long_name, references
from plans.models import DepartmentListing, Plan, PolicyDepartment
from systems.models import InformationSystem, OnlineProcedure, PlanListing, SystemDepartment


@dataclass(frozen=True)
class Names:
    """The names by which one plan's document refers to rows, by primary key.

    `systems` holds those the plan lists: of others a document cannot speak.
    """

    listings: list[DepartmentListing]
    system_listings: list[PlanListing]
    departments: dict[int, str]
    systems: dict[int, str]
    system_keys: dict[int, str]

    @classmethod
    def of(cls, plan: Plan) -> Names:
        listings = list(plan.department_listings.select_related("department", "parent"))
        listings += _unlisted(plan, listings)
        systems = plan.system_listings.select_related("system__municipality", "system__successor")
        systems = list(systems.prefetch_related("system__system_departments"))
        keys = system_keys_of(plan, [listing.system for listing in systems])
        return cls(listings, systems, references(listings), _system_names(systems, keys), keys)

    def department_key(self, listing: DepartmentListing) -> str | None:
        """Return the key where the name does not say it."""
        department = listing.department
        return None if department.key in {department.name, long_name(listing)} else department.key

    def named_systems(self, systems: Iterable[int | None]) -> list[str]:
        """Return what the listed ones of some systems are called."""
        return [self.systems[system] for system in systems if system in self.systems]


def _unlisted(plan: Plan, listings: list[DepartmentListing]) -> list[DepartmentListing]:
    """Return listings of the departments that the portal's own edits use and this plan does not print: its
    document names them, so that it can be read back.
    """
    used = _used_departments(plan)
    listed = {listing.department_id: listing.department for listing in listings}
    missing = Department.objects.filter(municipality=plan.municipality_id, pk__in=used).exclude(pk__in=listed)
    return [
        DepartmentListing(plan=plan, department=row, parent=listed.get(row.parent_id), kind=row.kind)
        for row in missing.order_by("order", "pk")
    ]


def _used_departments(plan: Plan):
    by_systems = SystemDepartment.objects.filter(system__listings__plan=plan)
    by_procedures = OnlineProcedure.objects.filter(plan=plan, department__isnull=False)
    links = [
        MeasureDepartment.objects.filter(measure__plan=plan),
        PolicyDepartment.objects.filter(policy__plan=plan),
        by_systems,
        by_procedures,
    ]
    first, *others = [rows.order_by().values("department") for rows in links]
    return first.union(*others)


def system_keys_of(plan: Plan, systems: list[InformationSystem]) -> dict[int, str]:
    """Return the keys of systems; one that another city keeps has the key it has in this city."""
    keys = {system.pk: system.key for system in systems}
    if any(system.municipality_id != plan.municipality_id for system in systems):
        own = InformationSystem.objects.filter(municipality=plan.municipality_id)
        shared = Shared.with_city(plan.municipality, set(own.values_list("key", flat=True)))
        keys |= {pk: key for pk, key in shared.keys.items() if pk in keys}
    return keys


def _system_names(listings: list[PlanListing], keys: dict[int, str]) -> dict[int, str]:
    systems = [listing.system for listing in listings]
    counts = Counter(system.name for system in systems)
    return {system.pk: system.name if counts[system.name] == 1 else keys[system.pk] for system in systems}
