"""経費: totals equal their lines and lead to them; what nobody wrote is 記載なし; Excel; the chart."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal.money import BY, COLUMNS, money_table
from tests.factories import make_department, make_measure, make_plan, make_policy
from tests.figure_rows import make_budget_line, make_cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = make_plan()
    top = make_policy(code="1", name="市民サービス")
    below = make_policy(code="1-1", name="窓口", parent=top)
    first = make_measure(plan=plan, number="1", policy=below, department=make_department("市民課"))
    second = make_measure(plan=plan, number="2", name="庁内のDX", policy=make_policy(code="2", order=2))
    third = make_measure(plan=plan, number="3", name="未定の施策")
    make_cost(measure=first, fiscal_year=2022, initial=1000, running=200)
    funding = [{"source": "国", "budget": 300, "settled": 290}, {"source": "市債", "settled": 350}]
    make_cost(measure=second, fiscal_year=2023, total=700, budget=650, settled=640, funding=funding)
    make_budget_line(measure=first, fiscal_year=2022, initial=1100, supplementary=-100, settled=900,
                     settled_state="見込", national=400, general=600)  # fmt: skip
    make_budget_line(measure=first, fiscal_year=2023, name="保守", initial=50, carried_in=10)
    make_budget_line(measure=third, fiscal_year=2024, name="", obligation=900)
    return plan


def url(name="money_list"):
    return reverse(f"portal:{name}", args=["132209", "ict-2022"])


def ask(client, **params):
    return client.get(url(), params).context["page"]


def told(page):
    return {row.label: dict(zip(page.heads, row.cells, strict=True)) for row in page.totals}


def test_estimates_and_budget_are_added_up_by_year(client_as, plan):
    found = told(ask(client_as("viewer")))
    assert found["令和4年度（2022年度）"] | {} == {
        "見積": "1,200", "当初": "1,100", "補正": "-100", "繰越": "記載なし", "予算計": "1,000",
        "決算": "900", "国": "400", "その他": "記載なし", "一般財源": "600",
    }  # fmt: skip
    assert (found["令和5年度（2023年度）"]["見積"], found["令和5年度（2023年度）"]["当初"]) == ("700", "700")
    assert set(found["令和8年度（2026年度）"].values()) == {"記載なし"}


def test_what_the_plan_prints_of_budget_counts_only_where_no_budget_line_has_it(plan):
    second = plan.measures.get(number="2")
    assert money_table(plan, fiscal_year=2023).whole.amount("settled") == 640
    make_budget_line(measure=second, fiscal_year=2023, initial=655, settled=641)
    whole = money_table(plan, fiscal_year=2023).whole
    assert (whole.amount("initial"), whole.amount("settled")) == (705, 641)


def test_policies_are_the_uppermost_and_departments_the_leads(client_as, plan):
    client = client_as("viewer")
    by_policy, by_department = told(ask(client, by="policy")), told(ask(client, by="department"))
    assert by_policy["1 市民サービス"]["当初"] == "1,150"
    assert list(by_policy)[-1] == "はっきりしないもの"
    assert by_department["市民課"]["見積"] == "1,200"
    assert by_department["担当の記載なし"]["見積"] == "700"


def test_each_source_has_its_own_amount(client_as, plan):
    page = ask(client_as("viewer"), by="source")
    assert {row.label: (row.cells, row.count) for row in page.totals} == {
        "国": (["690"], 2), "その他": (["350"], 1), "一般財源": (["600"], 1),
        "財源の記載なし": (["記載なし"], 3),
    }  # fmt: skip
    assert page.whole.cells == ["1,640"]


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("given", [{}, {"year": "2023"}, {"department": "none"}, {"source": "national"}])
def test_every_total_leads_to_exactly_its_lines(client_as, plan, by, given):
    client = client_as("viewer")
    page = ask(client, by=by, **given)
    assert page.totals
    for row in (row for row in page.totals if row.count):
        linked = client.get(row.url).context["page"]
        assert (linked.whole.count, linked.whole.cells) == (row.count, row.cells)
        assert len(linked.lines) == row.count


@pytest.mark.parametrize("by", BY)
def test_every_total_is_the_sum_of_its_lines(plan, by):
    for total in money_table(plan, by).totals:
        for column in COLUMNS:
            known = [line.amount(column) for line in total.lines if line.amount(column) is not None]
            assert total.amount(column) == (sum(known) if known else None)


@pytest.mark.parametrize("params", [{"year": "1999"}, {"policy": "9"}, {"source": "x"}, {"by": "x"}])
def test_a_condition_that_names_nothing_is_left_out(client_as, plan, params):
    assert ask(client_as("viewer"), **params).whole.count == 5


def test_an_expected_settlement_is_said_to_be_one(client_as, plan):
    rows = {row.label: row.remark for row in ask(client_as("viewer")).totals}
    assert rows["令和4年度（2022年度）"] == "決算見込を含む"
    assert rows["令和5年度（2023年度）"] == ""


def test_the_chart_tells_its_figures_in_words(client_as, plan):
    chart = ask(client_as("viewer")).chart
    assert chart.description.startswith("令和4年度は見積1,200千円、当初1,100千円、決算900千円。")
    assert "令和8年度は記載なし。" in chart.description


def test_the_workbook_has_the_lines_of_the_page(client_as, plan):
    answer = client_as("viewer").get(url("money_export"), {"year": "2022"})
    (sheet,) = load_workbook(io.BytesIO(answer.content))
    head, *rows = sheet.iter_rows(values_only=True)
    rows = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["当初（千円）"] for row in rows] == [None, 1100]
    assert rows[1]["決算の確かさ"] == "見込"


def test_a_plan_without_money_says_so_and_finds_nothing_out(client_as):
    make_measure(plan=make_plan())
    response = client_as("viewer").get(url())
    assert "経費の見積も予算・決算も記載がありません。" in response.content.decode()
    assert "確認事項" not in response.content.decode()


@pytest.mark.parametrize("rows", [2, 40])
def test_the_page_costs_the_same_however_many_lines(rows, client_as, django_assert_max_num_queries):
    plan = make_plan()
    for n in range(rows):
        measure = make_measure(plan=plan, number=str(n), department=make_department(f"第{n}課"),
                               policy=make_policy(code=str(n)))  # fmt: skip
        make_cost(measure=measure, initial=n)
        make_budget_line(measure=measure, initial=n)
    client = client_as("viewer")
    client.get(url())
    with django_assert_max_num_queries(18):
        client.get(url())
