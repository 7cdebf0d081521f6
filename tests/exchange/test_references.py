import pytest

from exchange.checks import validate
from tests.exchange.sample import LEFT_OUT, full_document, lines

UNKNOWN = "そこに加えるか、ここを直してください。"
SECOND_SYSTEM = {"key": "e-apply-2", "name": "電子申請システム"}
SECOND_LAW = {"kind": "law", "title": "官民データ活用推進基本法", "article": "第10条"}

REFUSED = [
    (
        {"departments[1].parent": "ない部"},
        "departments[1].parent",
        f"「ない部」は departments にありません。{UNKNOWN}",
    ),
    (
        {"departments[2].parent": "庶務係"},
        "departments[2].parent",
        "「庶務係」は departments に2つ以上あります。",
    ),
    ({"departments[0].parent": "情報管理課"}, "departments[1].parent", "上位をたどると自分自身に戻ります。"),
    ({"departments[4].parent": "総務部"}, "departments[4].parent", "上位をたどると自分自身に戻ります。"),
    (
        {"departments[0].successors[0]": "ない部"},
        "departments[0].successors[0]",
        "「ない部」は departments にありません。",
    ),
    ({"plan.predecessor": "ict-2022"}, "plan.predecessor", "自分自身を指しています。"),
    (
        {"policies[0].departments[0]": "ない課"},
        "policies[0].departments[0]",
        "「ない課」は departments にありません。",
    ),
    ({"chapters[2].insert": "用語"}, "chapters[2].insert", "「用語」は差し込めません。1行に1つ、policies・"),
    ({"chapters[2].insert": "glossary\n\nmaking"}, "chapters[2].insert", "「」は差し込めません。"),
    (
        {"chapters[2].insert": "survey:ない調査"},
        "chapters[2].insert",
        "「ない調査」は surveys の name にありません。",
    ),
    ({"chapters[2].insert": "table:表9"}, "chapters[2].insert", "「表9」は tables の number にありません。"),
    (
        {"tables[+]": {"number": "表1", "title": "別の表"}},
        "chapters[1].insert",
        "「表1」は tables の number に2つ以上あります。",
    ),
    (
        {"committees[1].parent": "ない会"},
        "committees[1].parent",
        "「ない会」は committees の name にありません。",
    ),
    ({"committees[0].parent": "専門部会"}, "committees[1].parent", "上位をたどると自分自身に戻ります。"),
    ({"measures[0].policy": "1-9"}, "measures[0].policy", "「1-9」は policies の code にありません。"),
    (
        {"measures[1].policy_candidates[1]": "9"},
        "measures[1].policy_candidates[1]",
        "「9」は policies の code にありません。",
    ),
    (
        {"measures[1].policy_candidates[1]": "1"},
        "measures[1].policy_candidates[1]",
        "「1」が2回書かれています。",
    ),
    (
        {"measures[0].departments[1]": "庶務係"},
        "measures[0].departments[1]",
        "「上位の部署名 部署名」と、空白1つで",
    ),
    (
        {"measures[0].departments[1]": "情報管理課"},
        "measures[0].departments[1]",
        "「情報管理課」が2回書かれています。",
    ),
    (
        {"measures[0].departments[0]": "総務部 情報管理課"},
        "measures[0].departments[0]",
        "departments にありません。",
    ),
    (
        {"measures[0].related_departments[0]": "x"},
        "measures[0].related_departments[0]",
        "departments にありません。",
    ),
    (
        {"measures[0].categories.size": ["1"]},
        "measures[0].categories.size",
        "「size」は axes の code にありません。",
    ),
    (
        {"measures[0].categories.field[1]": "3"},
        "measures[0].categories.field[1]",
        "「3」は 分類軸「field」の categories の code にありません。",
    ),
    (
        {"measures[1].categories_unclear[0]": "x"},
        "measures[1].categories_unclear[0]",
        "axes の code にありません。",
    ),
    (
        {"measures[0].related_measures[0].number": "9"},
        "measures[0].related_measures[0].number",
        "にありません。",
    ),
    ({"measures[0].related_measures[0].number": "1"}, "measures[0].related_measures[0].number", "自分自身を"),
    ({"measures[0].related_measures[+]": {"number": "2"}}, "measures[0].related_measures[1].number", "2回"),
    (
        {"measures[0].continues[+]": {"ref": "ict-2019/7"}},
        "measures[0].continues[1].ref",
        "2回書かれています。",
    ),
    (
        {"measures[0].grounds[0]": "ない法律"},
        "measures[0].grounds[0]",
        "「ない法律」は references の title に",
    ),
    ({"references[+]": SECOND_LAW}, "measures[0].grounds[0]", "references の title に2つ以上あります。"),
    (
        {"measures[0].systems[0]": "ないシステム"},
        "measures[0].systems[0]",
        "「ないシステム」は systems にありません。",
    ),
    ({"measures[0].systems[0]": "e-apply"}, "measures[0].systems[0]", "「e-apply」は systems にありません。"),
    ({"systems[+]": SECOND_SYSTEM}, "measures[0].systems[0]", "名前が同じシステムは key で指してください。"),
    ({"systems[0].successor": "電子申請システム"}, "systems[0].successor", "自分自身を指しています。"),
    ({"systems[0].successor": "x"}, "systems[0].successor", "「x」は systems にありません。"),
    ({"systems[0].departments[0]": "x"}, "systems[0].departments[0]", "「x」は departments にありません。"),
    (
        {"measures[0].schedule[0].years.2022": "調査"},
        "measures[0].schedule[0].years.2022",
        "「調査」は plan.phases の label にありません。",
    ),
    (
        {"measures[0].outcome.target_phase": "x"},
        "measures[0].outcome.target_phase",
        "「x」は plan.phases の label",
    ),
    (
        {"measures[0].outcome.achievement": "x"},
        "measures[0].outcome.achievement",
        "plan.achievements の label",
    ),
    ({"measures[0].outcome.direction": "x"}, "measures[0].outcome.direction", "plan.directions の label"),
    (
        {"measures[0].indicators[0].values[0].achievement": "x"},
        "measures[0].indicators[0].values[0].achievement",
        "plan.achievements の label",
    ),
    ({"measures[1].ended.into": "3"}, "measures[1].ended.into", "「3」は measures の number にありません。"),
    ({"measures[1].ended.into": "2"}, "measures[1].ended.into", "自分自身を指しています。"),
    ({"carried_over[0].policy": "9"}, "carried_over[0].policy", "「9」は policies の code にありません。"),
]

ACCEPTED = [
    {"measures[0].departments[0]": "企画財政部 情報管理課"},
    {"measures[0].departments[1]": "情報管理課 庶務係"},
    {"departments[+]": {"name": "総務部", "parent": "企画財政部"}},
    {
        "systems[+]": SECOND_SYSTEM,
        "measures[0].systems": ["e-apply", "e-apply-2"],
        "systems[1].successor": "e-apply",
    },
    {"systems[+]": SECOND_SYSTEM, "systems[0].key": LEFT_OUT},
    {"references[+]": SECOND_LAW, "measures[0].grounds": []},
    {"measures[0].continues[0].ref": "ict-1999/1"},
    {"plan.predecessor": "ict-1999"},
    {"chapters[2].insert": "glossary\ntable:表1"},
    {"tables[+]": {"number": "表1", "title": "別の表"}, "chapters[1].insert": LEFT_OUT},
    {"measures[0].related_departments[0]": "情報管理課"},
]


@pytest.mark.parametrize(("changes", "path", "sentence"), REFUSED, ids=str)
def test_a_reference_that_leads_nowhere_or_to_two_places_is_refused(changes, path, sentence):
    found = lines(validate(full_document(changes)).errors)
    assert len(found) == 1
    assert found[0].startswith(f"{path}: ")
    assert sentence in found[0]


@pytest.mark.parametrize("changes", ACCEPTED, ids=str)
def test_a_reference_that_leads_to_one_place_is_accepted(changes):
    assert lines(validate(full_document(changes)).errors) == []


def test_nothing_is_said_of_references_to_a_list_that_cannot_be_read():
    found = lines(validate(full_document({"systems": "なし", "plan.phases": {"検討": "consider"}})).errors)
    assert [line.split(": ")[0] for line in found] == ["plan.phases", "systems"]


def test_references_to_a_list_that_is_absent_lead_nowhere():
    found = lines(validate(full_document({"systems": LEFT_OUT})).errors)
    assert [line.split(": ")[0] for line in found] == ["measures[0].systems[0]"]
