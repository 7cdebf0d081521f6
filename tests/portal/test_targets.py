"""目標一覧: judged rows, counts that lead to exactly what they count, filters in the URL, Excel."""

import io
import re

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import make_department, make_measure, make_plan, make_policy
from tests.figure_rows import make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_2024():
    with time_machine.travel("2024-10-01T09:00:00+09:00"):
        yield


@pytest.fixture
def plan():
    """Seven indicators, each judged otherwise in 2024, of two measures."""
    plan = make_plan()
    first = make_measure(plan=plan, number="1", policy=make_policy(), department=make_department("市民課"))
    second = make_measure(plan=plan, number="2", name="庁内のDX")
    rows = [
        (first, "達成する", {"target": 40, "value": 61}), (first, "順調な", {"target": 40, "value": 41.2}),
        (first, "遅れる", {"target": 40, "value": 39}), (second, "数える", {"state": "集計中"}),
        (second, "目標のない", {"value": 3}), (second, "報告のない", None),
    ]  # fmt: skip
    for measure, name, row in rows:
        make_indicator(measure=measure, name=name, values={2024: row} if row else {})
    make_indicator(measure=second, name="未達の", due_fiscal_year=2023, values={2024: {"value": 3}})
    return plan


def url(name="target_list"):
    return reverse(f"portal:{name}", args=["132209", "ict-2022"])


def ask(client, **params):
    return client.get(url(), params).context["targets"]


def names(targets):
    return [row.indicator.name for row in targets.rows]


def test_every_indicator_is_judged_for_this_year(client_as, plan):
    targets = ask(client_as("viewer"))
    assert [(row.indicator.name, row.judgement.word) for row in targets.rows] == [
        ("達成する", "達成"), ("順調な", "順調"), ("遅れる", "遅れ"), ("数える", "集計中"),
        ("目標のない", "判定対象外"), ("報告のない", "未報告"), ("未達の", "未達"),
    ]  # fmt: skip
    assert targets.year_name == "令和6年度（2024年度）"


def test_the_rule_stands_in_words_beside_the_word(client_as, plan):
    page = client_as("viewer").get(url()).content.decode()
    assert "令和6年度の目標40％以上に対し実績41.2％のため順調" in page
    assert page.count('<svg class="dash-chart"') == 7


def test_each_count_leads_to_as_many_rows(client_as, plan):
    client = client_as("viewer")
    for params in ({}, {"policy": "1"}, {"department": "none"}, {"year": "2023"}):
        counts = ask(client, **params).counts
        assert sum(count.count for count in counts) == len(ask(client, **params).rows)
        for count in counts:
            listed = client.get(count.url).context["targets"]
            assert len(listed.rows) == count.count
            assert {row.judgement.code for row in listed.rows} <= {count.code}


def test_filters_stand_in_the_url(client_as, plan):
    client = client_as("viewer")
    assert names(ask(client, judgement="behind")) == ["遅れる"]
    assert names(ask(client, department="none", judgement="counting")) == ["数える"]
    assert names(ask(client, policy="1")) == ["達成する", "順調な", "遅れる"]
    assert {row.judgement.word for row in ask(client, year="2022").rows} == {"未報告"}


@pytest.mark.parametrize("params", [{"year": "1999"}, {"year": "x"}, {"policy": "9"}, {"judgement": "?"}])
def test_a_condition_that_names_nothing_is_left_out(client_as, plan, params):
    assert len(ask(client_as("viewer"), **params).rows) == 7


def test_unknown_figures_are_never_zero(client_as, plan):
    by_name = {row.indicator.name: row for row in ask(client_as("viewer")).rows}
    assert by_name["数える"].value == "集計中"
    assert by_name["報告のない"].value == "未報告"
    assert by_name["報告のない"].aim == "60％"


def test_the_workbook_has_the_rows_of_the_page(client_as, plan):
    answer = client_as("viewer").get(url("target_export"), {"judgement": "behind"})
    (sheet,) = load_workbook(io.BytesIO(answer.content))
    head, *rows = sheet.iter_rows(values_only=True)
    (row,) = [dict(zip(head, row, strict=True)) for row in rows]
    assert (row["指標"], row["年度の目標"], row["実績"], row["判定"]) == ("遅れる", 40, 39, "遅れ")
    assert row["判定の根拠"] == "令和6年度の目標40％以上に対し実績39％のため遅れ"


def test_a_plan_without_indicators_says_so(client_as):
    make_plan()
    page = client_as("viewer").get(url()).content.decode()
    assert "この計画には指標の記載がありません。" in page
    assert not re.search(r"達成\s*<b", page)


@pytest.mark.parametrize("rows", [2, 40])
def test_the_page_costs_the_same_however_many_indicators(rows, client_as, django_assert_max_num_queries):
    plan = make_plan()
    for n in range(rows):
        measure = make_measure(plan=plan, number=str(n), department=make_department(f"第{n}課"),
                               policy=make_policy(code=str(n)))  # fmt: skip
        make_indicator(measure=measure, values={2024: {"value": 1}})
    client = client_as("viewer")
    client.get(url())
    with django_assert_max_num_queries(17):
        client.get(url())


def test_the_sheet_of_a_measure_tells_judgement_and_rule(client_as, plan):
    page = client_as("viewer").get(plan.measures.get(number="1").get_absolute_url()).content.decode()
    assert "令和6年度の目標40％以上に対し実績39％のため遅れ" in page
