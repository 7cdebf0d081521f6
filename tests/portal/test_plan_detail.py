"""計画のあらまし: what a plan is, how it is built, what it leads to."""

import pytest

from measures.models import MeasureCategory, Outcome
from plans.models import (
    Axis,
    CarriedOverIssue,
    Category,
    Committee,
    Criterion,
    CycleStep,
    EvaluationBody,
    Generation,
    MakingStep,
    PlanCost,
    PlanRule,
    Reference,
    Word,
)
from tests.factories import make_measure, make_plan, make_policy, recorded

pytestmark = pytest.mark.django_db


@recorded
def make(model, **fields):
    return model.objects.create(**fields)


@pytest.fixture
def plan():
    return make_plan(vision="誰もが便利に暮らせるまち")


def page(client, plan):
    return client.get(plan.get_absolute_url())


def test_the_overview_tells_vision_span_and_extension(client_as):
    plan = make_plan(
        vision="便利なまち",
        extended=[{"on": "2026-03", "until": "2028-03", "text": "次期計画に合わせる"}],
        issued_on="2022-03",
    )
    html = page(client_as("viewer"), plan).content.decode()
    assert "便利なまち" in html
    assert "令和4年度～令和8年度（2022年度～2026年度）" in html
    assert "令和8年3月（2026年3月）、令和10年3月（2028年3月）まで（次期計画に合わせる）" in html
    assert "令和4年3月（2022年3月）" in html


def test_what_the_document_does_not_tell_is_named(client_as):
    html = page(client_as("viewer"), make_plan()).content.decode()
    assert "基本理念・目指す姿は記載なし" in html
    assert (
        "記載のないもの：施策の体系、分類、根拠・関連計画、計画のきまり、会議体、策定の経過、進行管理、計画の経費"
        in html
    )


def test_policies_count_the_measures_of_all_below_them(client_as, plan):
    top = make_policy(plan=plan, code="1", name="便利", printed_code="Ⅰ")
    below = make_policy(plan=plan, code="1-1", name="窓口", parent=top, order=1, reportable=True)
    make_measure(plan=plan, number="1", policy=top)
    make_measure(plan=plan, number="2", policy=below)
    response = page(client_as("viewer"), plan)
    (node,) = response.context["overview"].policies
    assert (node.count, node.children[0].count) == (2, 1)
    html = response.content.decode()
    assert "Ⅰ 便利" in html
    assert "報告の対象" in html


def test_a_policy_without_certain_measures_is_unknown_not_zero(client_as, plan):
    make_policy(plan=plan, code="1", name="便利")
    make_measure(plan=plan, policy_candidates=["1"])
    response = page(client_as("viewer"), plan)
    assert response.context["overview"].unclear_policy[0] == 1
    assert "不明（候補 1）" in response.content.decode()


def test_categories_count_their_measures_and_open_ones_are_unknown(client_as, plan):
    axis = make(Axis, plan=plan, code="field", name="分野")
    first = make(Category, axis=axis, code="1", label="福祉")
    make(Category, axis=axis, code="2", label="教育", order=1)
    make(MeasureCategory, measure=make_measure(plan=plan, number="1"), category=first)
    client = client_as("viewer")
    assert [row.count for row in page(client, plan).context["overview"].axes[0].categories] == [1, 0]
    make_measure(plan=plan, number="2", categories_unclear=["field"])
    found = page(client, plan).context["overview"].axes[0]
    assert ([row.count for row in found.categories], found.unclear) == ([1, None], 1)


def test_an_axis_that_sorts_no_measure_has_no_zeros(client_as, plan):
    make(Category, axis=make(Axis, plan=plan, code="view", name="視点"), code="1", label="便利")
    make_measure(plan=plan)
    response = page(client_as("viewer"), plan)
    assert [row.count for row in response.context["overview"].axes[0].categories] == [None]


def test_the_rest_of_the_book_stands_on_the_page(client_as, plan):
    make(
        Reference,
        plan=plan,
        kind="law",
        title="官民データ活用推進基本法",
        article="第9条",
        issued_on="2016-12",
    )
    make(PlanRule, plan=plan, text="検討は2年前に始める")
    make(
        Committee, plan=plan, name="ICT戦略会議", kind="委員会",
        members=[{"post": "副市長", "role": "委員長"}],
        quorum={"text": "過半数", "rule": "majority"}, duties=["計画の評価"],
    )  # fmt: skip
    make(MakingStep, plan=plan, on="2021-10-05", kind="meeting", body="戦略会議", subject="素案の検討")
    make(CycleStep, plan=plan, actor="担当課", step="実績を報告する", months="5月")
    make(CarriedOverIssue, plan=plan, number="①", title="GISの統合", result="一部で導入", direction="広げる")
    make(
        Generation,
        plan=plan,
        ordinal=1,
        title="最初の計画",
        rate_text="約4割",
        themes=["基盤"],
        items=[{"name": "網の整備"}],
    )
    make(PlanCost, plan=plan, fiscal_year=2022, amount=67000, approximate=True, basis="一般財源")
    html = page(client_as("viewer"), plan).content.decode()
    for word in [
        "官民データ活用推進基本法", "第9条", "検討は2年前に始める", "ICT戦略会議", "副市長", "委員長",
        "過半数", "計画の評価", "令和3年10月5日（2021年10月5日）", "素案の検討", "実績を報告する",
        "GISの統合",
        "第1次　最初の計画", "約4割", "網の整備",
        "約 67,000 千円",
    ]:  # fmt: skip
        assert word in html


def test_notes_stand_beside_the_field_they_speak_of(client_as):
    plan = make_plan(
        notes=[{"kind": "reading", "field": "issued_on", "printed": "平成3年", "text": "表紙による。"}]
    )
    html = page(client_as("viewer"), plan).content.decode()
    assert html.index("発行") < html.index("表紙による。") < html.index("編集")


def test_the_words_of_the_plan_are_explained(client_as):
    plan = make_plan(labels={"measure": "個別計画"})
    make(Word, plan=plan, kind="achievement", label="一部達成", code="partly", meaning="半分を超えた")
    html = page(client_as("viewer"), plan).content.decode()
    assert "個別計画" in html
    assert "半分を超えた" in html


def test_a_plan_that_is_over_shows_how_it_ended(client_as):
    plan = make_plan(code="ict-2019", start=2019, end=2021)
    word = make(Word, plan=plan, kind="achievement", label="達成", code="achieved")
    make(Outcome, measure=make_measure(plan=plan), achievement=word)
    assert "この計画の結果" in page(client_as("viewer"), plan).content.decode()


@pytest.mark.parametrize("rows", [2, 40])
def test_the_overview_costs_as_many_queries_however_long_it_is(
    rows, client_as, plan, django_assert_num_queries
):
    axis = make(Axis, plan=plan, code="field", name="分野")
    for number in range(rows):
        policy = make_policy(plan=plan, code=str(number))
        measure = make_measure(plan=plan, number=str(number), policy=policy)
        category = make(Category, axis=axis, code=str(number), label="分類")
        make(MeasureCategory, measure=measure, category=category)
        make(CarriedOverIssue, plan=plan, title="課題", policy=policy)
        make(Committee, plan=plan, name=f"会議{number}")
        make(EvaluationBody, plan=plan, name=f"会議{number}")
        make(Criterion, plan=plan, name=f"観点{number}", labels=["高い", "低い"])
    client = client_as("viewer")
    with django_assert_num_queries(37):
        page(client, plan)
