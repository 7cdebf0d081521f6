"""The systems a plan lists: the city's inventory rows, their departments, their renewals."""

from exchange import shapes
from exchange.loading.context import Loading, Part
from exchange.sync import Wanted, sync_rows
from systems.models import InformationSystem, PlanListing, RenewalPlan, SystemDepartment


def key_of(part: Part) -> str:
    return part.get("key") or part["name"]


def load_systems(loading: Loading) -> None:
    """Load the systems and what the plan says of each. A system another plan lists too stays the same row."""
    parts = loading.parts("systems")
    city = loading.plan.municipality
    listed = InformationSystem.objects.filter(municipality=city)
    wanted = [
        Wanted(key_of(part), shapes.SYSTEM.read(part) | {"municipality": city, "key": key_of(part)})
        for part in parts
    ]
    systems = sync_rows(InformationSystem, listed, wanted, lambda row: row.key).rows
    names = [system.name for system in systems]
    loading.systems = {system.key: system for system in systems}
    loading.systems |= {system.name: system for system in systems if names.count(system.name) == 1}
    _load_departments(loading, systems, parts)
    _load_successors(loading, systems, parts)
    _load_listings(loading, systems, parts)
    _load_renewals(loading, systems, parts)


def _load_departments(loading: Loading, systems: list[InformationSystem], parts: list[Part]) -> None:
    wanted = [
        Wanted((system.pk, department.pk), {"system": system, "department": department, "order": order})
        for system, part in zip(systems, parts, strict=True)
        for order, department in enumerate(
            loading.departments[name] for name in part.get("departments") or []
        )
    ]
    loading.sync(
        SystemDepartment,
        SystemDepartment.objects.filter(system__in=systems),
        wanted,
        lambda row: (row.system_id, row.department_id),
    )


def _load_successors(loading: Loading, systems: list[InformationSystem], parts: list[Part]) -> None:
    wanted = [
        Wanted(system.pk, {"successor": loading.systems.get(part.get("successor"))})
        for system, part in zip(systems, parts, strict=True)
    ]
    sync_rows(InformationSystem, systems, wanted, lambda row: row.pk)


def _load_listings(loading: Loading, systems: list[InformationSystem], parts: list[Part]) -> None:
    wanted = [
        Wanted(
            system.pk,
            {"plan": loading.plan, "system": system, "order": order, "group": part.get("group") or ""},
        )
        for order, (system, part) in enumerate(zip(systems, parts, strict=True))
    ]
    unlisted = loading.sync(
        PlanListing, PlanListing.objects.filter(plan=loading.plan), wanted, lambda row: row.system_id
    ).missing
    alone = (
        InformationSystem.objects.filter(pk__in=[listing.system_id for listing in unlisted])
        .exclude(listings__plan__in=loading.plan.municipality.plans.exclude(pk=loading.plan.pk))
        .exclude(key__in=loading.held.systems)
    )
    loading.delete_last(InformationSystem, list(alone))


def _load_renewals(loading: Loading, systems: list[InformationSystem], parts: list[Part]) -> None:
    wanted = [
        Wanted(system.pk, shapes.RENEWAL.read(part["renewal"]) | {"plan": loading.plan, "system": system})
        for system, part in zip(systems, parts, strict=True)
        if part.get("renewal")
    ]
    loading.sync(
        RenewalPlan, RenewalPlan.objects.filter(plan=loading.plan), wanted, lambda row: row.system_id
    )
