"""Contracts of several systems: what a department whose system is among them may do, and who is told."""

import pytest
import time_machine

from organizations.edits import Edit
from organizations.history import Author
from systems.edits import ContractEdit
from systems.exceptions import OthersSystems
from systems.models import Contract
from systems.services import contract_edit
from tests.factories import make_department, make_municipality, make_system, make_user
from tests.portal.systems.parts import give, make_contract
from tests.systems.consulting import TODAY
from tests.systems.editing import CODE, Page, a_system, hold, refusals
from workspace.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return a_system()


@pytest.fixture
def others():
    return a_system("税務システム", "税務課")


@pytest.fixture
def shared(own, others) -> Contract:
    """A contract for a system of 市民課 and one of 税務課."""
    return make_contract(own, others, name="機器の賃貸借")


@pytest.fixture
def owner(client_as):
    return client_as("department", department=make_department("市民課"))


def test_a_department_does_not_delete_a_contract_that_covers_a_system_of_others(owner, shared):
    response = Page(owner, "contract_delete", CODE, shared.pk).save()
    assert response.context["refusal"] == (
        "情報システム「税務システム」は自分の課のものではないため、この契約を削除できません。"
        "計画主管課に依頼してください。"
    )
    assert Contract.objects.exists()


def test_a_department_deletes_a_contract_of_its_own_systems(owner, own):
    contract = make_contract(own, a_system("戸籍システム"))
    assert Page(owner, "contract_delete", CODE, contract.pk).save().url == "/132209/systems/"
    assert not Contract.objects.exists()


def test_the_planning_section_deletes_what_covers_systems_of_many(client_as, shared):
    Page(client_as("planning"), "contract_delete", CODE, shared.pk).save()
    assert not Contract.objects.exists()


def test_a_department_does_not_take_a_system_of_others_out_of_a_contract(owner, shared, own):
    response = Page(owner, "contract_edit", CODE, shared.pk).save(number="8-1", systems=[str(own.pk)])
    assert "情報システム「税務システム」は自分の課のものではない" in refusals(response)[0]
    shared.refresh_from_db()
    assert (shared.number, shared.systems.count()) == ("", 2)


def test_a_department_does_not_put_a_contract_on_a_system_of_others(owner, own, others):
    contract = make_contract(own)
    page = Page(owner, "contract_edit", CODE, contract.pk)
    assert "税務システム" not in page.client.get(page.url).content.decode()
    author = Author(make_user("department", department=make_department("市民課")), "page")
    edit = ContractEdit(systems=Edit("systems", [own], [own, others]))
    with pytest.raises(OthersSystems, match="「税務システム」"):
        contract_edit(contract=contract, edit=edit, author=author, today=TODAY)
    assert list(contract.systems.all()) == [own]


def test_a_department_adds_and_removes_its_own_systems_beside_those_of_others(owner, shared, own, others):
    more = a_system("戸籍システム")
    page = Page(owner, "contract_edit", CODE, shared.pk)
    page.save(systems=[str(row.pk) for row in (own, others, more)])
    assert shared.systems.count() == 3
    page.save(number="8-1", systems=[str(others.pk), str(more.pk)])
    assert set(shared.systems.all()) == {others, more}


def test_a_department_of_a_partner_chooses_the_shared_system_it_holds(client_as):
    partner = make_municipality("133035", "隣の市")
    office = make_department("電算課", municipality=partner)
    kept = make_system(name="共同のもの")
    hold(kept)
    give(kept, office)
    own = make_system(municipality=partner, name="隣のもの")
    give(own, office)
    contract = make_contract(own, kept, city=partner)
    client = client_as("department", municipality=partner, department=office)
    assert Page(client, "contract_delete", "133035", contract.pk).save().status_code == 302


@time_machine.travel("2026-11-20", tick=False)
def test_the_planning_section_is_told_of_the_contract_and_all_its_systems(owner, shared, own):
    planner = make_user("planning")
    page = Page(owner, "contract_edit", CODE, shared.pk)
    page.save(number="8-1")
    page.save(number="8-2")
    sentence = (
        "情報システム「住民記録システム」「税務システム」の契約「機器の賃貸借」を、所管課が変更しました。"
    )
    assert Notice.objects.get(owner=planner).text.startswith(sentence)
    alone = make_contract(own, name="保守")
    Page(owner, "contract_delete", CODE, alone.pk).save()
    assert (
        Notice.objects.filter(owner=planner)
        .latest("pk")
        .text.startswith("情報システム「住民記録システム」の契約「保守」を、所管課が削除しました。")
    )
