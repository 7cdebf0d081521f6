"""The page of a system: its facts, departments, businesses, support ends, files; what others changed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from organizations.models import ChangeSet
from systems.models import InformationSystem, StandardMigration, SupportEnd, SystemDepartment
from tests.factories import make_department, make_plan, make_system, recorded
from tests.systems.editing import CODE, Page, a_system, refusals

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return a_system(outline="住民票を管理する。", standard_businesses=["住民基本台帳"])


@pytest.fixture
def page(client_as, system):
    return Page(client_as("planning"), "information_system_edit", CODE, system.pk)


def names_of(system) -> list[str]:
    return [link.department.name for link in system.system_departments.all()]


def test_a_system_is_registered_with_all_that_is_known_in_one_save(client_as):
    make_plan()
    page = Page(client_as("planning"), "information_system_create", CODE)
    response = page.save(
        name="税務システム",
        started_on="令和5年4月",
        hosting="cloud",
        yearly_cost="１，２００千円",
        is_priority="true",
        departments__0__department=str(make_department("税務課").pk),
        migrations__0__business="個人住民税",
        migrations__0__state="special",
        migrations__0__reason="事業者の人手が足りない。",
        support_ends__0__kind="os",
        support_ends__0__ends_on="R9.10.12",
    )
    system = InformationSystem.objects.get()
    assert response.url == f"/132209/systems/{system.pk}/saved/"
    assert (system.key, system.started_on, system.yearly_cost) == ("税務システム", date(2023, 4, 1), 1200)
    assert (names_of(system), system.standard_businesses) == (["税務課"], ["個人住民税"])
    assert system.migrations.get().state == "special"
    assert system.support_ends.get().ends_on == date(2027, 10, 12)
    assert ChangeSet.objects.filter(source="page").count() == 1


def test_what_is_left_empty_stays_unknown(client_as):
    make_plan()
    Page(client_as("planning"), "information_system_create", CODE).save(name="税務システム")
    system = InformationSystem.objects.get()
    unknown = (system.is_priority, system.user_count, system.yearly_cost, system.started_on)
    assert (unknown, system.hosting) == ((None,) * 4, "")


def test_a_second_system_of_one_name_gets_a_name_of_its_own_for_life(client_as):
    make_system(plan=make_plan(), name="税務システム")
    Page(client_as("planning"), "information_system_create", CODE).save(name="税務システム")
    keys = InformationSystem.objects.order_by("pk").values_list("key", flat=True)
    assert list(keys) == ["税務システム", "税務システム_2"]


def test_saving_without_a_change_leaves_no_trace(page, system):
    before = ChangeSet.objects.count()
    assert page.save().status_code == 302
    assert ChangeSet.objects.count() == before


def test_the_departments_keep_the_order_they_are_given(page, system):
    other = make_department("情報管理課")
    page.save(departments__1__department=str(other.pk), departments__parts="2")
    assert names_of(system) == ["市民課", "情報管理課"]
    moved = page.save(reshape="departments:up:1")
    shown = [part["department"] for part in moved.context["page"].form["departments"].value()]
    assert shown[:2] == [str(other.pk), str(make_department("市民課").pk)]
    assert names_of(system) == ["市民課", "情報管理課"]
    page.save(
        departments__0__department=str(other.pk),
        departments__1__department=str(make_department("市民課").pk),
    )
    assert names_of(system) == ["情報管理課", "市民課"]


def test_a_listed_business_gets_its_state_and_leaves_the_list(page, system):
    page.save(migrations__0__state="migrating", migrations__1__business="印鑑登録")
    system.refresh_from_db()
    assert system.standard_businesses == ["住民基本台帳", "印鑑登録"]
    assert StandardMigration.objects.get().business == "住民基本台帳"
    page.save(migrations__0__remove="on", migrations__1__remove="on")
    system.refresh_from_db()
    assert (system.standard_businesses, StandardMigration.objects.count()) == ([], 0)


def test_a_support_end_without_its_day_is_refused_and_nothing_is_written(page, system):
    response = page.save(vendor="A社", support_ends__0__name="Windows 11", support_ends__0__kind="os")
    assert refusals(response) == ["サポート終了日を入力してください。"]
    system.refresh_from_db()
    assert (system.vendor, SupportEnd.objects.count()) == ("", 0)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "このフィールドは必須です。"),
        ({"started_on": "いつか"}, "「いつか」は読み取れません。"),
        ({"yearly_cost": "約百万"}, "千円単位の0以上の整数で入力してください（例：1,234）。"),
        ({"partners": "どこか市"}, "「どこか市」はこのポータルの団体にありません。"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_control(page, typed, sentence):
    assert refusals(page.save(**typed))[0].startswith(sentence)


def test_two_people_change_different_facts_and_both_stay(page, system):
    early, late = page.shown(), page.shown()
    page.save(early, vendor="A社")
    assert page.save(late, product="製品1").status_code == 302
    system.refresh_from_db()
    assert (system.vendor, system.product) == ("A社", "製品1")


def test_two_people_change_the_same_fact_and_the_second_picks(page, system):
    early, late = page.shown(), page.shown()
    page.save(early, vendor="A社")
    response = page.save(late, vendor="B社")
    (clash,) = response.context["page"].conflict.clashes
    assert (clash.theirs, clash.mine) == ("A社", "B社")
    kept = page.shown() | {"vendor": "B社", "clash": "vendor", "was-vendor": "", "pick-vendor": "mine"}
    page.save(kept)
    system.refresh_from_db()
    assert system.vendor == "B社"


def test_a_conflict_over_departments_is_told_in_their_names(page, system):
    one, other = make_department("税務課"), make_department("福祉課")
    early, late = page.shown(), page.shown()
    page.save(early, departments__0__department=str(one.pk))
    response = page.save(late, departments__0__department=str(other.pk))
    (clash,) = response.context["page"].conflict.clashes
    assert (clash.was, clash.theirs, clash.mine) == ("市民課", "税務課", "福祉課")


def test_a_row_somebody_removed_comes_back_as_a_new_one(page, system):
    page.save(support_ends__0__kind="os", support_ends__0__ends_on="R9.10.12")
    late = page.shown()
    page.save(support_ends__0__remove="on")
    response = page.save(late, support_ends__0__name="Windows 11")
    assert "ほかの人が次の行を除きました" in refusals(response)[0]
    assert SupportEnd.objects.count() == 0


def test_files_are_added_looked_into_and_removed(page, system):
    pdf = SimpleUploadedFile("構成図.pdf", b"%PDF-1.7 drawing")
    page.save(uploads=pdf)
    file = system.files.get()
    response = page.client.get(f"/132209/systems/files/{file.pk}/")
    assert (response.content, response["Content-Type"]) == (b"%PDF-1.7 drawing", "application/pdf")
    assert response["X-Content-Type-Options"] == "nosniff"
    refused = page.save(vendor="A社", uploads=SimpleUploadedFile("悪い.pdf", b"MZ"))
    assert "付けられるのは" in refusals(refused)[0]
    page.save(remove=[str(file.pk)])
    system.refresh_from_db()
    assert (system.files.count(), system.vendor) == (0, "")


def test_the_disclosure_of_a_field_is_changed_and_brought_back(page, system):
    page.save(disclosure_segment="public")
    system.refresh_from_db()
    assert system.disclosure == {"segment": "public"}
    page.save(disclosure_segment="")
    system.refresh_from_db()
    assert system.disclosure == {}


def test_a_reason_given_stands_in_the_history(page):
    page.save(vendor="A社", reason_category="procurement", reason_text="入札の結果")
    assert ChangeSet.objects.latest("pk").reason_text == "入札の結果"


@recorded
def end_department(department):
    department.until = "2020-03"
    department.save()


def test_an_ended_department_is_offered_only_where_it_is_chosen(page, system):
    end_department(make_department("市民課"))
    end_department(make_department("旧税務課"))
    html = page.client.get(page.url).content.decode()
    assert "市民課</option>" in html
    assert "旧税務課</option>" not in html


def test_a_department_that_has_left_is_gone_from_the_system(page, system):
    page.save(departments__0___remove="1")
    assert SystemDepartment.objects.count() == 0
