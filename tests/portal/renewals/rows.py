"""A city with renewals of every kind, as of 令和9年6月3日 (2027-06-03)."""

from datetime import date

from organizations.history import Author
from systems.models import (
    Contract,
    ContractAmount,
    ContractSystem,
    InformationSystem,
    RenewalCost,
    RenewalPlan,
)
from systems.services.findings import find_finding, finding_accept
from tests.factories import make_department, make_plan, make_system, make_user, recorded

TODAY = date(2027, 6, 3)
NOON = "2027-06-03T12:00:00+09:00"
CODE = "132209"


def month(year: int, number: int) -> date:
    return date(year, number, 1)


@recorded
def make_renewed(name: str, department: str = "", *, costs=None, plan=None, system=None, **dates):
    """Make a system with a department, a renewal with these dates and its costs by year: (amount, basis)."""
    plan = plan or make_plan(code="ict-2026", start=2026, end=2030)
    made = make_system(plan=plan, municipality=plan.municipality, name=name, **(system or {}))
    if department:
        row = make_department(department, municipality=plan.municipality)
        made.system_departments.create(department=row)
    if dates or costs:
        renewal = RenewalPlan.objects.create(plan=plan, system=made, **dates)
        for year, (amount, basis) in (costs or {}).items():
            RenewalCost.objects.create(renewal=renewal, fiscal_year=year, amount=amount, basis=basis)
    return made


@recorded
def make_contract(system: InformationSystem, *, amounts, **fields) -> Contract:
    name = f"{system.name}の賃貸借"
    contract = Contract.objects.create(municipality=system.municipality, key=name, name=name, **fields)
    ContractSystem.objects.create(contract=contract, system=system)
    for year, amount in amounts.items():
        ContractAmount.objects.create(contract=contract, fiscal_year=year, amount=amount)
    return contract


def make_mixed_city() -> dict[str, InformationSystem]:
    """Make five systems: late, with a hole, well, without any date, running for long."""
    return {
        "late": make_renewed(
            "戸籍情報システム", "市民課", system={"segment": "my-number", "bcp_priority": "A"},
            review_start=month(2026, 12), next_start=month(2028, 1), current_end=month(2027, 12),
            costs={2027: (120_000, "budget"), 2028: (30_000, "estimate")},
        ),
        "hole": make_renewed(
            "学校情報システム", "指導課", system={"segment": "internet"},
            review_start=month(2026, 4), next_start=month(2029, 4), current_end=month(2028, 3),
        ),
        "well": make_renewed(
            "図書館システム", "図書館", review_start=month(2028, 2), next_start=month(2030, 2),
            current_end=month(2030, 1), costs={2028: (12_000, "estimate")},
        ),
        "dateless": make_renewed("文書管理システム"),
        "old": make_renewed("財務会計システム", "財政課", system={"started_on": month(2017, 4)}),
    }  # fmt: skip


def accept(system: InformationSystem, rule: str, *, today=TODAY, reason="延長を協議中。", until=None):
    """Accept a finding as the planning section."""
    city = system.municipality
    found = find_finding(city, system.pk, rule, "", today).found
    return finding_accept(
        municipality=city, system=system, rule=rule, subject="", facts=found.facts, reason=reason,
        until=until, author=Author(make_user("planning", municipality=city), "page"), today=today,
    )  # fmt: skip
