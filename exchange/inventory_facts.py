"""From a plan document to what the rules know of its systems: the plain facts that rows give, no query."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from exchange.inventory_order import identity_of
from organizations.working_days import ClosedDays
from plans.models.plan import lead_of
from systems.findings.facts import (
    ContractFacts,
    MigrationFacts,
    RenewalFacts,
    SupportFacts,
    SystemFacts,
)
from systems.models import ALERT_MONTHS
from systems.renewing import LABELS

Part = Mapping[str, Any]
MONTHS = [step for step in LABELS if step != "procurement_fiscal_year"]


@dataclass(frozen=True)
class Departments:
    """The departments of a document in 建制順, numbered from 1: what refers to one, and its own name."""

    names: Mapping[str, str]

    @property
    def numbers(self) -> dict[str, int]:
        return {reference: number for number, reference in enumerate(self.names, 1)}

    def having(self, references: Iterable[str]) -> "Departments":
        """Return these and, after them, those of other references, which are names."""
        return Departments({**self.names, **{one: one for one in references if one not in self.names}})


def departments_of(document: Part) -> Departments:
    """Return the departments a document lists, then those its systems name besides."""
    listed = document.get("departments", [])
    names = [part["name"] for part in listed]
    found = {}
    for part in listed:
        above = part.get("parent", "")
        above = above if above in names else above.rpartition(" ")[2]
        reference = part["name"] if names.count(part["name"]) == 1 else f"{above} {part['name']}".strip()
        found[reference] = part["name"]
    named = (one for part in document.get("systems", []) for one in part.get("departments", []))
    return Departments(found).having(named)


def facts_of_document(
    document: Part, as_of: date, *, closed: Container[date] | None = None
) -> list[SystemFacts]:
    """Return the facts of the systems of a document that run on `as_of`.

    Systems, contracts and departments have no primary keys here: they are numbered from 1 as the document has
    them. A document does not tell the city's own closed days: whoever knows them hands them over.
    """
    departments = departments_of(document)
    lead = lead_of(document["plan"].get("renewal_lead_months"))
    contracts = contract_facts(document)
    return [
        _system(number, part, departments, contracts, lead, closed or ClosedDays())
        for number, part in enumerate(document.get("systems", []), 1)
        if not is_ended(part, as_of)
    ]


def contract_facts(document: Part) -> dict[str, ContractFacts]:
    """Return the contracts of a document by what its systems refer to them by."""
    return {
        identity_of(part): _contract(number, part)
        for number, part in enumerate(document.get("contracts", []), 1)
    }


def is_ended(system: Part, as_of: date) -> bool:
    """Say whether a system of a document runs no more."""
    ended = month_of(system.get("ended_on"))
    return ended is not None and ended <= as_of


def month_of(text: str | None) -> date | None:
    """Return the 1st of a month like 2028-01."""
    return date.fromisoformat(f"{text}-01") if text else None


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _system(
    number: int,
    part: Part,
    departments: Departments,
    contracts: Mapping[str, ContractFacts],
    lead: int,
    closed: Container[date],
) -> SystemFacts:
    named: Sequence[str] = part.get("departments", [])
    numbers = departments.numbers
    return SystemFacts(
        municipality_id=0,
        system_id=number,
        name=part["name"],
        started_on=month_of(part.get("started_on")),
        is_priority=part.get("is_priority"),
        bcp_priority=part.get("bcp_priority", ""),
        disclosure=dict(part.get("disclosure", {})),
        renewal=_renewal(part["renewal"], lead) if "renewal" in part else None,
        department_ids=[numbers[one] for one in named],
        departments=[departments.names[one] for one in named],
        supports=[
            SupportFacts(one["kind"], one.get("name", ""), day_of(one["on"]))
            for one in part.get("support_ends", [])
        ],
        migrations=[
            MigrationFacts(
                one["business"], one.get("state", ""), day_of(one.get("due")), one.get("reason", "")
            )
            for one in part.get("migrations", [])
        ],
        contracts=[contracts[name] for name in part.get("contracts", []) if name in contracts],
        standard_businesses=list(part.get("standard_businesses", [])),
        closed=closed,
    )


def _renewal(part: Part, lead: int) -> RenewalFacts:
    months = {name: month_of(part.get(name)) for name in MONTHS}
    return RenewalFacts(
        lead_months=lead, procurement_fiscal_year=part.get("procurement_fiscal_year"), **months
    )


def _contract(number: int, part: Part) -> ContractFacts:
    return ContractFacts(
        pk=number,
        name=part["name"],
        first_start=day_of(part.get("first_start")),
        first_end=day_of(part.get("first_end")),
        renews_automatically=part.get("renews_automatically"),
        renewal_months=part.get("renewal_months"),
        notice_days=part.get("notice_days"),
        terminated_on=day_of(part.get("terminated_on")),
        alert_months=part.get("alert_months", ALERT_MONTHS),
    )
