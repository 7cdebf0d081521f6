"""A plan's document with all that runs in its city: the systems it lists, then those it does not.

It is for print alone. What an import takes, an edition keeps and a partner gets is `dump.plan_document`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from exchange import shapes
from exchange.canonical import ordered
from exchange.dump import Document, plan_document
from exchange.dumping.names import Names, system_keys_of
from exchange.dumping.systems import Part, system_parts, written
from organizations.models import Department
from plans.models import Plan
from systems.models import Contract, InformationSystem, PlanListing, RenewalPlan

UNLISTED = "計画の一覧にないシステム"


@dataclass(frozen=True)
class WholeInventory:
    """The document in canonical form; `systems` are the primary keys of its systems, in its order,
    `unlisted` how many of them the plan does not list.
    """

    document: Document
    systems: Sequence[int]
    unlisted: int


def whole_inventory(plan: Plan, fiscal_year: int) -> WholeInventory:
    """Return the document of `plan` with every system of its city, in a number of queries that does not grow.

    What the plan does not list stands last, under a heading of its own. Where the plan tells of no renewal,
    that of the plan which counts in `fiscal_year` stands, as on the pages of the systems.
    """
    document, names = plan_document(plan), Names.of(plan)
    others = _unlisted(plan, names)
    parts = [*document["systems"], *system_parts(plan, others)]
    systems = [row.system_id for row in [*names.system_listings, *others.system_listings]]
    renewals = _renewals(plan, fiscal_year) if parts else {}
    for pk, part in zip(systems, parts, strict=True):
        part["renewal"] = part.get("renewal") or renewals.get(pk)
    contracts = written(Contract.objects.filter(municipality=plan.municipality_id)) if parts else []
    whole = document | {"systems": parts, "contracts": contracts}
    return WholeInventory(ordered(whole), systems, len(others.system_listings))


def _unlisted(plan: Plan, names: Names) -> Names:
    """Return the systems of the city that the plan does not list, as if it did."""
    listed = [listing.system_id for listing in names.system_listings]
    rows = InformationSystem.objects.of_city(plan.municipality).exclude(pk__in=listed).order_by("pk")
    rows = list(
        rows.select_related("municipality", "successor").prefetch_related(
            "system_departments", "system_departments__department"
        )
    )
    return replace(
        names,
        system_listings=[PlanListing(plan=plan, system=row, group=UNLISTED) for row in rows],
        departments=_department_names(plan) | names.departments,
        systems={row.pk: row.name for row in rows} | names.systems,
        system_keys=system_keys_of(plan, rows),
    )


def _department_names(plan: Plan) -> dict[int, str]:
    return dict(Department.objects.filter(municipality=plan.municipality_id).values_list("pk", "name"))


def _renewals(plan: Plan, fiscal_year: int) -> Mapping[int, Any]:
    """Return the renewal that counts of each system, by primary key."""
    found: dict[int, Part] = {}
    rows = RenewalPlan.objects.filter(plan__municipality=plan.municipality_id)
    for row in rows.current_first(fiscal_year).prefetch_related("costs"):
        costs = [shapes.RENEWAL_COST.write(cost) for cost in row.costs.all()]
        found.setdefault(row.system_id, shapes.RENEWAL.write(row) | {"costs": costs})
    return found
