"""The pages of tables and surveys with their sheets, as a person without JavaScript uses them."""

import pytest
from django.urls import reverse

from organizations.models import ChangeSet
from plans.models import Chapter, DataTable, Survey, SurveyItem
from tests.factories import make_plan, recorded
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db
YES = {"reason_category": ""}  # what the page that asks before a deletion posts
COLUMNS = [{"label": "令和3年度", "unit": "件"}, {"label": "令和4年度", "unit": "件"}]
ROWS = [{"label": "申請", "values": [10, 12.5]}, {"label": "合計", "code": "a", "values": [None, "未定"]}]


@recorded
def make_table(plan, number="表1", title="申請の件数", **fields):
    fields = {"columns": COLUMNS, "rows": ROWS, "order": plan.tables.count()} | fields
    return DataTable.objects.create(plan=plan, number=number, title=title, **fields)


@recorded
def make_survey(plan, name="市民アンケート", items=(), **fields):
    survey = Survey.objects.create(plan=plan, name=name, order=plan.surveys.count(), **fields)
    for order, item in enumerate(items):
        SurveyItem.objects.create(survey=survey, order=order, **item)
    return survey


@recorded
def make_chapter(plan, insert):
    return Chapter.objects.create(plan=plan, number="1", title="現状", insert=insert)


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def planner(client_as):
    return client_as("planning")


def url(name, row):
    plan = getattr(row, "plan", row)
    return reverse(f"plans:{name}", args=[*plan.url_args, *([row.pk] if row is not plan else [])])


def save(client, address, **changes):
    return client.post(address, posted_fields(client.get(address)) | changes)


def test_a_table_is_changed_cell_by_cell_in_one_save(planner, plan):
    table = make_table(plan)
    before = ChangeSet.objects.count()
    response = save(
        planner, url("data_table_edit", table), title="申請と処理の件数", unit="千件",
        **{"sheet-0-v0": "１，２３４", "sheet-1-v1": "-", "sheet-2-label": "処理", "sheet-2-v1": "7"},
    )  # fmt: skip
    table.refresh_from_db()
    assert response.url.startswith(url("data_table_list", plan))
    assert (table.title, table.unit) == ("申請と処理の件数", "千件")
    assert table.rows == [
        {"label": "申請", "values": [1234, 12.5]},
        {"label": "合計", "code": "a", "values": [None, None]},
        {"label": "処理", "values": [None, 7]},
    ]
    assert table.columns == COLUMNS
    assert ChangeSet.objects.count() == before + 1


def test_saving_a_table_untouched_leaves_no_trace(planner, plan):
    table = make_table(plan, source="出典\n二行目")
    before = ChangeSet.objects.count()
    assert save(planner, url("data_table_edit", table)).status_code == 302
    assert ChangeSet.objects.count() == before


def test_a_table_is_made_row_by_row_with_buttons(planner, plan):
    address = url("data_table_create", plan)
    typed = {"title": "職員数", "number": "表9", "kind": "bar", "sheet-c0-label": "令和4年度"}
    page = save(planner, address, **typed, reshape="sheet:column")
    assert not plan.tables.exists()
    typed = {"sheet-c1-label": "令和5年度", "sheet-0-label": "一般", "sheet-0-v0": "300", "sheet-0-v1": "310"}
    page = planner.post(address, posted_fields(page) | typed | {"reshape": "sheet:row"})
    typed = {"sheet-1-label": "技能", "sheet-1-v1": "9", "reshape": "sheet:up:1"}
    page = planner.post(address, posted_fields(page) | typed)
    fields = posted_fields(page)
    assert planner.post(address, fields).status_code == 302
    table = plan.tables.get()
    assert (table.number, table.title, table.kind) == ("表9", "職員数", "bar")
    assert [column["label"] for column in table.columns] == ["令和4年度", "令和5年度"]
    assert table.rows == [{"label": "技能", "values": [None, 9]}, {"label": "一般", "values": [300, 310]}]


def test_what_cannot_be_read_is_shown_at_its_cell_with_everything_typed(planner, plan):
    table = make_table(plan)
    page = save(planner, url("data_table_edit", table), **{"sheet-0-label": "", "sheet-0-v0": "99"})
    shown = page.content.decode()
    assert "表の1行目 見出し：見出しを入力するか" in shown
    assert 'aria-describedby="sheet-0-label_error"' in shown
    assert posted_fields(page)["sheet-0-v0"] == "99"
    table.refresh_from_db()
    assert table.rows == ROWS


def test_two_people_in_one_table_keep_both_cells_and_pick_where_they_collide(planner, plan):
    table = make_table(plan)
    address = url("data_table_edit", table)
    mine = posted_fields(planner.get(address)) | {"sheet-0-v0": "11", "sheet-1-v0": "5", "title": "私の題"}
    save(planner, address, **{"sheet-0-v0": "99", "sheet-0-v1": "88"})
    page = planner.post(address, mine)
    assert "計画主管課さんが次のところを変更しました：「申請」 「令和3年度」" in page.content.decode()
    pick = {"clash": "sheet-0-v0", "was-sheet-0-v0": "10", "pick-sheet-0-v0": "theirs"}
    assert planner.post(address, posted_fields(page) | pick).status_code == 302
    table.refresh_from_db()
    assert [row["values"] for row in table.rows] == [[99, 88], [5, "未定"]]
    assert table.title == "私の題"


def test_a_row_added_meanwhile_is_picked_as_a_whole(planner, plan):
    table = make_table(plan)
    address = url("data_table_edit", table)
    mine = posted_fields(planner.get(address)) | {"sheet-0-v0": "11"}
    save(planner, address, **{"sheet-2-label": "新しい行"})
    page = planner.post(address, mine)
    shown = page.content.decode()
    assert "表（行と列）" in shown
    assert "3行×2列" in shown
    pick = {"clash": "sheet-shape", "was-sheet-shape": "2行×2列", "pick-sheet-shape": "mine"}
    planner.post(address, posted_fields(page) | pick)
    table.refresh_from_db()
    assert [row["label"] for row in table.rows] == ["申請", "合計"]
    assert table.rows[0]["values"] == [11, 12.5]


def test_chapters_follow_the_number_of_a_table(planner, plan):
    table, chapter = make_table(plan), make_chapter(plan, "policies\ntable:表1")
    before = ChangeSet.objects.count()
    save(planner, url("data_table_edit", table), number="図1-2")
    chapter.refresh_from_db()
    assert chapter.inserts == ["policies", "table:図1-2"]
    assert ChangeSet.objects.count() == before + 1


def test_a_table_that_a_chapter_calls_for_keeps_its_number_and_stays(planner, plan):
    table = make_table(plan)
    make_chapter(plan, "table:表1")
    assert (
        "これを差し込む章「1 現状」"
        in save(planner, url("data_table_edit", table), number="").content.decode()
    )
    assert "これを差し込む章「1 現状」" in planner.post(url("data_table_delete", table), YES).content.decode()
    assert plan.tables.get().number == "表1"


def test_a_number_belongs_to_one_table(planner, plan):
    make_table(plan)
    page = save(planner, url("data_table_create", plan), number="表1", title="別の表").content.decode()
    assert "番号「表1」はもう使われています" in page


def test_tables_are_moved_and_deleted_without_a_gap(planner, plan):
    tables = [make_table(plan, number=f"表{n}") for n in range(3)]
    planner.post(url("data_table_list", plan), {"move": f"up:{tables[2].pk}"})
    planner.post(url("data_table_delete", tables[0]), YES)
    assert [(row.number, row.order) for row in plan.tables.all()] == [("表2", 0), ("表1", 1)]


def test_a_survey_and_its_items_are_saved_together(planner, plan):
    items = [
        {
            "number": "1",
            "name": "電子申請",
            "satisfaction": 20.5,
            "notes": [{"kind": "unclear", "text": "薄い"}],
        },
        {"number": "2", "name": "公開"},
    ]
    survey = make_survey(plan, items=items, means={"satisfaction": 31.2, "notes": [{"kind": "editor"}]})
    before = ChangeSet.objects.count()
    save(
        planner, url("survey_edit", survey), since="令和4年7月", until="R4.7.31",
        sample="2000", rate="45.5", mean_importance="68.4",
        **{"items-0-importance": "６０", "items-0-quadrant": "ａ"},
        **{"items-1-remove": "1", "items-2-name": "相談"},
    )  # fmt: skip
    survey.refresh_from_db()
    assert (survey.since, survey.until, survey.sample, survey.rate) == ("2022-07", "2022-07-31", 2000, 45.5)
    assert survey.means == {"satisfaction": 31.2, "importance": 68.4, "notes": [{"kind": "editor"}]}
    kept, new = survey.items.all()
    assert (kept.name, kept.satisfaction, kept.importance, kept.quadrant) == ("電子申請", 20.5, 60, "A")
    assert kept.notes == items[0]["notes"]
    assert (new.name, new.order) == ("相談", 1)
    assert ChangeSet.objects.count() == before + 1
    assert save(planner, url("survey_edit", survey)).status_code == 302
    assert ChangeSet.objects.count() == before + 1


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("rate", "120", "0から100まで"),
        ("until", "2020-01", "開始より前"),
        ("since", "いつか", "読み取れません"),
        ("items-0-satisfaction", "高い", "数では"),
        ("items-0-quadrant", "E", "A、B、C、D"),
    ],
)
def test_bad_input_of_a_survey_is_refused_with_a_sentence(planner, plan, field, text, told):
    survey = make_survey(plan, items=[{"name": "電子申請"}], since="2022-07")
    assert told in save(planner, url("survey_edit", survey), **{field: text}).content.decode()


def test_chapters_follow_the_name_of_a_survey(planner, plan):
    survey, chapter = make_survey(plan), make_chapter(plan, "survey:市民アンケート")
    save(planner, url("survey_edit", survey), name="市民意識調査")
    chapter.refresh_from_db()
    assert chapter.insert == "survey:市民意識調査"
    assert "1 現状" in planner.post(url("survey_delete", survey), YES).content.decode()
    save(planner, reverse("plans:chapter_edit", args=[*plan.url_args, chapter.pk]), insert=[""])
    planner.post(url("survey_delete", survey), YES)
    assert not plan.surveys.exists()


def test_lists_cost_no_more_queries_for_more_rows(planner, django_assert_num_queries):
    counts = []
    for rows in (1, 12):
        plan = make_plan(code=f"ict-{2000 + rows}")
        for n in range(rows):
            make_table(plan, number=str(n))
            make_survey(plan, name=f"調査{n}", items=[{"name": "一"}] * 3)
        with django_assert_num_queries(60, exact=False) as queries:
            planner.get(url("data_table_list", plan))
            planner.get(url("survey_list", plan))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_whoever_may_change_finds_the_way_from_the_reading_pages(client_as, plan):
    table, survey = make_table(plan), make_survey(plan)
    reading = [
        ("portal:chapter_list", plan.url_args, url("chapter_list", plan)),
        ("portal:data_table_list", plan.url_args, url("data_table_edit", table)),
        ("portal:survey_detail", [*plan.url_args, survey.pk], url("survey_edit", survey)),
    ]
    for role, may in (("planning", True), ("viewer", False)):
        reader = client_as(role)
        for name, args, way in reading:
            assert (way in reader.get(reverse(name, args=args)).content.decode()) is may
