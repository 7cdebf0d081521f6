import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from measures.models import Measure, MeasureDepartment
from measures.resources import MeasureResource
from organizations.history import Author, change_set, save_changed
from organizations.models import ChangeSet
from tests.factories import (
    COMMAND,
    freeze,
    make_department,
    make_measure,
    make_municipality,
    make_plan,
    make_policy,
    make_user,
)
from tests.tables import confirm, csv_file, excel, problems, rows_of_workbook

pytestmark = pytest.mark.django_db
HEAD = ["団体コード", "計画コード", "識別名", "番号", "名称"]
IMPORT = "/admin/measures/measure/import/"
CONFIRM = "/admin/measures/measure/process_import/"
EXPORT = "/admin/measures/measure/export/"


@pytest.fixture
def boss(client):
    client.force_login(make_user("administrator"))
    return client


@pytest.fixture
def plan():
    return make_plan()


def line(key, name="名称", **more):
    return ["132209", "ict-2022", key, key, name, *more.values()]


def upload(client, file):
    return client.post(IMPORT, {"import_file": file})


def test_an_import_is_shown_first_then_written_in_one_change_set(boss, plan):
    make_measure(plan=plan, number="1", name="電子申請")
    before = ChangeSet.objects.count()
    page = upload(boss, excel(HEAD, line("1", "電子申請の拡充"), line("2", "窓口の改善")))
    preview = page.context["outcome"].preview
    assert [(row.number, row.kind) for row in preview.rows] == [(2, "変更"), (3, "追加")]
    assert "<del>電子申請</del><ins>電子申請の拡充</ins>" in page.content.decode()
    assert ChangeSet.objects.count() == before
    assert Measure.objects.count() == 1
    done = confirm(boss, CONFIRM, page)
    assert done["Location"] == reverse("admin:measures_measure_changelist")
    assert list(Measure.objects.values_list("key", "name", "order")) == [
        ("1", "電子申請の拡充", 0), ("2", "窓口の改善", 1),
    ]  # fmt: skip
    change = ChangeSet.objects.first()
    assert ChangeSet.objects.count() == before + 1
    assert (change.source, change.plan_code, change.municipality) == ("import", "ict-2022", plan.municipality)
    assert Measure.history.filter(changeset=change).count() == 2


def test_one_bad_row_of_six_leaves_nothing(boss, plan):
    lines = [line(str(number)) for number in range(1, 6)]
    page = upload(boss, excel([*HEAD, "追加した年度"], *[[*x, "R4"] for x in lines], [*line("6"), "令和0年"]))
    assert [(row, column) for row, column, _ in problems(page)] == [(7, "追加した年度")]
    assert page.context["confirm_form"] is None
    assert not Measure.objects.exists()
    assert not Measure.history.exists()


def test_every_bad_cell_is_reported_at_once(boss, plan):
    head = [*HEAD, "新規", "追加した年度", "主担当", "基本方針", "順", "工程の状態"]
    row = ["132209", "ict-2022", "1", "", "名称", "たぶん", "いつか", "ない課", "99", "1.9", "不明"]
    found = problems(upload(boss, excel(head, row)))
    assert {column for _, column, _ in found} == set(head[5:]) | {"番号"}
    assert {number for number, _, _ in found} == {2}


def test_an_adopted_plan_is_imported_only_with_a_reason(boss, plan):
    measure = make_measure(plan=plan, number="1", name="電子申請")
    freeze(plan)
    page = upload(boss, excel(HEAD, line("1", "電子申請の拡充")))
    assert page.context["outcome"].needs_reason
    again = confirm(boss, CONFIRM, page)
    assert "この計画は確定しています" in again.context["confirm_form"].non_field_errors()[0]
    measure.refresh_from_db()
    assert measure.name == "電子申請"
    assert confirm(boss, CONFIRM, again, reason_category="law", reason_text="条例の改正").status_code == 302
    measure.refresh_from_db()
    assert measure.name == "電子申請の拡充"
    assert ChangeSet.objects.first().reason_text == "条例の改正"


def test_what_changed_after_the_preview_is_shown_again_before_it_is_written(boss, plan):
    measure = make_measure(plan=plan, number="1", name="電子申請")
    page = upload(boss, excel(HEAD, line("1", "電子申請の拡充")))
    with change_set(author=COMMAND):
        measure.name = "別の人の名称"
        save_changed(measure)
    again = confirm(boss, CONFIRM, page)
    assert "確認の後にデータが変わりました" in again.context["confirm_form"].non_field_errors()[0]
    assert "<del>別の人の名称</del>" in again.content.decode()
    assert confirm(boss, CONFIRM, again).status_code == 302
    assert Measure.objects.get().name == "電子申請の拡充"


def test_a_file_that_was_not_kept_is_asked_for_again(boss, plan):
    data = {"import_file_name": "nothing", "original_file_name": "表.xlsx", "fingerprint": "x"}
    answer = boss.post(CONFIRM, data, follow=True)
    assert "保存期限が切れました" in answer.content.decode()
    assert boss.get(CONFIRM).status_code == 405


def test_importing_an_export_changes_nothing(boss, plan):
    policy = make_policy(plan=plan)
    measure = make_measure(
        plan=plan, number="007", name="=危ない名称", policy=policy, department=make_department("市民課"),
        is_new=True, is_priority=False, added_fiscal_year=2023, issues="一行目\n-二行目",
        schedule_state="none",
    )  # fmt: skip
    with change_set(author=COMMAND):
        for order, name in enumerate(["税務課", "総務課"], start=1):
            MeasureDepartment.objects.create(
                measure=measure, department=make_department(name), role="related", order=order
            )
    make_measure(plan=plan, number="2", name="窓口の改善")
    before = ChangeSet.objects.count()
    for number, name in enumerate(["表.xlsx", "表.csv", "表.csv"]):
        content = boss.post(EXPORT, {"format": str(number), "resource": "0"}).content
        page = upload(boss, SimpleUploadedFile(name, content))
        assert problems(page) == []
        assert (page.context["outcome"].preview.rows, page.context["outcome"].preview.unchanged) == ([], 2)
        assert confirm(boss, CONFIRM, page).status_code == 302
    assert ChangeSet.objects.count() == before


def test_an_export_holds_what_the_list_shows_in_words_people_read(boss, plan):
    make_measure(plan=plan, number="1", name="電子申請", is_new=True, added_fiscal_year=2023,
                 department=make_department("市民課"))  # fmt: skip
    other = make_plan(municipality=make_municipality("132039", "武蔵野市"))
    make_measure(plan=other, number="1", name="よその施策")
    answer = boss.post(f"{EXPORT}?plan={plan.pk}", {"format": "0", "resource": "0"})
    head, *rows = rows_of_workbook(answer.content)
    cells = dict(zip(head, rows[0], strict=True))
    assert len(rows) == 1
    assert (cells["団体コード"], cells["順"], cells["主担当"]) == ("132209", 0, "市民課")
    assert (cells["新規"], cells["追加した年度"]) == ("はい", "令和5年度（2023年度）")


def test_departments_are_set_by_role_and_in_order(boss, plan):
    measure = make_measure(plan=plan, number="1", department=make_department("市民課"))
    make_department("税務課"), make_department("総務課")
    head = [*HEAD, "主担当", "担当", "関係"]
    page = upload(boss, excel(head, [*line("1", measure.name), "税務課", "総務課、市民課", ""]))
    confirm(boss, CONFIRM, page)
    links = measure.measure_departments.values_list("department__name", "role", "order")
    assert list(links) == [("税務課", "lead", 0), ("総務課", "responsible", 1), ("市民課", "responsible", 2)]
    page = upload(boss, excel(head, [*line("1", measure.name), "税務課、総務課", "", ""]))
    assert problems(page) == [(2, "主担当", "1つまでにしてください。")]


def test_a_column_that_is_missing_is_left_alone_and_an_empty_cell_empties(boss, plan):
    measure = make_measure(plan=plan, number="1", name="電子申請", goal="達成", issues="課題", is_new=True)
    head = ["団体コード", "計画コード", "識別名", "達成目標", "新規"]
    confirm(boss, CONFIRM, upload(boss, csv_file(head, ["132209", "ict-2022", "1", "", ""])))
    measure.refresh_from_db()
    assert (measure.name, measure.issues, measure.goal, measure.is_new) == ("電子申請", "課題", "", None)


@pytest.mark.parametrize("typed", ["７", " 7 ", 7, 7.0])
def test_a_key_is_matched_however_it_is_typed_and_stays_as_it_was(typed, boss, plan):
    measure = make_measure(plan=plan, number="7", name="電子申請")
    confirm(boss, CONFIRM, upload(boss, excel(HEAD, ["132209", "ict-2022", typed, "7", "新しい名称"])))
    measure.refresh_from_db()
    assert (measure.key, measure.name) == ("7", "新しい名称")


FILES = [
    ([HEAD], "取り込む行がありません"),
    ([["団体コード", "計画コード", "番号"], ["132209", "ict-2022", "1"]], "列「識別名」がありません"),
    ([[*HEAD, "予算額"], [*line("1"), "5"]], "列「予算額」は取り込めません"),
    ([[*HEAD, "名称"], [*line("1"), "別"]], "列「名称」が二つ以上"),
    ([HEAD, line("1"), line("１")], "2行目と3行目の識別名が同じ「1」"),
    ([HEAD, line("1"), line("")], "3行目の識別名が空"),
    ([HEAD, line("1"), ["132209", "ict-2019", "2", "2", "x"]], "団体コードと計画コードを一つだけ"),
    ([HEAD, ["132209", "ict-1999", "1", "1", "x"]], "計画コード「ict-1999」の計画はありません"),
    ([HEAD, ["131016", "ict-2022", "1", "1", "x"]], "団体コード「131016」の団体はありません"),
]


@pytest.mark.parametrize(("rows", "sentence"), FILES)
def test_a_file_that_does_not_fit_as_a_whole_is_refused(rows, sentence, boss, plan):
    head, *lines = rows
    found = problems(upload(boss, csv_file(head, *lines)))
    assert any(sentence in each for _, _, each in found), found
    assert not Measure.objects.exists()


def test_blank_rows_at_the_end_are_dropped(boss, plan):
    page = upload(boss, excel(HEAD, line("1"), [None] * 5, ["", " ", None, None, None]))
    assert len(page.context["outcome"].preview.rows) == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("表.xls", b"x", "古い形式のExcelファイル"),
        ("表.xlsx", b"not a workbook", "として読み込めません"),
        ("表.pdf", b"x", "名前が .xlsx か .csv"),
        ("表.csv", "識別名".encode("utf-16"), "文字コード"),
    ],
)
def test_a_dangerous_or_foreign_file_is_refused_beside_its_field(name, content, sentence, boss, plan):
    page = upload(boss, SimpleUploadedFile(name, content))
    assert sentence in page.context["form"].errors["import_file"][0]


def test_numbers_taken_twice_are_refused_by_the_rules_of_the_model(boss, plan):
    make_measure(plan=plan, number="1", name="電子申請")
    page = upload(boss, excel(HEAD, ["132209", "ict-2022", "9", "1", "同じ番号"]))
    assert "同じ番号の施策がすでにあります" in problems(page)[0][2]


def test_rows_of_others_are_out_of_reach():
    other = make_plan(municipality=make_municipality("132039", "武蔵野市"))
    user = make_user("planning")
    rows = tablib.Dataset(["132039", "ict-2022", "1", "1", "x"], headers=HEAD)
    with change_set(author=Author(user=user, source="import")):
        result = MeasureResource(user=user).import_data(rows)
    assert "団体コード「132039」の団体はありません" in str(result.base_errors[0].error)
    assert not other.measures.exists()


@pytest.mark.parametrize("role", ["planning", "viewer"])
def test_only_the_administrator_imports_and_exports_here(role, client):
    client.force_login(make_user(role))
    assert client.get(IMPORT).status_code == 403
    assert client.post(CONFIRM).status_code == 403
    assert client.get(EXPORT).status_code == 403


def test_a_preview_does_not_ask_row_by_row(boss, plan, django_assert_max_num_queries):
    for number in range(20):
        make_measure(plan=plan, number=str(number), department=make_department(f"第{number}課"))
    lines = [line(str(number), "電子申請の拡充") for number in range(20)]
    with django_assert_max_num_queries(30 + 2 * 20):  # a savepoint each, nothing else
        assert upload(boss, excel(HEAD, *lines)).context["outcome"].preview.unchanged == 20
