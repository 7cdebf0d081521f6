"""What a reorganisation's tables mean, and every reason why they cannot be done."""

from dataclasses import replace

import pytest

from organizations.exceptions import (
    ReasonMissing,
    ReorganisationDoesNotFit,
    ReorganisationSettled,
)
from organizations.models import ChangeSet, Reorganisation
from organizations.reorganising.reading import blueprint_of
from organizations.reorganising.rows import DepartmentRow, LineRow, PersonRow, RenameRow, Rows
from organizations.services.reorganisations import reorganisation_cancel
from tests.factories import COMMAND, make_department, make_municipality, make_user
from tests.organizations.reorganised import DAY, MERGE, NOW, SPLIT, TO_DX, make_small, planned, rename

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return make_small()


def counts(blueprint):
    return {label: count for label, count, _ in blueprint.counts}


def problems(small, rows) -> list[str]:
    return [str(problem) for problem in blueprint_of(small.city, rows, DAY).problems]


def test_what_is_planned_waits_and_changes_nothing_yet(small):
    reorganisation = planned(small, author=COMMAND)
    assert (reorganisation.state, reorganisation.tables) == ("予定", TO_DX)
    assert small.departments_of(small.measure) == [("lead", "情報課")]
    assert not small.city.departments.filter(name="DX推進課").exists()
    assert Reorganisation.history.get().changeset == ChangeSet.objects.first()


def test_the_preview_counts_what_follows_the_one_successor(small):
    blueprint = blueprint_of(small.city, TO_DX, DAY)
    assert blueprint.problems == []
    assert counts(blueprint) == {"施策": 2, "情報システム": 1, "方針・取組": 1, "職員": 1}
    assert {found.to_name for found in blueprint.moving} == {"DX推進課"}


def test_what_a_split_holds_goes_to_the_first_unless_chosen(small):
    first = blueprint_of(small.city, SPLIT, DAY)
    key = next(f.holding.key for f in first.moving if f.holding.pk == small.system.pk
               and f.holding.follower.name == "systems")  # fmt: skip
    blueprint = blueprint_of(small.city, replace(SPLIT, choices={key: "基盤課"}), DAY)
    goals = {(f.holding.follower.label, f.to_name) for f in blueprint.moving}
    assert ("情報システム", "基盤課") in goals
    assert ("施策", "DX推進課") in goals
    assert "職員1人" in blueprint.warnings[0]


def test_a_choice_that_is_no_successor_is_a_problem(small):
    key = next(iter(blueprint_of(small.city, SPLIT, DAY).moving)).holding.key
    found = problems(small, replace(SPLIT, choices={key: "文書課"}))
    assert "行き先「文書課」は引継先にありません" in found[0]


def test_a_department_may_go_on_beside_the_one_that_is_cut_off(small):
    rows = Rows(
        departments=[DepartmentRow("基盤課", "課", "総務部", "", 1)],
        lines=[LineRow("情報課", "情報課", 1), LineRow("情報課", "基盤課", 2)],
    )
    blueprint = blueprint_of(small.city, rows, DAY)
    assert blueprint.ended == []
    assert counts(blueprint) == {}


def test_people_who_are_named_go_where_they_are_sent_the_others_follow(small):
    make_user("department", department=small.office, name="情報 次郎", username="jiro")
    rows = replace(TO_DX, people=[PersonRow("jiro", "", "文書課", "", "", 2)])
    blueprint = blueprint_of(small.city, rows, DAY)
    assert [change.where for change in blueprint.people] == ["情報課 → 文書課"]
    assert counts(blueprint)["職員"] == 1


def test_a_person_still_written_under_the_old_department_follows_it(small):
    rows = replace(TO_DX, people=[PersonRow("joho", "情報 太郎", "情報課", "担当課", "", 2)])
    blueprint = blueprint_of(small.city, rows, DAY)
    assert (blueprint.problems, blueprint.people, counts(blueprint)["職員"]) == ([], [], 1)


WRONG = {
    "unknown former": (
        Rows(lines=[LineRow("電算課", "文書課", 2)]),
        "旧課→新課 2行目：「電算課」という部署は",
    ),
    "blank former": (Rows(lines=[LineRow("", "文書課", 2)]), "旧課→新課 2行目：旧課が空です"),
    "unknown successor": (
        Rows(lines=[LineRow("情報課", "電算課", 3)]),
        "新課「電算課」はありません。「新しい部署」の表に",
    ),
    "blank successor": (Rows(lines=[LineRow("情報課", "", 3)]), "新課が空です"),
    "ending successor": (
        Rows(lines=[LineRow("情報課", "文書課", 2), LineRow("文書課", "総務部", 3)]),
        "新課「文書課」はこの改正でなくなります",
    ),
    "twice": (
        Rows(lines=[LineRow("情報課", "文書課", 2), LineRow("情報課", "文書課", 3)]),
        "3行目：「文書課」が2回",
    ),
    "nowhere to go": (
        Rows(lines=[LineRow("情報課", "廃止", 2)]),
        "行き先のないものがあります（施策2件、情報システム1件、方針・取組1件、職員1人）",
    ),
    "kind": (
        Rows(departments=[DepartmentRow("新課", "班", "", "", 2)]),
        "新しい部署 2行目：種別「班」はありません",
    ),
    "order": (Rows(departments=[DepartmentRow("新課", "課", "", "一番", 2)]), "建制順「一番」は0以上の整数"),
    "no name": (
        Rows(departments=[DepartmentRow("", "課", "総務部", "", 2)]),
        "新しい部署 2行目：名称が空です",
    ),
    "parent": (
        Rows(departments=[DepartmentRow("新課", "課", "市長室", "", 2)]),
        "上位の部署「市長室」はありません",
    ),
    "ring": (
        Rows(departments=[DepartmentRow("総務部", "", "情報課", "", 2)]),
        "上位をたどると自分自身に戻ります",
    ),
    "ended and kept": (
        replace(TO_DX, departments=[*TO_DX.departments, DepartmentRow("情報課", "課", "総務部", "1", 5)]),
        "新しい部署 5行目：「情報課」は「旧課→新課」の表でなくなります",
    ),
    "twins": (
        Rows(
            departments=[
                DepartmentRow("新課", "課", "総務部", "", 2),
                DepartmentRow("新課", "課", "総務部", "", 3),
            ]
        ),
        "新しい部署 3行目：「新課」は、同じ上位の部署の下に同じ名称",
    ),
    "rename unknown": (
        Rows(renames=[RenameRow("電算課", "DX課", 1)]),
        "名称変更 1行目：「電算課」という部署は",
    ),
    "rename twin": (Rows(renames=[RenameRow("情報課", "文書課", 1)]), "同じ上位の部署の下に同じ名称"),
    "rename ended": (
        replace(TO_DX, renames=[RenameRow("情報課", "DX課", 1)]),
        "どちらかの表から除いてください",
    ),
    "person unknown": (
        Rows(people=[PersonRow("nobody", "", "文書課", "", "", 4)]),
        "職員 4行目：ログイン名「nobody」の職員はいません",
    ),
    "person by name": (
        Rows(people=[PersonRow("", "誰か", "文書課", "", "", 4)]),
        "氏名「誰か」の職員はいません",
    ),
    "names differ": (Rows(people=[PersonRow("joho", "誰か", "", "", "", 4)]), "氏名は「情報 太郎」です"),
    "taken": (
        Rows(people=[PersonRow("joho", "新人", "", "", "新規", 4)]),
        "ログイン名「joho」はもう使われています",
    ),
    "no person's name": (Rows(people=[PersonRow("shinjin", "", "", "", "新規", 4)]), "氏名が空です"),
    "sign-in name": (
        Rows(people=[PersonRow("新 人", "新人", "", "", "新規", 4)]),
        "職員 4行目：ユーザー名：",
    ),
    "role": (
        Rows(people=[PersonRow("joho", "", "", "システム管理者", "", 4)]),
        "役割「システム管理者」は付けられません",
    ),
    "move": (Rows(people=[PersonRow("joho", "", "", "", "休職", 4)]), "「休職」は書けません"),
    "person's department": (
        Rows(people=[PersonRow("joho", "", "電算課", "", "", 4)]),
        "部署「電算課」はありません",
    ),
    "person twice": (
        Rows(
            people=[PersonRow("joho", "", "文書課", "", "", 4), PersonRow("", "情報 太郎", "", "", "退職", 5)]
        ),
        "職員 5行目：「情報 太郎」の行が二つ",
    ),
    "last planner": (Rows(people=[PersonRow("kikaku", "", "", "", "退職", 4)]), "最後の計画主管課の職員"),
}


@pytest.mark.parametrize(("rows", "sentence"), WRONG.values(), ids=WRONG)
def test_what_does_not_fit_is_named_with_table_line_and_remedy(rows, sentence, small):
    found = problems(small, rows)
    assert len(found) == 1
    assert sentence in found[0]
    assert found[0].endswith("。")
    with pytest.raises(ReorganisationDoesNotFit):
        planned(small, rows)


def test_all_problems_are_named_at_once(small):
    rows = Rows(
        departments=[DepartmentRow("新課", "班", "市長室", "", 2)],
        people=[PersonRow("nobody", "", "", "", "", 2), PersonRow("joho", "", "", "村長", "", 3)],
        lines=[LineRow("電算課", "新課", 2)],
    )
    assert len(problems(small, rows)) == 5


def test_two_departments_of_one_name_are_told_apart_by_the_one_above(small):
    branch = make_department("市民部", order=5)
    rename(make_department("市民情報課", parent=branch, order=6), "情報課")
    ambiguous = problems(small, Rows(lines=[LineRow("情報課", "文書課", 2)]))
    assert "「情報課」という部署が2つあります" in ambiguous[0]
    assert problems(small, Rows(lines=[LineRow("市民部　情報課", "文書課", 2)])) == []


def test_departments_of_another_city_are_unknown(small):
    make_department("隣の課", municipality=make_municipality("133035", "隣の市"))
    assert "「隣の課」はありません" in problems(small, Rows(lines=[LineRow("情報課", "隣の課", 2)]))[0]


def test_a_reorganisation_needs_its_reason(small):
    with pytest.raises(ReasonMissing):
        planned(small, reason=" ")


def test_what_is_planned_is_edited_and_cancelled_until_it_is_done(small):
    reorganisation = planned(small)
    changed = planned(small, MERGE, reorganisation=reorganisation, title="改めた件名")
    assert (changed.pk, changed.title, changed.tables) == (reorganisation.pk, "改めた件名", MERGE)
    cancelled = reorganisation_cancel(reorganisation=changed, author=COMMAND, now=NOW)
    assert cancelled.state == "取消"
    with pytest.raises(ReorganisationSettled, match="取消"):
        planned(small, reorganisation=cancelled)


@pytest.mark.parametrize(
    "data", [[], {"x": []}, {"lines": [{"old": "a"}]}, {"lines": [{"former": 1}]}, {"choices": []}], ids=str
)
def test_tables_of_another_shape_are_not_read(data):
    with pytest.raises(ValueError, match="正しくありません|表ではありません"):
        Rows.from_json(data)


@pytest.mark.parametrize("rows", [1, 20])
def test_reading_costs_as_many_queries_however_many_departments_end(rows, small, django_assert_num_queries):
    names = [make_department(f"第{n}課", parent=small.bureau, order=n + 5).name for n in range(rows)]
    for name in names:
        make_user("department", username=name, department=make_department(name))
    lines = [LineRow(name, "文書課", n) for n, name in enumerate(names)]
    with django_assert_num_queries(10):
        assert blueprint_of(small.city, Rows(lines=lines), DAY).problems == []
