"""A plan document read for 情報システム台帳と更新の工程: entries with findings, next year's budget."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from exchange.disclosing import public_document
from exchange.inventory_facts import contract_facts, departments_of, facts_of_document
from exchange.inventory_order import identity_of
from organizations.fiscal_years import fiscal_year_of
from portal.boards.budget import Budget, Sum, groups_of, parts_of
from portal.boards.budget_items import Agreed, Given, items_of
from portal.inventory.workbook import WITHHELD
from portal.printing.inventory_table import Listed, listed_systems
from portal.printing.systems_beside import Beside
from portal.renewals.costs import BASES
from portal.renewals.entries import Entry
from systems.findings.facts import SystemFacts
from systems.findings.findings import Finding, findings_in, sorted_findings


@dataclass(frozen=True)
class SystemsReading:
    """A document in canonical form, read for one day and one audience; `beside` holds working papers."""

    document: Mapping[str, Any]
    day: date
    is_internal: bool
    beside: Beside

    @property
    def city(self) -> str:
        return self.document["municipality"]["name"]

    @cached_property
    def facts(self) -> list[SystemFacts]:
        return facts_of_document(self.document, self.day, closed=self.beside.closed)

    @cached_property
    def listed(self) -> list[Listed]:
        return listed_systems(self.document, self.facts)

    @cached_property
    def entries(self) -> list[Entry]:
        """The running systems with their findings; for the public without what stays within the city."""
        if not self.is_internal:
            return self._public_entries()
        found: dict[int, list[Finding]] = defaultdict(list)
        judged = findings_in(self.facts, self.day, self.beside.acceptances)
        for finding in sorted_findings(judged):
            found[finding.system.system_id].append(finding)
        return [Entry(one, found[one.system_id], "", place=one.system_id) for one in self.facts]

    def _public_entries(self) -> list[Entry]:
        public = public_document(dict(self.document)).document
        facts = {one.system_id: one for one in facts_of_document(public, self.day)}
        running = [facts[one.facts.system_id] for one in self.listed if one.facts.system_id in facts]
        for one in self.listed:
            if one.keeps("departments") and one.facts.departments:
                facts[one.facts.system_id].departments = [WITHHELD]
        return [Entry(one, (), "", place=one.system_id) for one in running]

    @cached_property
    def dated(self) -> list[Entry]:
        """The systems whose renewal may be shown."""
        closed = {one.facts.system_id for one in self.listed if one.keeps("renewal")}
        return [entry for entry in self.entries if self.is_internal or entry.pk not in closed]

    def budget(self) -> Budget:
        """Return what the budget of the next fiscal year has to bear."""
        year = fiscal_year_of(self.day) + 1
        departments = departments_of(self.document).having(self.beside.more)
        orders = {number: number for number in departments.numbers.values()}
        names = dict(zip(orders, departments.names.values(), strict=True))
        items = items_of(self.entries, self._given(year), year, orders)
        groups = groups_of(items, names, orders)
        return Budget(year, groups, Sum("計", items), parts_of(items), self.beside.scope)

    def _given(self, year: int) -> Given:
        parts, terms = self.document.get("systems", []), contract_facts(self.document)
        covered: dict[str, list[int]] = defaultdict(list)
        for number, part in enumerate(parts, 1):
            for name in part.get("contracts", []):
                covered[name].append(number)
        costs = {
            number: (cost["amount"], BASES[cost.get("basis", "estimate")])
            for number, part in enumerate(parts, 1)
            for cost in part.get("renewal", {}).get("costs", [])
            if cost["fiscal_year"] == year
        }
        contracts = [
            Agreed(
                terms[identity_of(part)].pk, part["name"], terms[identity_of(part)],
                _amount(part, year), covered[identity_of(part)],
            )
            for part in self.document.get("contracts", [])
        ]  # fmt: skip
        return Given(costs, contracts, self.beside.wishes)


def _amount(contract: Mapping[str, Any], year: int) -> int | None:
    amounts: Sequence[Mapping[str, int]] = contract.get("amounts", [])
    return next((one["amount"] for one in amounts if one["fiscal_year"] == year), None)
