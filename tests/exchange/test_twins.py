import pytest

from exchange.checks import validate
from tests.exchange.sample import LEFT_OUT, full_document, lines

NAMELESS = [{"years": {"2022": "検討"}}, {"years": {"2023": "検討"}}]
VALUE = {"fiscal_year": 2022, "as_of": "2023-03", "state": "確定", "value": 9}

REFUSED = [
    (
        {"measures[1].number": "1", "measures[1].ended": LEFT_OUT, "measures[0].related_measures": []},
        "measures[1].number",
        "measures[0].number",
    ),
    ({"measures[1].key": "online"}, "measures[1].key", "measures[0].key"),
    ({"measures[0].key": "2"}, "measures[1].number", "measures[0].key"),
    (
        {"policies[0].children[0].code": "2", "measures[0].policy": "2"},
        "policies[1].code",
        "policies[0].children[0].code",
    ),
    ({"policies[1].key": "services"}, "policies[1].key", "policies[0].key"),
    ({"policies[0].key": "2"}, "policies[1].code", "policies[0].key"),
    (
        {"departments[+]": {"name": "情報管理課", "parent": "企画財政部"}},
        "departments[7].name",
        "departments[1].name",
    ),
    ({"departments[+]": {"name": "総務部"}}, "departments[7].name", "departments[4].name"),
    ({"departments[4].key": "planning"}, "departments[4].key", "departments[0].key"),
    (
        {"plan.phases[+]": {"label": "検討", "stage": "consider"}},
        "plan.phases[3].label",
        "plan.phases[0].label",
    ),
    (
        {"plan.achievements[+]": {"label": "達成", "code": "achieved"}},
        "plan.achievements[2].label",
        "plan.achievements[0].label",
    ),
    (
        {"plan.directions[+]": {"label": "拡充", "code": "continue"}},
        "plan.directions[1].label",
        "plan.directions[0].label",
    ),
    ({"plan.rules[+]": {"code": "R1", "text": "x"}}, "plan.rules[1].code", "plan.rules[0].code"),
    (
        {"plan.evaluation_bodies[+]": {"name": "本部会議"}},
        "plan.evaluation_bodies[2].name",
        "plan.evaluation_bodies[1].name",
    ),
    (
        {"plan.criteria[+]": {"name": "達成度", "labels": ["高い", "低い"], "good_end": "first"}},
        "plan.criteria[1].name",
        "plan.criteria[0].name",
    ),
    ({"axes[+]": {"code": "field", "name": "x"}}, "axes[2].code", "axes[0].code"),
    (
        {"axes[0].categories[+]": {"code": "1", "label": "x"}},
        "axes[0].categories[2].code",
        "axes[0].categories[0].code",
    ),
    ({"committees[+]": {"name": "専門部会"}}, "committees[2].name", "committees[1].name"),
    ({"surveys[+]": {"name": "市民アンケート"}}, "surveys[1].name", "surveys[0].name"),
    ({"glossary[+]": {"term": "RPA"}}, "glossary[1].term", "glossary[0].term"),
    (
        {"systems[+]": {"name": "次期電子申請システム"}, "systems[0].successor": LEFT_OUT},
        "systems[2].name",
        "systems[1].name",
    ),
    ({"systems[+]": {"key": "e-apply", "name": "別のシステム"}}, "systems[2].key", "systems[0].key"),
    ({"measures[0].schedule[1].key": "main"}, "measures[0].schedule[1].key", "measures[0].schedule[0].key"),
    (
        {"measures[0].schedule[+]": {"label": "決済"}},
        "measures[0].schedule[2].label",
        "measures[0].schedule[1].label",
    ),
    ({"measures[0].schedule": NAMELESS}, "measures[0].schedule[1].label", "measures[0].schedule[0].label"),
    (
        {"measures[0].indicators[+]": {"key": "i1", "name": "x", "kind": "fact"}},
        "measures[0].indicators[1].key",
        "measures[0].indicators[0].key",
    ),
    (
        {"measures[0].indicators[0].values[+]": VALUE},
        "measures[0].indicators[0].values[1].fiscal_year",
        "measures[0].indicators[0].values[0].fiscal_year",
    ),
    (
        {"measures[0].costs[+]": {"fiscal_year": 2023}},
        "measures[0].costs[1].fiscal_year",
        "measures[0].costs[0].fiscal_year",
    ),
    (
        {"measures[0].costs[0].funding[+]": {"source": "国"}},
        "measures[0].costs[0].funding[2].source",
        "measures[0].costs[0].funding[0].source",
    ),
    (
        {"plan_costs[+]": {"fiscal_year": 2023, "amount": 1, "basis": "一般財源・新規支出"}},
        "plan_costs[1].fiscal_year",
        "plan_costs[0].fiscal_year",
    ),
]

ACCEPTED = [
    {"measures[0].key": "1"},
    {"measures[1].name": "電子申請の拡充"},
    {"departments[+]": {"name": "情報管理課", "parent": "総務部"}, "measures[0].departments": [],
     "policies[0].departments": [], "systems[0].departments": [],
     "departments[2].parent": "企画財政部 情報管理課"},
    {"axes[1].categories[+]": {"code": "1", "label": "x"}},
    {"plan.rules[+]": {"text": "x"}},
    {"references[+]": {"kind": "law", "title": "実施計画"}},
    {"tables[+]": {"title": "財源の見通し"}},
    {"procedures[+]": {"name": "住民票の写しの請求"}},
    {"measures[0].schedule": NAMELESS[:1]},
    {"measures[0].schedule": [NAMELESS[0], NAMELESS[1] | {"key": "second"}]},
    {"measures[0].schedule": [NAMELESS[0], NAMELESS[1] | {"label": "二つ目"}]},
    {"measures[0].indicators[0].values[+]": VALUE | {"state": "速報"}},
    {"plan_costs[+]": {"fiscal_year": 2023, "amount": 1, "basis": "総額"}},
    {"systems[+]": {"key": "next", "name": "次期電子申請システム"}, "systems[0].successor": "next"},
    {"chapters[1].number": "第1章"},
]  # fmt: skip


@pytest.mark.parametrize(("changes", "second", "first"), REFUSED, ids=str)
def test_the_second_twin_is_refused_and_told_where_the_first_is(changes, second, first):
    found = lines(validate(full_document(changes)).errors)
    assert [line.split(": ")[0] for line in found] == [second]
    assert first in found[0]
    assert found[0].endswith("ください。")


@pytest.mark.parametrize("changes", ACCEPTED, ids=str)
def test_likeness_that_identifies_nothing_is_accepted(changes):
    assert lines(validate(full_document(changes)).errors) == []


def test_every_further_twin_is_named():
    document = full_document({"glossary[+]": {"term": "RPA"}})
    document["glossary"].append({"term": "RPA"})
    assert lines(validate(document).errors) == [
        "glossary[1].term: 「RPA」は glossary[0].term と同じです。どちらかを改めてください。",
        "glossary[2].term: 「RPA」は glossary[0].term と同じです。どちらかを改めてください。",
    ]
