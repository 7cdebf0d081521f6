"""確認事項 about money: the premises 武蔵野市 prints, the plan's own totals, its span and its schedule."""

import pytest

from plans.models import PlanCost, PlanRule, Word
from portal.money import money_table
from portal.money_lint import money_check
from tests.factories import make_measure, make_plan, recorded
from tests.figure_rows import make_budget_line, make_cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


@recorded
def premise(plan, code):
    PlanRule.objects.create(plan=plan, code=code, text="前提")


@recorded
def plan_cost(plan, **row):
    PlanCost.objects.create(plan=plan, **row)


def sentences(plan):
    return [finding.sentence for finding in money_check(money_table(plan)).findings]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([], "令和4年度：見積1,200千円が記載されていますが、工程は「検討」だけです。"),
        (["cost-consider"],
         "令和4年度：見積1,200千円が記載されていますが、「検討」の年度は新規支出を見込まない前提です。"),
    ],
)  # fmt: skip
def test_money_in_a_year_of_consideration_is_found(plan, codes, words):
    for code in codes:
        premise(plan, code)
    measure = make_measure(plan=plan, phases={2022: "検討", 2023: "構築"})
    make_cost(measure=measure, fiscal_year=2022, total=1200)
    make_cost(measure=measure, fiscal_year=2023, total=5000)
    (finding,) = money_check(money_table(plan)).findings
    assert (finding.sentence, finding.fiscal_year, finding.name) == (words, 2022, "1 電子申請の拡充")
    assert finding.url == measure.get_absolute_url()


@pytest.mark.parametrize("amount", [None, 0])
def test_a_year_of_consideration_without_money_is_as_it_should_be(plan, amount):
    measure = make_measure(plan=plan, phases={2022: "検討", 2023: "構築"})
    make_cost(measure=measure, fiscal_year=2022, total=amount)
    make_cost(measure=measure, fiscal_year=2023, total=1)
    assert sentences(plan) == []


def test_research_may_cost_something(plan):
    @recorded
    def word():
        Word.objects.create(plan=plan, kind="phase", label="調査・研究", code="consider", order=9)

    word()
    make_cost(measure=make_measure(plan=plan, phases={2022: "調査・研究"}), fiscal_year=2022, total=5)
    assert sentences(plan) == []


def test_rebuilding_a_system_and_a_year_of_building_without_estimate_are_found_where_the_plan_says_so(plan):
    measure = make_measure(plan=plan, name="財務システムの再構築", phases={2022: "構築", 2023: "構築"})
    make_cost(measure=measure, fiscal_year=2022, total=10)
    assert sentences(plan) == []
    premise(plan, "cost-rebuild")
    premise(plan, "cost-build")
    assert sentences(plan) == [
        "令和4年度：見積10千円が記載されていますが、システムの再構築は新規支出を見込まない前提です。",
        "令和5年度：工程は「構築」ですが、見積の記載がありません。",
    ]


def test_money_outside_the_plan_and_beyond_the_budget_is_found(plan):
    measure = make_measure(plan=plan)
    make_budget_line(measure=measure, fiscal_year=2027, initial=5)
    make_budget_line(measure=measure, fiscal_year=2023, initial=5, settled=6, general=4)
    assert sentences(plan) == [
        "令和5年度：「電子申請事業」の決算6千円が予算5千円を超えています。",
        "令和5年度：「電子申請事業」の財源の計4千円（国・都道府県・その他は記載なし）が、予算5千円・決算6千円と一致しません。",
        "令和9年度：当初5千円が記載されていますが、計画期間の外の年度です。",
    ]


@pytest.mark.parametrize(
    ("cost", "found"),
    [
        ({"amount": 1000}, []),
        ({"amount": 990}, ["令和4年度の見積の合計1,000千円（2施策）が、計画全体の経費990千円と合いません。"]),
        ({"amount": 950, "approximate": True}, []),
        ({"amount": 2000, "approximate": True, "basis": "一般財源・新規支出"},
         ["令和4年度の見積から特定財源を引いた合計900千円（2施策）が、"
          "計画全体の経費約2,000千円（一般財源・新規支出）と合いません。"]),
        ({"amount": 900, "basis": "一般財源"}, []),
        ({"amount": 1, "fiscal_year": 2023}, []),
    ],
)  # fmt: skip
def test_the_estimates_of_a_year_are_compared_with_what_the_plan_states(plan, cost, found):
    make_cost(measure=make_measure(plan=plan), fiscal_year=2022, total=600, specific_funding=100)
    make_cost(measure=make_measure(plan=plan, number="2"), fiscal_year=2022, total=400)
    plan_cost(plan, **{"fiscal_year": 2022} | cost)
    assert sentences(plan) == found


def test_without_any_amount_nothing_was_checked(plan):
    make_measure(plan=plan, phases={2022: "検討"})
    plan_cost(plan, fiscal_year=2022, amount=10)
    check = money_check(money_table(plan))
    assert (check.findings, check.is_checked) == ([], False)
