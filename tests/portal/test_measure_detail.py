"""施策シート: everything about one measure on one page."""

import json
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from exchange.load import plan_import
from measures.models import (
    Continuation,
    CostEstimate,
    Indicator,
    IndicatorValue,
    Outcome,
    RelatedMeasure,
    YearPlan,
)
from plans.models import Axis, GlossaryTerm, Plan, Word
from tests.factories import (
    COMMAND,
    make_department,
    make_measure,
    make_municipality,
    make_plan,
    make_policy,
    make_system,
    make_track,
    recorded,
)

pytestmark = pytest.mark.django_db
DOCUMENTS = sorted(Path("fixtures").glob("*.json"))


@pytest.fixture(autouse=True)
def _in_2024():
    with time_machine.travel("2024-10-01T09:00:00+09:00"):
        yield


@recorded
def make(model, **row):
    return model.objects.create(**row)


def ask(client, measure):
    return client.get(measure.get_absolute_url())


def sheet(client, measure):
    return ask(client, measure).context["sheet"]


def facts(found):
    return {fact.name: [value.text for value in fact.values] for fact in found.facts}


def test_the_sheet_shows_the_texts_under_the_plans_own_headings(client_as):
    make_plan(labels={"issues": "現状・課題", "content": "施策内容"})
    html = ask(
        client_as("viewer"), make_measure(issues="窓口が混む。", content="予約制にする。")
    ).content.decode()
    assert html.count("<h1>") == 1
    for words in ("電子申請の拡充", "現状・課題", "窓口が混む。", "施策内容", "予約制にする。"):
        assert words in html


def test_terms_of_the_glossary_are_links(client_as):
    term = make(GlossaryTerm, plan=make_plan(), term="クラウド")
    html = ask(client_as("viewer"), make_measure(content="クラウドに移す。")).content.decode()
    url = reverse("portal:glossary_term_list", args=["132209", "ict-2022"])
    assert f'<a class="term" href="{url}#term-{term.pk}">クラウド</a>に移す。' in html


def test_items_stand_with_their_numbers_and_marks(client_as):
    items = [{"number": "①", "name": "手続の選定", "text": "27手続", "mark": "継続", "on": "2022-07"}]
    html = ask(client_as("viewer"), make_measure(items=items)).content.decode()
    for words in ("①", "手続の選定", "27手続", "継続", "令和4年7月（2022年7月）"):
        assert words in html


def test_tracks_are_drawn_and_a_missing_schedule_is_said(client_as):
    measure = make_measure(phases={2022: "検討", 2023: "検討"})
    make_track(measure=measure, label="決済", phases={2024: "実施"})
    client = client_as("viewer")
    found = sheet(client, measure).schedule
    assert [(line.label, [cell.label for cell in line.cells][:1]) for line, _ in found.lines] == [
        ("", ["検討"]), ("決済", ["予定なし"]),
    ]  # fmt: skip
    assert "工程の記載なし" in ask(client, make_measure(number="2", schedule_state="none")).content.decode()
    assert (
        "原本から読み取れず"
        in ask(client, make_measure(number="3", schedule_state="unreadable")).content.decode()
    )


def test_indicators_show_target_due_baseline_and_a_chart_of_their_years(client_as):
    measure = make_measure()
    rate = make(
        Indicator, measure=measure, key="a", name="交付率", kind="numeric", unit="%", target=75,
        bound="at-least", due_fiscal_year=2026, baseline=46.6, baseline_on="2022-07-31",
    )  # fmt: skip
    make(IndicatorValue, indicator=rate, fiscal_year=2022, target=50, value=48.5, text="約48.5%")
    make(IndicatorValue, indicator=rate, fiscal_year=2023, target=60)
    make(Indicator, measure=measure, key="b", name="条例の整備", kind="milestone", order=1)
    first, second = sheet(client_as("viewer"), measure).indicators
    assert (first.target, first.due) == ("75%以上", "令和8年度（2026年度）")
    assert first.baseline == "46.6%、令和4年7月31日（2022年7月31日）"
    assert [(row.target, row.value, row.remark) for row in first.rows] == [
        ("50", "48.5", "約48.5%"), ("60", "記載なし", ""),
    ]  # fmt: skip
    assert [column.value for column in first.chart.columns] == ["48.5", ""]
    assert first.chart.description == "令和4年度 目標 50・実績 48.5、令和5年度 目標 60"
    assert second.chart is None


def test_costs_are_summed_in_thousand_yen_and_what_is_unknown_is_no_zero(client_as):
    measure = make_measure()
    funding = [{"source": "国", "budget": 600}]
    make(CostEstimate, measure=measure, fiscal_year=2022, initial=1200, running=300, funding=funding)
    make(CostEstimate, measure=measure, fiscal_year=2023, running=0, order=1)
    costs = sheet(client_as("viewer"), measure).costs
    assert costs.columns == ["初期経費", "運用経費", "計"]
    assert [cells for _, cells, _ in costs.rows] == [["1,200", "300", "1,500"], ["記載なし", "0", "0"]]
    assert costs.totals == ["1,200", "300", "1,500"]
    assert costs.is_partly_known
    assert costs.funding == [("令和4年度", "国（予算 600）")]


def test_facts_name_departments_policy_categories_and_what_is_unclear(client_as):
    plan = make_plan(policy_levels=["基本目標"])
    policy = make_policy(code="1", name="市民サービス")
    make(Axis, plan=plan, code="field", name="分野")
    measure = make_measure(
        policy=policy, department=make_department("市民課"), departments_text="関係各課",
        categories_unclear=["field"], is_priority=False, printed_number="①",
    )  # fmt: skip
    found = facts(sheet(client_as("viewer"), measure))
    assert found == {
        "担当課": ["市民課"], "部署の表記": ["関係各課"], "基本目標": ["1 市民サービス"], "分野": ["不明"],
        "重点": ["非該当"], "計画書の番号": ["①"],
    }  # fmt: skip


def test_a_policy_the_document_leaves_open_is_shown_with_its_candidates(client_as):
    make_policy(code="1", name="市民サービス")
    measure = make_measure(policy_candidates=["1"])
    assert facts(sheet(client_as("viewer"), measure)) == {
        "担当課": ["記載なし"], "基本方針": ["はっきりしない", "1 市民サービス"],
    }  # fmt: skip


def test_added_and_ended_measures_say_when_and_into_what(client_as):
    into = make_measure(number="1", name="新しい施策")
    measure = make_measure(
        number="2", added_fiscal_year=2023, added_label="途中追加", ended_fiscal_year=2024, ended_kind="統合",
        ended_into=into, ended_reason="一つにした。",
    )  # fmt: skip
    found = sheet(client_as("viewer"), measure)
    assert facts(found)["終了"] == ["令和6年度（2024年度）", "1 新しい施策", "一つにした。"]
    assert facts(found)["追加"] == ["令和5年度（2023年度）"]
    assert [badge.label for badge in found.badges] == ["追加", "統合"]


def test_the_line_runs_back_and_forward_through_the_citys_plans(client_as):
    oldest = make_plan(code="ict-2016", start=2016, end=2018, title="第三次")
    older = make_plan(code="ict-2019", start=2019, end=2021, title="第四次")
    first = make_measure(plan=oldest, number="5", name="調査")
    second = make_measure(plan=older, number="7", name="検討")
    third = make_measure(number="1", name="導入")
    make(Continuation, measure=second, ref="ict-2016/5", basis="printed")
    make(Continuation, measure=third, ref="ict-2019/7", basis="same-name")
    make(Continuation, measure=third, ref="ict-2013/2", basis="editor", order=1)
    client = client_as("viewer")
    line = [(step.number, step.is_this, step.basis, bool(step.url)) for step in sheet(client, second).lineage]
    assert line == [("1", False, "同じ名称", True), ("7", True, "", True), ("5", False, "計画書の記載", True)]
    assert [step.number for step in sheet(client, third).lineage] == ["1", "7", "5", "2"]
    assert [step.number for step in sheet(client, first).lineage] == ["1", "7", "5"]
    assert "この計画は登録されていません" in ask(client, third).content.decode()


def test_a_long_consideration_is_shown_with_what_it_stands_on(client_as):
    older = make_plan(code="ict-2019", start=2019, end=2021, title="第四次")
    word = older.word_set.get(label="検討")
    make(Outcome, measure=make_measure(plan=older, number="7"), target_phase=word)
    measure = make_measure(number="1", phases={2022: "検討"})
    make(Continuation, measure=measure, ref="ict-2019/7", basis="printed")
    found = sheet(client_as("viewer"), measure)
    assert found.consideration.years == 4
    assert [why for _, why in found.consideration.links] == [
        "年度ごとの工程による", "つながり：計画書の記載。取組目標が検討のため計画期間を数える",
    ]  # fmt: skip
    assert [badge.label for badge in found.badges] == ["長期検討 4年"]


def test_related_measures_are_shown_from_both_sides(client_as):
    one, other = make_measure(number="1", name="甲"), make_measure(number="2", name="乙")
    make(RelatedMeasure, measure=one, related=other, text="連携する。")
    client = client_as("viewer")
    assert [(line.number, line.is_inverse) for line in sheet(client, one).related] == [("2", False)]
    assert [(line.number, line.is_inverse) for line in sheet(client, other).related] == [("1", True)]


def test_systems_come_with_their_renewal(client_as):
    plan = make_plan()
    measure, system = make_measure(), make_system(plan=plan)
    recorded(measure.systems.add)(system)
    recorded(system.renewals.create)(plan=plan, next_start="2025-10-01", procurement_fiscal_year=2024)
    (line,) = sheet(client_as("viewer"), measure).systems
    assert line.dates == [("調達", "令和6年度"), ("次期の開始", "令和7年10月（2025年10月）")]


def test_the_outcome_of_an_earlier_plan_is_shown(client_as):
    plan = make_plan()
    word = make(Word, plan=plan, kind="achievement", label="一部達成", code="partly")
    measure = make_measure(schedule_state="none")
    make(
        Outcome,
        measure=measure,
        achievement=word,
        summary="予約を始めた。",
        items=[{"name": "調査"}],
        as_of="2021-03",
    )
    html = ask(client_as("viewer"), measure).content.decode()
    for words in ("結果", "一部達成", "予約を始めた。", "調査", "令和3年3月（2021年3月）"):
        assert words in html


def test_notes_are_numbered_in_the_order_of_the_page_and_linked_both_ways(client_as):
    notes = [
        {"kind": "unclear", "field": "departments", "text": "課名が欠ける。"},
        {
            "kind": "reading",
            "field": "goal",
            "printed": "市を市民",
            "text": "「市を」は「市と」の誤りと読んだ。",
        },
        {"kind": "conflict", "field": "name", "printed": "別の名", "text": "一覧では別の名。"},
        {"kind": "editor", "text": "見本の注。"},
    ]
    response = ask(client_as("viewer"), make_measure(goal="交流を進める。", notes=notes))
    found = response.context["sheet"].notes
    assert [note.text[:4] for note in found] == ["一覧では", "見本の注", "「市を」", "課名が欠"]
    html = response.content.decode()
    for number in range(1, 5):
        assert f'id="note-ref-{number}" href="#note-{number}"' in html
        assert f'id="note-{number}"' in html
        assert f'href="#note-ref-{number}"' in html
    assert "原本の表記：「市を市民」" in html


def test_neighbours_follow_the_document(client_as):
    first, second, third = (make_measure(number=number, order=order) for order, number in enumerate("213"))
    client = client_as("viewer")
    found = sheet(client, second)
    assert (found.previous.number, found.next.number) == ("2", "3")
    assert sheet(client, first).previous is None
    assert sheet(client, third).next is None


def test_only_those_who_may_are_offered_to_edit(client_as):
    measure = make_measure()
    url = reverse("measures:measure_edit", args=["132209", "ict-2022", "1"])
    assert url in ask(client_as("planning"), measure).content.decode()
    assert url not in ask(client_as("department"), measure).content.decode()


def test_an_unknown_measure_answers_404(client_as):
    plan = make_plan()
    client = client_as("viewer")
    assert client.get(reverse("portal:measure_detail", args=[*plan.url_args, "99"])).status_code == 404


def test_what_a_person_wrote_is_shown_as_text(client_as):
    measure = make_measure(name="<script>alert(1)</script>", content='"><img src=x>', goal="<b>太字</b>")
    html = ask(client_as("viewer"), measure).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "<b>太字" not in html


@pytest.mark.parametrize("rows", [2, 40])
def test_the_number_of_queries_does_not_grow(client_as, django_assert_max_num_queries, rows):
    measure = make_measure(number="0")
    for number in range(1, rows):
        other = make_measure(number=str(number), department=make_department(f"第{number}課"))
        make(RelatedMeasure, measure=measure, related=other)
        make_track(measure=measure, label=f"内訳{number}", phases={2022: "検討"})
        make(Indicator, measure=measure, key=str(number), name=f"指標{number}", kind="milestone")
    client = client_as("viewer")
    with django_assert_max_num_queries(40):
        assert len(sheet(client, measure).related) == rows - 1


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_measure_of_the_plans_has_its_sheet(client_as, path):
    document = json.loads(path.read_text(encoding="utf-8"))
    plan_import(document=document, author=COMMAND, fiscal_year=2026)
    plan = Plan.objects.get()
    client = client_as("viewer", municipality=plan.municipality)
    for measure in plan.measures.all():
        response = ask(client, measure)
        assert measure.name in response.content.decode()
        numbered = [note.text for note in response.context["sheet"].notes]
        assert [note["text"] for note in measure.notes if note["text"] not in numbered] == []


def test_the_sample_document_shows_all_it_holds(client_as):
    document = json.loads(Path("tests/documents/ict-plan-1-full.json").read_text(encoding="utf-8"))
    plan_import(document=document, author=COMMAND, fiscal_year=2026)
    plan = Plan.objects.get()
    client = client_as("viewer", municipality=make_municipality(code=plan.municipality.code))
    html = ask(client, plan.measures.get(number="1")).content.decode()
    for words in (
        "27手続を電子化する。",
        "5手続を始める。",
        "8手続と試行1",
        "1,200",
        "拡充",
        "電子申請システム",
    ):
        assert words in html


def test_the_year_plan_of_this_year_is_what_is_to_be_reached_now(client_as):
    measure = make_measure(phases={2024: "検討"})
    for year in (2023, 2024):
        recorded(YearPlan.objects.create)(measure=measure, fiscal_year=year, text=f"{year}の目標")
    names = [name for name, _ in ask(client_as("viewer"), measure).context["sheet"].schedule.year_plans]
    assert names == ["令和5年度（2023年度）", "今年度の到達目標　令和6年度（2024年度）"]
