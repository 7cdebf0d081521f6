"""What the budget and the boards are made from, as of 令和9年6月3日 (tests/portal/renewals/rows.py)."""

from datetime import date

from organizations.models import User
from portal.boards.bcp import bcp_board
from portal.boards.budget import BudgetList, Line, budget_list
from portal.boards.standardisation import standardisation_board
from portal.place import Place, place_of
from systems.models import Contract, ContractSystem, InformationSystem, StandardMigration, SupportEnd
from tests.factories import make_municipality, make_plan, recorded
from tests.portal.renewals.rows import TODAY


def place() -> Place:
    make_plan(code="ict-2026", start=2026, end=2030)
    return place_of(make_municipality(), today=TODAY)


def budget(user: User | None = None, **params) -> BudgetList:
    return budget_list(place=place(), params=params, user=user, today=TODAY)


def lines(page: BudgetList) -> dict[str, Line]:
    return {line.name: line for group in page.groups for line in group.lines}


def board(**params):
    return standardisation_board(place=place(), params=params, today=TODAY)


def bcp(**params):
    return bcp_board(place=place(), params=params, today=TODAY)


@recorded
def migrate(system: InformationSystem, business: str, state: str = "", **fields) -> StandardMigration:
    return StandardMigration.objects.create(system=system, business=business, state=state, **fields)


@recorded
def cover(contract: Contract, system: InformationSystem) -> ContractSystem:
    """Let a contract cover one system more."""
    return ContractSystem.objects.create(contract=contract, system=system)


@recorded
def end_support(system: InformationSystem, ends_on: date, kind: str = "os") -> SupportEnd:
    return SupportEnd.objects.create(system=system, kind=kind, ends_on=ends_on)


@recorded
def tell(system: InformationSystem, **fields) -> None:
    """Write some facts of a system."""
    for name, value in fields.items():
        setattr(system, name, value)
    system.save()
