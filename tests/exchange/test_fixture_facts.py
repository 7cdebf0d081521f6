"""What the printed plans say, against the documents in fixtures/: counts, marks, dates and contradictions.

A path walks a document: a step names a member, an entry of a list by its number, code, name, label or title,
or by its position (`[0]`); `*` takes every entry, `#` counts them.
A Counter compares how often each value occurs.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.once  # no database

IDENTITIES = ("number", "code", "name", "label", "title")

FACTS = {
    "132021-ict-2020": {  # 立川市
        "systems.#": 83,
        "systems.*.group": Counter({"基幹系システム": 15, "個別システム": 68}),
        "systems.*.migrates_to_next": Counter({True: 14, False: 69}),
        "systems.市営住宅管理システム.started_on": "2018-08",
        "systems.市営住宅管理システム.notes.*.kind": ["conflict"],
        "systems.市営住宅管理システム.notes.*.field": ["started_on"],
        "systems.市営住宅管理システム.notes.*.printed": ["平成30年8月（2018年2月）"],
        "systems.農地台帳システム.started_on": "2019-07",
        "systems.地方公会計システム.departments": ["行政経営課", "総務課", "財政課", "会計課"],
        "policies.*.children.#": [2, 2, 3],
        "policies.*.children.*.reportable": [[True] * 2, [True] * 2, [True] * 3],
        "measures.*.number": [str(number) for number in range(1, 11)],
        "measures.*.policy": ["3-2"] * 10,
        "carried_over.*.number": ["①", "②", "③", "④", "⑤"],
        "glossary.#": 39,
    },
    "132021-ict-2015": {
        "measures.*.number": [str(number) for number in range(1, 23)],
        "measures.*.printed_number": [None] * 22,
        "measures.*.outcome.achievement": Counter({"継続実施": 16, "導入準備": 3, "一部実施": 3}),
        "measures.2.name": "納付機会の拡充",
        "measures.5.name": "納付機会の拡充",
    },
    "132039-ict-2014": {  # 武蔵野市
        "measures.*.number": [str(number) for number in range(1, 54)],
        "measures.*.policy": Counter({"1": 36, "2": 9, "3": 6, "4": 2}),
        "measures.*.added.fiscal_year": Counter({None: 51, 2015: 2}),
        "measures.52.added.fiscal_year": 2015,
        "measures.53.added.fiscal_year": 2015,
        "systems.#": 37,
        "plan_costs.*.fiscal_year": [2014, 2015, 2016],
        "plan_costs.*.amount": [10_000, 67_000, 69_000],
        "plan_costs.*.approximate": [True] * 3,
        "surveys.[0].items.#": 17,
        "surveys.[0].items.*.quadrant": Counter({"A": 7, "B": 3, "C": 3, "D": 4}),
        "surveys.[0].items.5.satisfaction": 16.3,
        "surveys.[0].items.5.notes.*.printed": ["16.2％"],
        "surveys.[0].items.17.satisfaction": 43.3,
        "surveys.[0].items.17.notes.*.printed": ["43.4％"],
        "glossary.#": 65,
    },
    "132039-ict-2011": {"measures.#": 24, "measures.*.outcome.achievement": [None] * 24},
    "132209-ict-2022": {  # 東大和市
        "measures.*.number": [str(number) for number in range(1, 27)],
        "measures.8.schedule.*.years": [dict.fromkeys(("2022", "2023", "2024", "2025", "2026"), "検討")],
        "measures.8.continues.*.ref": ["ict-2019/16"],
        "generations.*.rate": [40, 90, 100],
        "glossary.#": 24,
    },
    "132209-ict-2019": {
        "measures.#": 17,
        "measures.*.outcome.achievement": Counter({"達成": 8, "一部達成": 9}),
        "plan.start_fiscal_year": 2019,
        "plan.end_fiscal_year": 2021,
    },
    "132152-ict-2023": {  # 国立市
        "measures.*.number": [str(number) for number in range(1, 12)],
        "measures.*.indicators.#": [2, 1, 1, 1, 1, 2, 2, 4, 4, 1, 3],
        "measures.3.indicators.[0].baseline": 46.6,
        "measures.3.indicators.[0].target": 75,
        "measures.3.indicators.[0].due_fiscal_year": 2027,
        "measures.8.categories.sdgs": ["9", "11", "13", "17"],
        "tables.図9.rows.#": 13,
        "tables.図9.rows.I.values": [-793, -816, -822, -705, -641, -642, -455, -394],
        "glossary.#": 47,
    },
    "132233-ict-2021": {  # 武蔵村山市
        "measures.*.number": [
            f"{goal}-{number}" for goal, last in ((1, 9), (2, 6), (3, 12)) for number in range(1, last + 1)
        ],
        "measures.*.policy": Counter({"1": 9, "2": 6, "3": 12}),
        "measures.*.schedule_state": Counter({"unreadable": 26, "partly": 1}),
        "measures.2-3.schedule_state": "partly",
        "procedures.#": 28,
        "committees.武蔵村山市情報化推進委員会.members.#": 11,
        "committees.武蔵村山市情報化推進委員会.quorum.rule": "majority",
        "surveys.[0].sample": 1000,
        "surveys.[0].returned": 413,
        "surveys.[0].rate": 41.3,
        "glossary.#": 34,
    },
    "132233-ict-2016": {
        "measures.#": 24,
        "measures.*.outcome.achievement": Counter({"実施済": 17, "一部実施済": 1, "検討中": 5, "未実施": 1}),
    },
}


def fixture(name: str) -> dict[str, Any]:
    return json.loads(Path("fixtures", f"{name}.json").read_text(encoding="utf-8"))


def walk(value: Any, steps: list[str]) -> Any:
    """Return what stands at a path, None where a member is left out."""
    if not steps or value is None:
        return value
    step, *rest = steps
    if step == "#":
        return len(value)
    if step == "*":
        return [walk(entry, rest) for entry in value]
    if isinstance(value, dict):
        return walk(value.get(step), rest)
    if step.startswith("["):
        return walk(value[int(step.strip("[]"))], rest)
    found = next(entry for entry in value if step in [entry.get(name) for name in IDENTITIES])
    return walk(found, rest)


@pytest.mark.parametrize(
    ("name", "path", "printed"),
    [(name, path, printed) for name, facts in FACTS.items() for path, printed in facts.items()],
)
def test_the_document_carries_what_is_printed(name, path, printed):
    found = walk(fixture(name), path.split("."))
    assert (Counter(found) if isinstance(printed, Counter) else found) == printed


def test_the_fixtures_are_these_nine_plans():
    assert sorted(path.stem for path in Path("fixtures").iterdir()) == sorted(FACTS)


MARKED = {
    ("132039-ict-2014", "is_priority"): "1 2 3 5 6 7 8 10 15 16 23 29 32 41 46 47 49",
    ("132209-ict-2022", "is_new"): "3 4 5 6 9 12 13 14 15 18 21 22 23 24",
}


@pytest.mark.parametrize(("name", "mark"), MARKED)
def test_the_marks_stand_at_the_printed_measures(name, mark):
    marked = [measure["number"] for measure in fixture(name)["measures"] if measure.get(mark)]
    assert " ".join(marked) == MARKED[name, mark]


def numbers_with_one_phase_throughout(name: str, phase: str) -> list[str]:
    plan = fixture(name)["plan"]
    throughout = {str(y): phase for y in range(plan["start_fiscal_year"], plan["end_fiscal_year"] + 1)}
    return [
        measure["number"]
        for measure in fixture(name)["measures"]
        if all(track["years"] == throughout for track in measure["schedule"])
    ]


def test_higashiyamato_carries_these_measures_out_in_every_year():
    found = numbers_with_one_phase_throughout("132209-ict-2022", "実施")
    assert " ".join(found) == "1 5 7 9 10 11 12 13 14 15 16 17 18 21 26"


def test_musashino_considers_twenty_measures_in_every_year():
    assert len(numbers_with_one_phase_throughout("132039-ict-2014", "検討")) == 20


def test_musashimurayama_labels_ten_tracks():
    measures = fixture("132233-ict-2021")["measures"]
    assert sum("label" in track for measure in measures for track in measure.get("schedule", [])) == 10


def months(month: str) -> int:
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number)


def renewals() -> dict[str, dict[str, str]]:
    systems = fixture("132039-ict-2014")["systems"]
    return {system["name"]: system["renewal"] for system in systems}


def test_ten_reviews_in_musashino_start_later_than_24_months_ahead():
    leads = {
        name: months(renewal["next_start"]) - months(renewal["review_start"])
        for name, renewal in renewals().items()
        if "review_start" in renewal
    }
    assert {name: lead for name, lead in leads.items() if lead < 24} == {
        "内部統合情報システム仮想化基盤": 21,
        "AD・セキュリティ管理システム": 21,
        "資産管理・持出管理システム": 21,
        "ファイルサーバ": 21,
        "総合行政ネットワークシステム": 21,
        "営繕積算システム": 19,
        "戸籍情報システム": 13,
        "介護予防給付管理システム": 2,
        "健康情報システム": 20,
        "選挙投票管理システム": 12,
    }


def test_seven_systems_in_musashino_run_again_only_after_a_gap():
    gaps = {
        name: months(renewal["next_start"]) - months(renewal["current_end"]) - 1
        for name, renewal in renewals().items()
        if "current_end" in renewal
    }
    assert {name: gap for name, gap in gaps.items() if gap > 0} == {
        "統合ネットワーク機器": 12,
        "後期高齢者医療システム": 6,
        "健康情報システム": 10,
        "保育業務システム": 60,
        "学校情報システム": 12,
        "教育用システム": 12,
        "学校図書館システム": 12,
    }
