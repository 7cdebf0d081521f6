"""The systems a plan lists with all the city keeps of them, their contracts, and online procedures.

A system that several cities share stands in the document of each with that city's own departments, figures
and contracts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from exchange import shapes
from exchange.codec import Shape
from exchange.dumping.names import Names
from plans.models import Plan
from systems.models import (
    Contract,
    ContractSystem,
    InformationSystem,
    PlanListing,
    StandardMigration,
    SupportEnd,
    SystemShare,
)

Part = dict[str, Any]


def system_parts(plan: Plan, names: Names) -> list[Part]:
    """Return the systems that `names` lists, in its order."""
    rows = _Rows.of(plan, [listing.system for listing in names.system_listings])
    return [_system(plan, listing, names, rows) for listing in names.system_listings]


def contract_parts(plan: Plan) -> list[Part]:
    """Return the city's contracts for systems the plan lists."""
    listed = ContractSystem.objects.filter(system__listings__plan=plan).order_by().values("contract")
    return written(Contract.objects.filter(municipality=plan.municipality_id, pk__in=listed))


def written(contracts: QuerySet[Contract]) -> list[Part]:
    """Return contracts as a document has them."""
    return [
        shapes.CONTRACT.write(row)
        | {
            "key": None if row.key == row.name else row.key,
            "amounts": [shapes.CONTRACT_AMOUNT.write(amount) for amount in row.amounts.all()],
        }
        for row in contracts.prefetch_related("amounts")
    ]


@dataclass(frozen=True)
class _Rows:
    """What hangs on the listed systems, by the primary key of the system."""

    renewals: Mapping[int, Part]
    migrations: Mapping[int, list[Part]]
    support_ends: Mapping[int, list[Part]]
    contracts: Mapping[int, list[str]]
    shares: Mapping[int, Part]

    @classmethod
    def of(cls, plan: Plan, systems: list[InformationSystem]) -> _Rows:
        city = plan.municipality_id
        shared = [system for system in systems if system.municipality_id != city]
        shares = SystemShare.objects.filter(municipality=city, system__in=shared)
        links = ContractSystem.objects.filter(system__in=systems, contract__municipality=city)
        return cls(
            renewals={
                row.system_id: shapes.RENEWAL.write(row)
                | {"costs": [shapes.RENEWAL_COST.write(cost) for cost in row.costs.all()]}
                for row in plan.renewals.prefetch_related("costs")
            },
            migrations=_by_system(shapes.MIGRATION, StandardMigration.objects.filter(system__in=systems)),
            support_ends=_by_system(shapes.SUPPORT_END, SupportEnd.objects.filter(system__in=systems)),
            contracts=_grouped(links.values_list("system", "contract__key")),
            shares={row.system_id: shapes.SHARE.write(row) for row in shares},
        )


def _by_system(shape: Shape, rows: Iterable[Any]) -> Mapping[int, list[Part]]:
    return _grouped((row.system_id, shape.write(row)) for row in rows)


def _grouped(pairs: Iterable[tuple[int, Any]]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for system, value in pairs:
        found[system].append(value)
    return found


def _system(plan: Plan, listing: PlanListing, names: Names, rows: _Rows) -> Part:
    system, key = listing.system, names.system_keys[listing.system_id]
    links = system.system_departments.all()
    part = shapes.SYSTEM.write(system) | {
        "key": None if key == system.name else key,
        "group": listing.group,
        "departments": [
            names.departments[link.department_id] for link in links if link.department_id in names.departments
        ],
        "migrations": rows.migrations.get(system.pk),
        "support_ends": rows.support_ends.get(system.pk),
        "contracts": rows.contracts.get(system.pk),
        "successor": names.systems.get(system.successor_id),
        "renewal": rows.renewals.get(system.pk),
    }
    return part if system.municipality_id == plan.municipality_id else part | _own(plan, system, rows)


def _own(plan: Plan, system: InformationSystem, rows: _Rows) -> Part:
    """Return what a city that shares a system says of it for itself."""
    partners = [system.municipality.name, *system.shared_with]
    share = rows.shares.get(system.pk, {"users": None, "yearly_cost": None})
    return share | {"shared_with": [name for name in partners if name != plan.municipality.name]}


def procedure_parts(plan: Plan, names: Names) -> list[Part]:
    return [
        shapes.PROCEDURE.write(row)
        | {
            "department": row.department_id and names.departments[row.department_id],
            "system": names.systems.get(row.system_id),
            "uses": [shapes.PROCEDURE_USE.write(use) for use in row.uses.all()],
        }
        for row in plan.procedures.prefetch_related("uses")
    ]
