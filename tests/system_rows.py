"""What belongs to the city's first system, contracts and findings among it; and what is typed into forms."""

from datetime import date
from typing import Any

from organizations.models import Department, Municipality, User
from plans.models import Plan
from systems.models import (
    Contract,
    ContractAmount,
    ContractSystem,
    InformationSystem,
    SystemDepartment,
    SystemFile,
    SystemShare,
)
from tests.alert_rows import alert_forms, alert_rows
from tests.consultation_rows import consultation_forms, consultation_rows, procedure_rows
from tests.factories import recorded
from tests.finding_rows import FINDING_FORMS, finding_rows

TYPED: dict[str, dict[str, Any]] = {
    "systems:information_system_edit": {"vendor": "見本の事業者"},
    "systems:system_share_edit": {"user_count": "30"},
    "systems:information_system_end": {"ended_on": "令和9年3月", "reason_category": "typo"},
    "systems:information_system_delete": {},
    "systems:contract_edit": {"counterpart": "見本の事業者"},
    "systems:contract_delete": {},
    "systems:renewal_edit": {"next_start": "令和10年4月"},
}


def system_forms(rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return by URL name what is typed into the forms of systems and what belongs to them."""
    system, department = rows["information_system"], rows["department"]
    chosen = {
        "systems:information_system_create": {
            "name": "新しいシステム", "departments-0-department": str(department.pk),
        },
        "systems:contract_create": {"name": "新しい契約", "systems": [str(system.pk)]},
    }  # fmt: skip
    return TYPED | FINDING_FORMS | chosen | consultation_forms(rows) | alert_forms(rows)


@recorded
def system_rows(plan: Plan, owner: User, mark: str) -> dict[str, Any]:
    """Return a row for each noun of the systems floor that has an address."""
    system = plan.municipality.systems.first()
    lead = plan.measures.first().measure_departments.get(role="lead").department
    SystemDepartment.objects.get_or_create(system=system, department=lead, defaults={"order": 9})
    shared = _shared(plan, lead, mark)
    return {
        "information_system": system,
        "renewal": system,
        "contract": _contract(system, mark),
        "system_file": SystemFile.objects.create(
            system=system, name=f"構成図{mark}.pdf", content_type="application/pdf", content=b"%PDF-1.7"
        ),
        "system_share": shared,
        **finding_rows(plan.municipality, shared, mark),
        **alert_rows(system, owner, mark),
        **consultation_rows(plan, system, mark), **procedure_rows(plan),
    }


def _contract(system: InformationSystem, mark: str) -> Contract:
    name = f"機器の賃貸借{mark}"
    contract = Contract.objects.create(
        municipality=system.municipality, key=name, name=name, first_start=date(2022, 4, 1),
        first_end=date(2027, 3, 31), renews_automatically=False,
    )  # fmt: skip
    ContractSystem.objects.create(contract=contract, system=system)
    ContractAmount.objects.create(contract=contract, fiscal_year=2026, amount=1200)
    return contract


def _shared(plan: Plan, department: Department, mark: str) -> InformationSystem:
    """Make a system that the neighbour keeps and the plan's city runs as well."""
    name = f"共同のシステム{mark}"
    system = InformationSystem.objects.create(
        municipality=Municipality.objects.get(code="133035"), key=name, name=name
    )
    SystemShare.objects.create(system=system, municipality=plan.municipality, user_count=20)
    SystemDepartment.objects.create(system=system, department=department)
    return system
