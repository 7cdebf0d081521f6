"""The pages of the two trees: adding, editing, moving and deleting, as a person without JavaScript does."""

import re

import pytest
from django.urls import reverse

from organizations.models import ChangeSet
from plans.models import BasicPolicy, Chapter, DataTable, PolicyDepartment, Survey
from tests.factories import make_department, make_measure, make_plan, make_policy, recorded
from tests.posted import posted_fields

pytestmark = pytest.mark.django_db
YES = {"reason_category": ""}  # what the page that asks before a deletion posts


@recorded
def make_chapter(plan, title="基本的な考え方", number="1", **fields):
    fields = {"order": plan.chapters.count()} | fields
    return Chapter.objects.create(plan=plan, number=number, title=title, **fields)


@pytest.fixture
def plan():
    return make_plan(policy_levels=["基本方針", "取組"])


@pytest.fixture
def planner(client_as):
    return client_as("planning")


def url(name, row, *rest):
    plan = getattr(row, "plan", row)
    return reverse(f"plans:{name}", args=[*plan.url_args, *([row.pk] if row is not plan else []), *rest])


def save(client, address, **changes):
    """Post the page's form as a browser would, with some fields changed."""
    return client.post(address, posted_fields(client.get(address)) | changes)


def test_the_tree_names_levels_and_offers_only_steps_there_are(planner, plan):
    top = make_policy(plan=plan, code="1", name="窓口")
    make_policy(plan=plan, code="1-1", name="電子申請", parent=top, order=1, reportable=True)
    page = planner.get(url("policy_list", plan)).content.decode()
    for shown in ("1 窓口", "基本方針", "1-1 電子申請", "取組", "直接報告", "下に加える"):
        assert shown in page
    possible = re.findall(r'name="to" value="(\w+)" (?:(?!disabled|>).)*>', page)
    assert possible == ["out"]


def test_a_policy_is_added_below_another_one(planner, plan):
    top = make_policy(plan=plan, code="1", name="窓口")
    department = make_department("市民課")
    address = url("policy_create", plan) + f"?parent={top.pk}"
    assert posted_fields(planner.get(address))["code"] == "1-1"
    response = save(planner, address, name="電子申請", departments=[str(department.pk)])
    policy = BasicPolicy.objects.get(code="1-1")
    assert response.url == url("policy_list", plan)
    assert (policy.parent, policy.key, policy.order) == (top, "1-1", 1)
    assert list(policy.departments.all()) == [department]


def test_every_field_of_a_policy_is_edited_in_one_save(planner, plan):
    policy = make_policy(
        plan=plan, items=[{"name": "窓口の案内", "notes": [{"kind": "editor", "text": "注"}]}]
    )
    before = ChangeSet.objects.count()
    save(
        planner, url("policy_edit", policy), code="7", printed_code="基本方針７", name="改めた方針",
        description="説明。\r\n二行目。", issues="課題。", goal="目標。", outcome="結果。", reportable="true",
        **{"items-0-number": "①", "items-0-on": "令和4年7月", "items-1-name": "新しい取組"},
    )  # fmt: skip
    policy.refresh_from_db()
    assert (policy.key, policy.code, policy.printed_code) == ("1", "7", "基本方針７")
    assert (policy.name, policy.description, policy.reportable) == ("改めた方針", "説明。\n二行目。", True)
    assert policy.items == [
        {"number": "①", "name": "窓口の案内", "on": "2022-07", "notes": [{"kind": "editor", "text": "注"}]},
        {"name": "新しい取組"},
    ]
    assert ChangeSet.objects.count() == before + 1


def test_saving_a_policy_untouched_leaves_no_trace(planner, plan):
    policy = make_policy(plan=plan, description="一行目\n二行目", items=[{"name": "取組", "text": "一\n二"}])
    before = ChangeSet.objects.count()
    assert save(planner, url("policy_edit", policy)).status_code == 302
    assert ChangeSet.objects.count() == before


def test_a_code_that_is_taken_is_refused_beside_the_form(planner, plan):
    make_policy(plan=plan, code="1")
    policy = make_policy(plan=plan, code="2", order=1)
    page = save(planner, url("policy_edit", policy), code="1").content.decode()
    assert "同じ番号の方針がすでにあります" in page


def test_a_department_that_has_ended_is_offered_only_where_it_stands(planner, plan):
    make_department("今の課")
    former = make_department("昔の課", until="2020-03")
    policy = make_policy(plan=plan)
    address = url("policy_edit", policy)
    assert "今の課" in planner.get(address).content.decode()
    assert "昔の課" not in planner.get(address).content.decode()
    recorded(PolicyDepartment.objects.create)(policy=policy, department=former)
    assert "昔の課" in planner.get(address).content.decode()


def test_both_changing_a_policy_pick_what_stays(planner, plan):
    policy = make_policy(plan=plan)
    address = url("policy_edit", policy)
    mine = posted_fields(planner.get(address)) | {"name": "私の名前", "goal": "私の目標"}
    save(planner, address, name="ほかの名前")
    page = planner.post(address, mine)
    assert "ほかの名前" in page.content.decode()
    picked = posted_fields(page) | {"clash": "name", "was-name": "市民サービスの向上", "pick-name": "theirs"}
    assert planner.post(address, picked).status_code == 302
    policy.refresh_from_db()
    assert (policy.name, policy.goal) == ("ほかの名前", "私の目標")


@pytest.mark.parametrize(("step", "first"), [("up", "2"), ("down", "1")])
def test_a_button_moves_a_policy_and_comes_back_to_it(planner, plan, step, first):
    make_policy(plan=plan, code="1")
    policy = make_policy(plan=plan, code="2", order=1)
    response = planner.post(url("policy_move", policy), {"to": step})
    assert response.url == url("policy_list", plan) + f"#node-{policy.pk}"
    assert plan.policies.first().code == first
    told = planner.get(response.url).content.decode()
    assert ("一番上の段の1番目です（2件中）" if step == "up" else "これより下へは動かせません") in told


def test_for_htmx_the_tree_alone_comes_back_with_where_the_node_is(planner, plan):
    make_policy(plan=plan, code="1")
    policy = make_policy(plan=plan, code="2", name="人材", order=1)
    answer = planner.post(url("policy_move", policy), {"to": "in"}, headers={"HX-Request": "true"})
    part = answer.content.decode()
    assert "<html" not in part
    assert f'data-moved="{policy.pk}"' in part
    assert "「1 市民サービスの向上」の下の1番目です" in part


def test_a_policy_is_dropped_at_a_place(planner, plan):
    first = make_policy(plan=plan, code="1")
    policy = make_policy(plan=plan, code="2", order=1)
    planner.post(url("policy_move", policy), {"to": "place", "parent": "", "before": str(first.pk)})
    assert [row.code for row in plan.policies.all()] == ["2", "1"]
    for wrong in ({"parent": str(policy.pk)}, {"parent": "999999"}, {"before": str(policy.pk)}):
        planner.post(url("policy_move", policy), {"to": "place", "parent": "", "before": ""} | wrong)
        assert [row.code for row in plan.policies.all()] == ["2", "1"]


def test_a_policy_in_use_says_by_what_and_stays(planner, plan):
    policy = make_policy(plan=plan)
    make_measure(plan=plan, policy=policy)
    address = url("policy_delete", policy)
    assert "施策「1 電子申請の拡充」" in planner.post(address, YES).content.decode()
    assert BasicPolicy.objects.filter(pk=policy.pk).exists()


def test_a_policy_nobody_needs_is_deleted_after_a_question(planner, plan):
    policy = make_policy(plan=plan)
    assert "削除します" in planner.get(url("policy_delete", policy)).content.decode()
    assert planner.post(url("policy_delete", policy), YES).url.startswith(url("policy_list", plan))
    assert not plan.policies.exists()


def test_the_tree_costs_no_more_queries_for_more_nodes(planner, django_assert_num_queries):
    counts = []
    for rows in (2, 40):
        plan = make_plan(code=f"ict-{2000 + rows}")
        for n in range(rows):
            make_policy(plan=plan, code=str(n), order=n)
        with django_assert_num_queries(50, exact=False) as queries:
            planner.get(url("policy_list", plan))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Chapters -----------------------------------------------------------------------------------


def test_a_chapter_is_written_with_what_stands_in_it(planner, plan):
    recorded(DataTable.objects.create)(plan=plan, number="表1", title="申請の件数")
    recorded(Survey.objects.create)(plan=plan, name="市民アンケート")
    chapter = make_chapter(plan, insert="policies")
    offered = planner.get(url("chapter_edit", chapter)).content.decode()
    assert "図表：表1 申請の件数" in offered
    save(
        planner, url("chapter_edit", chapter), body="## 経緯\r\n本文。", kind="column",
        insert=["table:表1", "", "survey:市民アンケート"],
    )  # fmt: skip
    chapter.refresh_from_db()
    assert (chapter.body, chapter.kind) == ("## 経緯\n本文。", "column")
    assert chapter.inserts == ["table:表1", "survey:市民アンケート"]


def test_only_what_the_plan_has_is_inserted(planner, plan):
    chapter = make_chapter(plan)
    page = save(planner, url("chapter_edit", chapter), insert=["table:表9"]).content.decode()
    assert "「table:表9」は差し込めません" in page


def test_what_stands_there_though_it_is_gone_stays_until_it_is_taken_out(planner, plan):
    chapter = make_chapter(plan, insert="table:なくした表")
    assert "なくした表（見つかりません）" in planner.get(url("chapter_edit", chapter)).content.decode()
    save(planner, url("chapter_edit", chapter), insert=["table:なくした表"], title="題")
    chapter.refresh_from_db()
    assert (chapter.title, chapter.insert) == ("題", "table:なくした表")
    save(planner, url("chapter_edit", chapter), insert=[""])
    chapter.refresh_from_db()
    assert chapter.insert == ""


def test_a_new_chapter_gets_the_next_number_below_its_parent(planner, plan):
    top = make_chapter(plan, number="第1章", title="はじめに")
    make_chapter(plan, number="1-1", title="趣旨", parent=top)
    assert posted_fields(planner.get(url("chapter_create", plan) + f"?parent={top.pk}"))["number"] == "1-2"
    assert posted_fields(planner.get(url("chapter_create", plan)))["number"] == "第2章"


def test_the_preview_shows_the_typed_body_and_saves_nothing(planner, plan):
    chapter = make_chapter(plan, body="もとの本文")
    address = url("chapter_edit", chapter)
    typed = {"body": "**大切** <script>x</script>", "title": "書きかけ", "preview": "1"}
    page = save(planner, address, **typed).content.decode()
    assert "<strong>大切</strong> &lt;script&gt;" in page
    assert 'value="書きかけ"' in page
    part = planner.post(address, posted_fields(planner.get(address)) | typed, headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith("<p><strong>大切</strong>")
    chapter.refresh_from_db()
    assert chapter.body == "もとの本文"


def test_the_preview_of_a_chapter_without_a_title_is_no_error(planner, plan):
    page = save(planner, url("chapter_create", plan), body="# 見出し", preview="1").content.decode()
    assert "<h3>見出し</h3>" in page
    assert "入力を確かめてください" not in page


def test_chapters_move_and_go_like_policies(planner, plan):
    first, second = make_chapter(plan, number="1"), make_chapter(plan, number="2", title="計画の期間")
    planner.post(url("chapter_move", second), {"to": "in"})
    second.refresh_from_db()
    assert second.parent == first
    assert "2 計画の期間" in planner.post(url("chapter_delete", first), YES).content.decode()
    planner.post(url("chapter_delete", second), YES)
    assert [chapter.number for chapter in plan.chapters.all()] == ["1"]


def test_a_row_of_another_plan_is_not_found(planner, plan):
    other = make_plan(code="ict-2027", start=2027, end=2031)
    for name, row in [("policy", make_policy(plan=other)), ("chapter", make_chapter(other))]:
        for verb in ("edit", "delete", "move"):
            address = reverse(f"plans:{name}_{verb}", args=[*plan.url_args, row.pk])
            assert planner.post(address, YES).status_code == 404


def test_a_node_above_must_be_of_the_same_plan(planner, plan):
    other = make_policy(plan=make_plan(code="ict-2027", start=2027, end=2031))
    policy = make_policy(plan=plan)
    assert save(planner, url("policy_edit", policy), parent=str(other.pk)).status_code == 200
    policy.refresh_from_db()
    assert policy.parent is None
