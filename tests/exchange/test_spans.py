import pytest

from exchange.checks import validate
from tests.exchange.sample import full_document, lines, minimal_document

REFUSED = [
    (
        {"measures[0].schedule[0].years.2031": "実施"},
        "measures[0].schedule[0].years.2031: 計画期間（2022-2024年度）の外です。",
    ),
    (
        {"measures[0].schedule[0].years.2021": "検討"},
        "measures[0].schedule[0].years.2021: 計画期間（2022-2024年度）の外です。",
    ),
    (
        {"measures[0].year_plans.2025": "x"},
        "measures[0].year_plans.2025: 計画期間（2022-2024年度）の外です。",
    ),
    (
        {"plan.start_on": "2022-03"},
        "plan.start_on: 開始年度（令和4年度（2022年度））の中の月ではありません。",
    ),
    ({"plan.end_on": "2025-04"}, "plan.end_on: 終了年度（令和6年度（2024年度））の中の月ではありません。"),
    ({"plan.code": "ict-2021"}, "plan.start_fiscal_year: plan.code（ict-2021）の年と違います。"),
    (
        {"references[1].end_fiscal_year": 2021},
        "references[1].end_fiscal_year: start_fiscal_year（2022）より前です。",
    ),
    (
        {"generations[0].end_fiscal_year": 2002},
        "generations[0].end_fiscal_year: start_fiscal_year（2003）より前です。",
    ),
    ({"departments[0].until": "2015-03"}, "departments[0].until: from（2015-04）より前です。"),
    ({"surveys[0].until": "2022-04"}, "surveys[0].until: from（2022-05-01）より前です。"),
    ({"making[0].until": "2022-04-30"}, "making[0].until: on（2022-05-01）より前です。"),
    ({"plan.extended[0].until": "2024-01"}, "plan.extended[0].until: on（2024-02-01）より前です。"),
    (
        {"measures[0].indicators[0].due_fiscal_year": 2021},
        "measures[0].indicators[0].due_fiscal_year: from_fiscal_year（2022）より前です。",
    ),
]

ACCEPTED = [
    {"measures[0].schedule[0].years.2025": None},
    {"plan.start_on": "2023-03"},
    {"plan.end_on": "2024-04"},
    {"references[1].end_fiscal_year": 2022},
    {"departments[0].until": "2015-04-01"},
    {"surveys[0].until": "2022-05"},
    {"measures[0].indicators[0].due_fiscal_year": 2030},
    {"measures[0].costs[0].fiscal_year": 2026},
    {"systems[0].renewal.next_start": "2020-04"},
]


@pytest.mark.parametrize(("changes", "start"), REFUSED, ids=str)
def test_a_span_that_cannot_be_is_refused(changes, start):
    found = lines(validate(full_document(changes)).errors)
    assert len(found) == 1
    assert found[0].startswith(start)


@pytest.mark.parametrize("changes", ACCEPTED, ids=str)
def test_a_span_that_may_be_is_accepted(changes):
    assert lines(validate(full_document(changes)).errors) == []


def test_a_reversed_plan_is_named_at_its_end_and_its_schedule_left_alone():
    document = minimal_document(
        {
            "plan.end_fiscal_year": 2021,
            "measures": [{"number": "1", "name": "x", "year_plans": {"2030": "x"}}],
        }
    )
    assert lines(validate(document).errors) == [
        "plan.end_fiscal_year: start_fiscal_year（2022）より前です。順を確かめてください。"
    ]


def test_a_plan_may_last_one_year():
    assert validate(minimal_document({"plan.end_fiscal_year": 2022})).errors == []


@pytest.mark.parametrize(("key", "name"), [("policies", "name"), ("chapters", "title")])
def test_a_tree_has_six_levels_at_most(key, name):
    def tree(levels):
        node = {name: "x"} | ({"code": str(levels)} if key == "policies" else {})
        below = [tree(levels - 1)] if levels > 1 else []
        return node | {"children": below}

    assert validate(minimal_document({key: [tree(6)]})).errors == []
    assert lines(validate(minimal_document({key: [tree(8)]})).errors) == [
        f"{key}[0]" + ".children[0]" * 6 + ": 6段より深くできません。段を減らしてください。"
    ]
