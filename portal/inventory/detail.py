"""The page of one system: what is ahead, its facts, contracts, life line, relations and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from organizations.models import User
from organizations.working_days import closed_days_of
from plans.models import Plan
from portal.inventory.ahead import Ahead, dates_ahead
from portal.inventory.contracts import ContractLine, contract_lines
from portal.inventory.facts import FactGroup, fact_groups
from portal.inventory.relations import Relations, relations_of
from portal.life_line import LifeLine, life_line
from portal.place import Place
from portal.systems import SystemRow
from systems.disclosure import is_internal
from systems.models import SystemFile
from systems.renewing import RenewalStep, renewal_steps


@dataclass(frozen=True)
class SystemPage:
    """All a page tells of a system in the city of `row`; `steps` are those of its renewal.

    `plan` tells the renewal; `is_of_another_plan` says that it is not the current one.
    """

    row: SystemRow
    plan: Plan
    is_of_another_plan: bool
    is_ended: bool
    ahead: Sequence[Ahead]
    steps: Sequence[RenewalStep]
    life_line: LifeLine | None
    facts: Sequence[FactGroup]
    contracts: Sequence[ContractLine]
    relations: Relations
    files: Sequence[SystemFile]

    @property
    def is_price_internal(self) -> bool:
        return is_internal(self.row.system, "contract_amounts")

    @property
    def is_any_internal(self) -> bool:
        return any(fact.is_internal for group in self.facts for fact in group.facts)


def system_page(row: SystemRow, place: Place, user: User, today: date) -> SystemPage:
    """Read what belongs to a system, in a number of queries that does not grow with it."""
    plan, city = row.renewal.plan if row.renewal else place.plan, place.municipality
    lead = plan.lead_months
    contracts = contract_lines(row, today, closed_days_of(city))
    files = SystemFile.objects.visible_to(user).filter(system=row.system, system__municipality=city)
    return SystemPage(
        row=row,
        plan=plan,
        is_of_another_plan=plan.pk != place.plan.pk,
        is_ended=row.is_ended(today),
        ahead=dates_ahead(row, contracts, lead, today),
        steps=renewal_steps(row.renewal, lead) if row.renewal else (),
        life_line=life_line(row, contracts, lead=lead, today=today),
        facts=fact_groups(row, today),
        contracts=contracts,
        relations=relations_of(row, user, contracts, place.plan),
        files=list(files.defer("content")),
    )
