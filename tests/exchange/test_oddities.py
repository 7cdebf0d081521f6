import pytest

from exchange.checks import validate
from tests.exchange.sample import LEFT_OUT, full_document, lines

ODD = [
    ({"measures[1].name": "電子申請の拡充"}, "measures[1].name", "measures[0].name にもあります。"),
    (
        {"procedures[+]": {"name": "住民票の写しの請求"}},
        "procedures[1].name",
        "procedures[0].name にもあります。",
    ),
    (
        {"references[+]": {"kind": "law", "title": "実施計画"}},
        "references[3].title",
        "references[2].title にも",
    ),
    ({"tables[+]": {"title": "財源の見通し"}}, "tables[1].title", "tables[0].title にもあります。"),
    (
        {"surveys[0].items[+]": {"name": "電子申請"}},
        "surveys[0].items[1].name",
        "surveys[0].items[0].name にも",
    ),
    (
        {"measures[+]": {"number": "4", "name": "x"}},
        "measures[2].number",
        "番号が飛んでいます（3 がありません）。",
    ),
    ({"measures[+]": {"number": "6", "name": "x"}}, "measures[2].number", "（3～5 がありません）"),
    ({"measures[+]": {"number": "3-2", "name": "x"}}, "measures[2].number", "（3-1 がありません）"),
    ({"tables[+]": {"number": "表3", "title": "x"}}, "tables[1].number", "（表2 がありません）"),
    ({"plan.predecessor": "ict-2018"}, "plan.predecessor", "前計画「ict-2018」はまだ取り込まれていません。"),
    ({"measures[0].continues[0].ref": "dx-2018/1"}, "measures[0].continues[0].ref", "計画「dx-2018」はまだ"),
    (
        {"references[2].parent": "総合計画"},
        "references[2].parent",
        "「総合計画」は references の title にありません。",
    ),
    (
        {"tables[0].rows[2].values[0]": -128},
        "tables[0].rows[2].values[0]",
        "A-B は -129 ですが、-128 と書かれています。",
    ),
    ({"tables[0].rows[0].values": [3493]}, "tables[0].rows[0].values", "値が1個、列が2個です。"),
    (
        {"measures[0].costs[0].total": 1300},
        "measures[0].costs[0].total",
        "initial と running の合計は 1,200 です。",
    ),
    (
        {"measures[0].costs[0].budget": 1300},
        "measures[0].costs[0].budget",
        "funding の budget の合計は 1,200 です。",
    ),
    (
        {"measures[0].costs[0].settled": 1},
        "measures[0].costs[0].settled",
        "funding の settled の合計は 1,100 です。",
    ),
    ({"surveys[0].rate": 43.1}, "surveys[0].rate", "回答数を配布数で割ると 42.00％です。"),
    ({"surveys[0].valid": 843}, "surveys[0].valid", "returned（842）より多くなっています。"),
    ({"measures[0].policy_candidates": ["2"]}, "measures[0].policy_candidates", "policy も書かれています。"),
    (
        {"measures[0].goal": "平成30（2013）年"},
        "measures[0].goal",
        "和暦「平成30年」と西暦「2013年」が一致しません。",
    ),
    (
        {"systems[0].notes": [{"kind": "reading", "printed": "平成30年8月（2018年2月）"}]},
        "systems[0].notes[0].printed",
        "和暦「平成30年8月」と西暦「2018年2月」が一致しません。",
    ),
    (
        {
            "measures[0].notes": [
                {"kind": "conflict", "field": "name", "printed": "窓口", "text": "一覧の名称。"}
            ]
        },
        "measures[0].notes[0]",
        "原本の中で記載が食い違っています（name、窓口、一覧の名称。）。",
    ),
]

NOT_ODD = [
    {"measures": [{"number": str(n), "name": f"施策{n}"} for n in reversed(range(1, 12))]},
    {"measures[+]": {"number": "3-1", "name": "x"}},
    {"measures[+]": {"number": "A", "name": "x"}},
    {"tables[+]": {"number": "表2", "title": "x"}},
    {"plan.predecessor": LEFT_OUT},
    {"tables[0].rows[2].formula": "A-B=C"},
    {"tables[0].rows[2].formula": "Ａ－Ｂ"},
    {"tables[0].rows[2].formula": "A÷B"},
    {"tables[0].rows[2].formula": "C-D"},
    {"tables[0].rows[0].values[0]": None},
    {"tables[0].rows[0].values": LEFT_OUT},
    {"measures[0].costs[0].running": LEFT_OUT, "measures[0].costs[0].total": 5000},
    {"measures[0].costs[0].funding[1].budget": LEFT_OUT},
    {"surveys[0].rate": 42},
    {"surveys[0].rate": 42.0, "surveys[0].returned": LEFT_OUT},
    {"surveys[0].sample": LEFT_OUT},
    {"measures[0].goal": "平成30（2018）年"},
    {"measures[0].notes": [{"kind": "unclear", "text": "conflict"}]},
]  # fmt: skip


@pytest.mark.parametrize(("changes", "path", "sentence"), ODD, ids=str)
def test_what_is_odd_but_possible_is_accepted_with_a_warning(changes, path, sentence):
    document, errors, warnings = validate(full_document(changes), known_plans={"ict-2019"})
    assert lines(errors) == []
    assert document is not None
    assert [line.split(": ")[0] for line in lines(warnings)] == [path]
    assert sentence in lines(warnings)[0]


@pytest.mark.parametrize("changes", NOT_ODD, ids=str)
def test_what_is_usual_gives_no_warning(changes):
    assert lines(validate(full_document(changes), known_plans={"ict-2019"}).warnings) == []


def test_predecessors_are_not_judged_where_the_known_plans_are_not_given():
    assert validate(full_document({"plan.predecessor": "ict-1999"})).warnings == []


def test_warnings_come_in_document_order_also_beside_errors():
    document = full_document(
        {
            "surveys[0].valid": 843,
            "measures[1].name": "電子申請の拡充",
            "measures[0].costs[0].total": 1,
            "format": "ict-plan/9",
        }
    )
    _, errors, warnings = validate(document)
    assert [line.split(": ")[0] for line in lines(errors)] == ["format"]
    assert [line.split(": ")[0] for line in lines(warnings)] == [
        "measures[0].costs[0].total",
        "measures[1].name",
        "surveys[0].valid",
    ]
