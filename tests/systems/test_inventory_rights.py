"""Who changes what of the inventory: departments their own, partners their part; planning is told."""

from datetime import date

import pytest
import time_machine

from organizations.models import ChangeSet
from systems.models import Contract, InformationSystem, RenewalPlan, SystemShare
from tests.factories import make_department, make_municipality, make_plan, make_system, make_user, recorded
from tests.systems.editing import CODE, Page, a_system, hold, refusals
from workspace.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return a_system()


@pytest.fixture
def owner(client_as):
    """Sign in as a person of 市民課, which holds the system."""
    return client_as("department", department=make_department("市民課"))


@pytest.fixture
def partner():
    """Return another city of the portal, with a plan of its own."""
    city = make_municipality("133035", "隣の市")
    make_plan(municipality=city)
    return city


@recorded
def share(system, city) -> SystemShare:
    return SystemShare.objects.create(system=system, municipality=city)


def test_a_department_changes_its_own_system_contract_and_renewal(owner, system):
    assert Page(owner, "information_system_edit", CODE, system.pk).save(vendor="A社").status_code == 302
    renewal = Page(owner, "renewal_edit", CODE, "ict-2022", system.pk)
    assert renewal.save(next_start="R10.4").status_code == 302
    page = Page(owner, "contract_create", CODE, query=f"?system={system.pk}")
    assert page.save(name="保守").status_code == 302
    contract = Contract.objects.get()
    assert Page(owner, "contract_edit", CODE, contract.pk).save(number="8-1").status_code == 302


def test_a_department_does_not_change_what_another_one_holds(owner, system):
    other = a_system("税務システム", "税務課")
    for name, args in [("information_system_edit", [CODE]), ("renewal_edit", [CODE, "ict-2022"])]:
        assert owner.get(Page(owner, name, *args, other.pk).url).status_code == 403


def test_a_department_does_not_register_for_others(owner, system):
    make_plan()
    page = Page(owner, "information_system_create", CODE)
    assert page.shown()["departments-0-department"] == str(make_department("市民課").pk)
    response = page.save(name="新しいもの", departments__0__department=str(make_department("税務課").pk))
    assert "自分の課のものではなくなります" in refusals(response)[0]
    assert "自分の課" in refusals(Page(owner, "contract_create", CODE).save(name="保守"))[0]
    assert (InformationSystem.objects.count(), Contract.objects.count()) == (1, 0)


def test_a_department_does_not_let_go_of_its_system(owner, system):
    page = Page(owner, "information_system_edit", CODE, system.pk)
    response = page.save(departments__0__department=str(make_department("税務課").pk))
    assert "計画主管課に依頼してください。" in refusals(response)[0]
    assert system.departments.get().name == "市民課"


def test_what_the_planning_section_says_is_not_asked_of_departments(owner, system):
    shown = Page(owner, "information_system_edit", CODE, system.pk).shown()
    assert not any(name.startswith(("disclosure_", "partners")) for name in shown)
    Page(owner, "information_system_edit", CODE, system.pk).save(disclosure_segment="public")
    system.refresh_from_db()
    assert system.disclosure == {}


@time_machine.travel("2026-11-20", tick=False)
def test_the_planning_section_is_told_once_a_day_with_the_save_it_may_undo(client_as, system):
    planner = make_user("planning")
    owner = client_as("department", department=make_department("市民課"))
    Page(owner, "information_system_edit", CODE, system.pk).save(vendor="A社")
    change = ChangeSet.objects.latest("pk")
    Page(owner, "information_system_edit", CODE, system.pk).save(vendor="B社")
    notice = Notice.objects.get(owner=planner)
    assert notice.url == f"/132209/ict-2022/history/{change.pk}/"
    assert notice.text.startswith("情報システム「住民記録システム」の台帳を、所管課が変更しました。")
    with time_machine.travel("2026-11-21", tick=False):
        owner = client_as("department")
        Page(owner, "renewal_edit", CODE, "ict-2022", system.pk).save(next_start="R10.4")
    assert Notice.objects.filter(owner=planner).count() == 2
    assert client_as("planning").get(notice.url).status_code == 200


def test_nobody_is_told_of_what_the_planning_section_does_or_of_nothing(client_as, owner, system):
    make_user("planning", username="another-planner")
    Page(owner, "information_system_edit", CODE, system.pk).save()
    Page(client_as("planning"), "information_system_edit", CODE, system.pk).save(vendor="A社")
    assert not Notice.objects.exists()


def test_the_planning_section_shares_a_system_with_a_city_of_the_portal(client_as, system, partner):
    page = Page(client_as("planning"), "information_system_edit", CODE, system.pk)
    page.save(partners="133035")
    assert system.shares.get().municipality == partner
    assert "133035 隣の市" in page.client.get(page.url).content.decode()
    page.save(partners="")
    assert not system.shares.exists()


def test_a_partner_changes_its_own_part_and_nothing_else(client_as, system, partner):
    share(system, partner)
    theirs = make_department("電算課", municipality=partner)
    client = client_as("planning", municipality=partner)
    page = Page(client, "system_share_edit", "133035", system.pk)
    page.save(user_count="40", yearly_cost="1,500", departments__0__department=str(theirs.pk))
    part = SystemShare.objects.get()
    assert (part.user_count, part.yearly_cost) == (40, 1500)
    assert [d.name for d in system.departments.order_by("pk")] == ["市民課", "電算課"]
    assert ChangeSet.objects.latest("pk").municipality == partner
    for code in (CODE, "133035"):
        assert client.get(f"/{code}/systems/{system.pk}/edit/").status_code == 404
    Page(client, "renewal_edit", "133035", "ict-2022", system.pk).save(next_start="R10.4")
    assert RenewalPlan.objects.get().plan.municipality == partner
    Page(client, "contract_create", "133035", query=f"?system={system.pk}").save(name="利用契約")
    assert Contract.objects.get().municipality == partner


def test_the_city_that_keeps_a_system_leaves_a_partners_departments_alone(client_as, system, partner):
    share(system, partner)
    hold_for(system, partner, "電算課")
    page = Page(client_as("planning"), "information_system_edit", CODE, system.pk)
    assert "電算課" not in page.client.get(page.url).content.decode()
    page.save(departments__0__department=str(make_department("税務課").pk))
    assert sorted(d.name for d in system.departments.all()) == ["税務課", "電算課"]


@recorded
def hold_for(system, city, name):
    system.system_departments.create(department=make_department(name, municipality=city), order=5)


def test_a_partner_with_rows_of_its_own_is_not_left_out(client_as, system, partner):
    share(system, partner)
    hold_for(system, partner, "電算課")
    response = Page(client_as("planning"), "information_system_edit", CODE, system.pk).save(partners="")
    assert "「隣の市」は、このシステムに所管課・契約・更新計画を登録している" in refusals(response)[0]
    assert system.shares.exists()


@pytest.mark.parametrize("role", ["committee", "viewer"])
def test_others_change_nothing(client_as, system, role):
    client = client_as(role)
    for place in ("systems/create/", "contracts/create/", f"systems/{system.pk}/edit/"):
        assert client.get(f"/132209/{place}").status_code == 403


def test_a_person_without_a_department_holds_nothing(client_as, system):
    assert client_as("department").get(f"/132209/systems/{system.pk}/edit/").status_code == 403


def test_a_system_ends_in_a_month_with_a_reason_and_stays(client_as, system):
    page = Page(client_as("planning"), "information_system_end", CODE, system.pk)
    assert "廃止の理由（区分と内容）を入力してください。" in refusals(page.save(ended_on="R9.3"))[0]
    page.save(ended_on="R9.3", reason_category="decision", reason_text="新しいシステムへ移ったため")
    system.refresh_from_db()
    assert (system.ended_on, ChangeSet.objects.latest("pk").reason_category) == (date(2027, 3, 1), "decision")
    page.save(ended_on="", reason_category="typo")
    system.refresh_from_db()
    assert system.ended_on is None


def test_a_system_does_not_end_before_it_starts(client_as):
    system = a_system(started_on=date(2020, 4, 1))
    page = Page(client_as("planning"), "information_system_end", CODE, system.pk)
    response = page.save(ended_on="R2.3", reason_category="typo")
    assert refusals(response)[0].startswith("廃止の月が、稼働開始の月より前です。")


def test_a_system_a_plan_lists_is_not_deleted(client_as, system):
    page = Page(client_as("planning"), "information_system_delete", CODE, system.pk)
    assert "計画「情報化推進計画」への掲載" in page.save().context["refusal"]


def test_a_system_nothing_holds_is_deleted_with_its_rows(client_as):
    make_plan()
    system = make_system(name="間違えて登録したもの")
    hold(system)
    response = Page(client_as("planning"), "information_system_delete", CODE, system.pk).save()
    assert response.url == "/132209/systems/"
    assert not InformationSystem.objects.exists()
