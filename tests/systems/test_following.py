"""A reorganisation takes systems, 事前協議 and procedures along; files and contracts stay where they hang."""

import pytest

from exchange.checks import validate
from organizations.undo import change_set_undo
from systems.models import (
    Consultation,
    Contract,
    ContractSystem,
    OnlineProcedure,
    SystemDepartment,
    SystemFile,
    SystemShare,
)
from tests.factories import COMMAND, make_department, make_municipality, make_plan, make_system, recorded
from tests.organizations.reorganised import enacted, make_small
from tests.organizations.test_reorganisation_enact import exported

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    small = make_small()
    hang(small)
    return small


@recorded
def hang(small) -> None:
    """Hang a file, a contract, a 事前協議 and procedures on the office that is reorganised."""
    SystemFile.objects.create(
        system=small.system, name="構成図.pdf", content_type="application/pdf", content=b"%PDF-1.7"
    )
    contract = Contract.objects.create(municipality=small.city, key="保守", name="保守")
    ContractSystem.objects.create(contract=contract, system=small.system)
    for state in ("draft", "withdrawn"):
        Consultation.objects.create(
            municipality=small.city, department=small.office, name=state, fiscal_year=2027, kind="new",
            state=state,
        )  # fmt: skip
    for plan in (small.plan, small.ended_plan):
        OnlineProcedure.objects.create(plan=plan, name="住民票の写し", department=small.office)


def test_files_and_contracts_stay_with_their_system(small):
    enacted(small)
    assert [d.name for d in small.system.departments.all()] == ["DX推進課"]
    assert (small.system.files.count(), small.system.contracts.get().name) == (1, "保守")


def test_what_is_still_worked_on_follows_and_what_is_settled_stays(small):
    enacted(small)
    consultations = dict(Consultation.objects.values_list("name", "department__name"))
    assert consultations == {"draft": "DX推進課", "withdrawn": "情報課"}
    procedures = dict(OnlineProcedure.objects.values_list("plan__code", "department__name"))
    assert procedures == {"ict-2022": "DX推進課", "ict-2017": "情報課"}


def test_the_plan_can_still_be_read_back(small):
    enacted(small)
    assert validate(exported(small.plan), known_plans=set()).errors == []


def test_an_undone_reorganisation_gives_all_back(small):
    change_set_undo(change_set=enacted(small).done_in, author=COMMAND)
    assert set(Consultation.objects.values_list("department__name", flat=True)) == {"情報課"}
    assert set(OnlineProcedure.objects.values_list("department__name", flat=True)) == {"情報課"}


@recorded
def share_with(small) -> SystemDepartment:
    """Let the city's office hold a system that another city keeps."""
    neighbour = make_municipality("133035", "隣の市")
    make_plan(municipality=neighbour)
    system = make_system(municipality=neighbour, name="共同のシステム")
    SystemDepartment.objects.create(
        system=system, department=make_department("電算課", municipality=neighbour), order=0
    )
    SystemShare.objects.create(system=system, municipality=small.city)
    return SystemDepartment.objects.create(system=system, department=small.office, order=1)


def test_a_shared_system_follows_in_the_city_that_reorganises_alone(small):
    link = share_with(small)
    enacted(small)
    assert [d.name for d in link.system.departments.order_by("pk")] == ["電算課", "DX推進課"]
