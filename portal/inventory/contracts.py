"""The contracts of a system on its page: the present term, notice, amounts, what else they cover."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from organizations.fiscal_years import show_fiscal_year
from portal.systems import SystemRow
from systems.models import Contract, ContractAmount, InformationSystem
from systems.terms import ContractSchedule, contract_schedule


@dataclass(frozen=True)
class ContractLine:
    """A contract on a day: its `schedule`, its amounts as (fiscal year, thousand yen), its other systems."""

    contract: Contract
    schedule: ContractSchedule
    amounts: Sequence[tuple[str, str]]
    others: Sequence[InformationSystem]

    @property
    def missing(self) -> str:
        return "、".join(self.schedule.missing)


def contract_lines(row: SystemRow, today: date, closed: Container[date]) -> list[ContractLine]:
    """Return the city's contracts for a system, those that run before those that are over (three queries)."""
    systems = InformationSystem.objects.of_city(row.city).exclude(pk=row.pk).order_by("pk")
    contracts = Contract.objects.filter(municipality=row.city, systems=row.system).prefetch_related(
        Prefetch("amounts", ContractAmount.objects.order_by("fiscal_year")),
        Prefetch("systems", systems, to_attr="other_systems"),
    )
    lines = [_line(contract, today, closed) for contract in contracts]
    return sorted(lines, key=lambda line: (line.schedule.is_over, line.schedule.term_end or date.max))


def _line(contract: Contract, today: date, closed: Container[date]) -> ContractLine:
    return ContractLine(
        contract=contract,
        schedule=contract_schedule(contract, today, closed),
        amounts=[(show_fiscal_year(a.fiscal_year), f"{a.amount:,}") for a in contract.amounts.all()],
        others=contract.other_systems,
    )
