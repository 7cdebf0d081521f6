"""The systems a plan lists: the city's inventory rows, their departments, what hangs on each of them.

What is the plan's (listings, renewals) becomes equal to the document. What is the city's (`shapes.INVENTORY`,
migrations, support ends, contracts) stays where the document does not speak of it; and what another city
keeps of a system it shares is never written here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from exchange import shapes
from exchange.codec import Shape
from exchange.errors import Problem
from exchange.loading.context import Loading, Part
from exchange.loading.contracts import load_contract_links, load_contracts
from exchange.loading.spans import refuse_reversed
from exchange.sharing import Shared
from exchange.sync import Wanted, sync_rows
from systems.models import (
    InformationSystem,
    PlanListing,
    RenewalCost,
    RenewalPlan,
    StandardMigration,
    SupportEnd,
    SystemDepartment,
    SystemShare,
)

# What a city enters on a system; where there is any, the system stays in the inventory whatever plans list.
ENTERED = [
    "contract_systems", "support_ends", "migrations", "shares", "files", "consultations", "accepted_findings",
]  # fmt: skip

# Of a shared system each city has its own.
OF_EACH_CITY = {"user_count", "yearly_cost", "shared_with"}
KEPT_ELSEWHERE = (
    "共同利用の「{system}」の内容は{system.municipality}が管理しているため、変えていません。"
    "所管課・利用者数・年間経費・契約・更新計画は取り込みました。"
)


def key_of(part: Part) -> str:
    return part.get("key") or part["name"]


@dataclass(frozen=True)
class Listed:
    """A system with what the document says of it, and whether the plan's city keeps its facts."""

    system: InformationSystem
    part: Part
    is_kept: bool


def load_systems(loading: Loading) -> None:
    """Load the systems and what the plan says of each. A system another plan lists too stays the same row."""
    listed = _load_facts(loading)
    names = [entry.system.name for entry in listed]
    loading.systems = {key_of(entry.part): entry.system for entry in listed}
    loading.systems |= {e.system.name: e.system for e in listed if names.count(e.system.name) == 1}
    before = PlanListing.objects.filter(plan=loading.plan).values_list("system", flat=True)
    loading.spoken_of = {*before, *(entry.system.pk for entry in listed)}
    load_contracts(loading)
    _load_departments(loading, listed)
    _load_successors(loading, listed)
    _load_listings(loading, listed)
    _load_renewals(loading, listed)
    _load_inventory(loading, listed)


def _load_facts(loading: Loading) -> list[Listed]:
    parts, city = loading.parts("systems"), loading.plan.municipality
    own = list(InformationSystem.objects.filter(municipality=city).select_related("successor"))
    shared = Shared.with_city(city, {system.key for system in own})
    kept = [(place, part) for place, part in enumerate(parts) if shared.named(key_of(part)) is None]
    wanted = [
        Wanted(
            key_of(part),
            shapes.SYSTEM.read(part, unless_said=shapes.INVENTORY)
            | {"municipality": city, "key": key_of(part)},
        )
        for _, part in kept
    ]
    entries = [(place, part, want) for (place, part), want in zip(kept, wanted, strict=True)]
    refuse_reversed("systems", entries, {row.key: row for row in own}, [("started_on", "ended_on")])
    rows = iter(sync_rows(InformationSystem, own, wanted, lambda row: row.key).rows)
    listed = []
    for place, part in enumerate(parts):
        system = shared.named(key_of(part))
        listed.append(Listed(system or next(rows), part, system is None))
        if system is not None and _differs(system, part):
            loading.remarks.append(Problem(("systems", place), KEPT_ELSEWHERE.format(system=system)))
    return listed


def _differs(system: InformationSystem, part: Part) -> bool:
    """Say whether a document has other facts of a shared system than the city that keeps it."""
    told = shapes.SYSTEM.read(part, unless_said=shapes.INVENTORY)
    return any(getattr(system, name) != value for name, value in told.items() if name not in OF_EACH_CITY)


def _load_departments(loading: Loading, listed: list[Listed]) -> None:
    wanted = [
        Wanted((e.system.pk, department.pk), {"system": e.system, "department": department, "order": order})
        for e in listed
        for order, department in enumerate(
            loading.departments[name] for name in e.part.get("departments") or []
        )
    ]
    existing = SystemDepartment.objects.filter(
        system__in=[e.system for e in listed], department__municipality=loading.plan.municipality
    )
    loading.sync(SystemDepartment, existing, wanted, lambda row: (row.system_id, row.department_id))


def _load_successors(loading: Loading, listed: list[Listed]) -> None:
    kept = [entry for entry in listed if entry.is_kept]
    wanted = [
        Wanted(
            e.system.pk,
            {"successor": loading.told_system(e.part.get("successor"), e.system.successor)},
        )
        for e in kept
    ]
    sync_rows(InformationSystem, [e.system for e in kept], wanted, lambda row: row.pk)


def _load_listings(loading: Loading, listed: list[Listed]) -> None:
    wanted = [
        Wanted(
            e.system.pk,
            {"plan": loading.plan, "system": e.system, "order": order, "group": e.part.get("group") or ""},
        )
        for order, e in enumerate(listed)
    ]
    unlisted = loading.sync(
        PlanListing, PlanListing.objects.filter(plan=loading.plan), wanted, lambda row: row.system_id
    ).missing
    if unlisted:
        loading.delete_last(InformationSystem, list(_alone(loading, unlisted)))


def _alone(loading: Loading, unlisted: list[PlanListing]) -> models.QuerySet:
    """Return the systems that nobody but this plan told of, and the city has entered nothing on."""
    elsewhere = PlanListing.objects.exclude(plan=loading.plan)
    nothing = {
        attribute: shapes.SYSTEM.read({})[attribute]
        for key, attribute in shapes.SYSTEM.attributes.items()
        if key in shapes.INVENTORY
    }
    return (
        InformationSystem.objects.filter(
            pk__in=[listing.system_id for listing in unlisted],
            municipality=loading.plan.municipality,
            **{name: value for name, value in nothing.items() if value is not None},
            **{f"{name}__isnull": True for name, value in nothing.items() if value is None},
            **{f"{name}__isnull": True for name in ENTERED},
        )
        .exclude(pk__in=elsewhere.values("system"))
        .exclude(key__in=loading.held.systems)
    )


def _load_renewals(loading: Loading, listed: list[Listed]) -> None:
    told = [entry for entry in listed if entry.part.get("renewal")]
    wanted = [
        Wanted(
            e.system.pk,
            shapes.RENEWAL.read(e.part["renewal"]) | {"plan": loading.plan, "system": e.system},
        )
        for e in told
    ]
    existing = RenewalPlan.objects.filter(plan=loading.plan)
    renewals = loading.sync(RenewalPlan, existing, wanted, lambda row: row.system_id).rows
    costs = [
        Wanted((renewal.pk, part["fiscal_year"]), shapes.RENEWAL_COST.read(part) | {"renewal": renewal})
        for renewal, e in zip(renewals, told, strict=True)
        for part in e.part["renewal"].get("costs") or []
    ]
    loading.sync(
        RenewalCost,
        RenewalCost.objects.filter(renewal__plan=loading.plan),
        costs,
        lambda row: (row.renewal_id, row.fiscal_year),
    )


def _load_inventory(loading: Loading, listed: list[Listed]) -> None:
    """Load what the document says of the city's inventory, list by list; one it leaves out stays."""
    kept = [entry for entry in listed if entry.is_kept]
    _load_rows(
        loading, kept, "migrations", StandardMigration, shapes.MIGRATION,
        lambda row: (row.system_id, row.business),
    )  # fmt: skip
    _load_rows(
        loading, kept, "support_ends", SupportEnd, shapes.SUPPORT_END,
        lambda row: (row.system_id, row.kind, row.name),
    )  # fmt: skip
    load_contract_links(loading, [(entry.system, entry.part) for entry in listed])
    wanted = [
        Wanted(e.system.pk, said | {"system": e.system, "municipality": loading.plan.municipality})
        for e in listed
        if not e.is_kept and (said := shapes.SHARE.read(e.part, unless_said=shapes.INVENTORY))
    ]
    if wanted:
        shares = SystemShare.objects.filter(municipality=loading.plan.municipality)
        sync_rows(SystemShare, shares, wanted, lambda row: row.system_id)


def _load_rows(
    loading: Loading,
    kept: list[Listed],
    key: str,
    model: type[models.Model],
    shape: Shape,
    identify: Callable[[models.Model], Any],
) -> None:
    """Sync one list of rows of the systems that say it."""
    told = [entry for entry in kept if entry.part.get(key)]
    if not told:
        return

    def rows() -> Iterator[Wanted]:
        for entry in told:
            for part in entry.part[key]:
                attributes = shape.read(part) | {"system": entry.system}
                yield Wanted(identify(model(**attributes)), attributes)

    existing = model.objects.filter(system__in=[entry.system for entry in told])
    loading.sync(model, existing, rows(), identify)
