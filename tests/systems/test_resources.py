from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from organizations.models import ChangeSet
from systems.models import InformationSystem
from tests.factories import make_department, make_municipality, make_system, make_user
from tests.portal.systems.parts import give, share
from tests.tables import confirm, csv_file, excel, problems

pytestmark = pytest.mark.django_db
HEAD = ["団体コード", "識別名", "情報システム名"]
IMPORT = "/admin/systems/informationsystem/import/"
CONFIRM = "/admin/systems/informationsystem/process_import/"
EXPORT = "/admin/systems/informationsystem/export/"


@pytest.fixture
def boss(client):
    client.force_login(make_user("administrator"))
    make_municipality()
    return client


def upload(client, file):
    return client.post(IMPORT, {"import_file": file})


def test_an_inventory_is_imported_with_its_departments_months_and_successors(boss):
    make_department("市民課"), make_department("税務課")
    make_system(name="次期住民記録")
    head = [*HEAD, "所管課", "稼働開始", "開始の種類", "重点", "共同利用", "後継"]
    row = ["132209", "住民記録", "住民記録システム", "市民課、税務課", "平成29年1月", "更新", "○"]
    row += ["小平市\n国分寺市", "次期住民記録"]
    page = upload(boss, excel(head, row))
    assert problems(page) == []
    assert confirm(boss, CONFIRM, page).status_code == 302
    system = InformationSystem.objects.get(key="住民記録")
    assert (system.started_on, system.started_kind) == (date(2017, 1, 1), "renewal")
    assert (system.is_priority, system.shared_with) == (True, ["小平市", "国分寺市"])
    assert system.successor.key == "次期住民記録"
    departments = system.system_departments.values_list("department__name", "order")
    assert list(departments) == [("市民課", 0), ("税務課", 1)]
    change = ChangeSet.objects.first()
    assert (change.source, change.municipality.code) == ("import", "132209")


def test_an_inventory_needs_no_reason_and_a_round_trip_changes_nothing(boss):
    make_system(
        name="住民記録", outline="=SUM(1)", started_on=date(2019, 7, 1), standard_businesses=["住民基本台帳"]
    )
    before = ChangeSet.objects.count()
    content = boss.post(EXPORT, {"format": "1", "resource": "0"}).content
    assert b"'=SUM(1)" in content
    page = upload(boss, SimpleUploadedFile("表.csv", content))
    assert not page.context["outcome"].needs_reason
    assert page.context["outcome"].preview.unchanged == 1
    confirm(boss, CONFIRM, page)
    assert ChangeSet.objects.count() == before


def test_a_round_trip_of_a_shared_system_leaves_the_partners_departments_alone(boss):
    partner = make_municipality("133035", "隣の市")
    system = make_system(name="住民記録")
    share(system, partner)
    give(system, make_department("市民課"), make_department("電算課", municipality=partner))
    content = boss.post(EXPORT, {"format": "1", "resource": "0"}).content
    assert "電算課" not in content.decode("utf-8-sig")
    page = upload(boss, SimpleUploadedFile("表.csv", content))
    assert (problems(page), page.context["outcome"].preview.unchanged) == ([], 1)
    moved = make_department("税務課")
    page = upload(boss, csv_file([*HEAD, "所管課"], ["132209", "住民記録", "住民記録", "税務課"]))
    assert confirm(boss, CONFIRM, page).status_code == 302
    assert {d.name for d in system.departments.all()} == {moved.name, "電算課"}


def test_the_inventorys_columns_are_read_in_japanese_and_come_back_the_same(boss):
    head = [*HEAD, "事業者", "設置形態", "ネットワーク", "個人情報", "利用者数", "年間経費（千円）", "廃止"]
    row = ["132209", "住民記録", "住民記録", "架空システム", "データセンター", "LGWAN接続系"]
    page = upload(boss, excel(head, [*row, "あり", "１２０", 48000, "令和8年3月"]))
    assert problems(page) == []
    confirm(boss, CONFIRM, page)
    system = InformationSystem.objects.get(key="住民記録")
    assert (system.hosting, system.segment) == ("data-center", "lgwan")
    assert (system.has_personal_information, system.user_count, system.yearly_cost) == (True, 120, 48000)
    assert system.ended_on == date(2026, 3, 1)
    content = boss.post(EXPORT, {"format": "0", "resource": "0"}).content
    again = upload(boss, SimpleUploadedFile("表.xlsx", content))
    assert again.context["outcome"].preview.unchanged == 1


def test_a_choice_the_inventory_does_not_have_is_refused_and_nothing_is_written(boss):
    rows = [["132209", "a", "a", "庁内"], ["132209", "b", "b", "どこか"]]
    page = upload(boss, excel([*HEAD, "設置形態"], *rows))
    ((row, column, sentence),) = problems(page)
    assert (row, column) == (3, "設置形態")
    assert "庁内、データセンター、クラウド" in sentence
    assert not InformationSystem.objects.exists()


def test_a_file_touches_one_city_only(boss):
    other = make_municipality("132039", "武蔵野市")
    make_system(municipality=other, name="住民記録", outline="よその概要")
    page = upload(boss, csv_file([*HEAD, "業務概要"], ["132209", "住民記録", "住民記録", "うちの概要"]))
    assert [row.kind for row in page.context["outcome"].preview.rows] == ["追加"]
    confirm(boss, CONFIRM, page)
    assert InformationSystem.objects.get(municipality=other).outline == "よその概要"
    two = csv_file(HEAD, ["132209", "a", "a"], ["132039", "b", "b"])
    assert "団体コードを一つだけ" in problems(upload(boss, two))[0][2]


def test_months_and_successors_that_cannot_be_read_are_named(boss):
    page = upload(boss, excel([*HEAD, "稼働開始", "後継"], ["132209", "a", "a", "昨年", "ない"]))
    assert [(row, column) for row, column, _ in problems(page)] == [(2, "稼働開始"), (2, "後継")]
