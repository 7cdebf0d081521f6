"""判定: the rule for each kind of indicator, told in words; what is missing is never zero."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from measures.judging import judge, judgements_of
from measures.models import Indicator, IndicatorValue
from organizations.history import change_set, save_changed
from plans.models import Word
from tests.factories import COMMAND, make_measure, make_plan
from tests.figure_rows import make_indicator

RATE = {"kind": "numeric", "unit": "％", "direction": "up", "target": 60, "due_fiscal_year": 2026}
LINE = RATE | {"baseline": 20, "baseline_on": "2022"}
MILESTONE = {"kind": "milestone", "due_fiscal_year": 2025}
RECURRING = {"kind": "recurring", "unit": "回"}


def judged(indicator: dict, rows: dict | list, year=2024, **options):
    """Judge an indicator whose rows are given by year, or as a list of rows of this year."""
    listed = rows.items() if isinstance(rows, dict) else [(year, row) for row in rows]
    values = [IndicatorValue(fiscal_year=of, order=order, **row) for order, (of, row) in enumerate(listed)]
    return judge(Indicator(**indicator), year, values=values, **({"last_fiscal_year": 2026} | options))


NUMERIC_CASES = [
    # before its due year: the year's own target
    (RATE, {2024: {"target": 40, "value": 41.2}}, "順調",
     "令和6年度の目標40％以上に対し実績41.2％のため順調"),
    (RATE, {2024: {"target": 40, "value": 40}}, "順調", "令和6年度の目標40％以上に対し実績40％のため順調"),
    (RATE, {2024: {"target": 40, "value": 39.9}}, "遅れ",
     "令和6年度の目標40％以上に対し実績39.9％のため遅れ"),
    (RATE, {2024: {"target": 40, "value": 61}}, "達成", "目標60％以上に対し実績61％のため達成"),
    # less is better
    (RATE | {"direction": "down", "target": 10}, {2024: {"target": 20, "value": 18}}, "順調",
     "令和6年度の目標20％以下に対し実績18％のため順調"),
    (RATE | {"direction": "down", "target": 10}, {2024: {"target": 20, "value": 21}}, "遅れ",
     "令和6年度の目標20％以下に対し実績21％のため遅れ"),
    (RATE | {"direction": "down", "target": 0}, {2024: {"value": 0}}, "達成",
     "目標0％以下に対し実績0％のため達成"),
    # a bound goes before the direction
    (RATE | {"bound": "at-most"}, {2024: {"value": 55}}, "達成", "目標60％以下に対し実績55％のため達成"),
    (RATE | {"bound": "exact"}, {2024: {"value": 60}}, "達成", "目標60％に対し実績60％のため達成"),
    # the straight line from the baseline
    (LINE, {2024: {"value": 40}}, "順調",
     "基準20％から令和8年度の目標60％までを結ぶ線の令和6年度40％以上に対し実績40％のため順調"),
    (LINE, {2024: {"value": 39}}, "遅れ",
     "基準20％から令和8年度の目標60％までを結ぶ線の令和6年度40％以上に対し実績39％のため遅れ"),
    (LINE | {"baseline": 100, "direction": "", "target": 60}, {2024: {"value": 79}}, "順調",
     "基準100％から令和8年度の目標60％までを結ぶ線の令和6年度80％以下に対し実績79％のため順調"),
    (LINE | {"baseline_on": "2022-03-31"}, {2024: {"value": 44}}, "順調",
     "基準20％から令和8年度の目標60％までを結ぶ線の令和6年度44％以上に対し実績44％のため順調"),
    # a range
    (RATE | {"direction": "range", "target": None, "target_text": "４０～６０％"}, {2024: {"value": 45}},
     "達成", "目標40％～60％に対し実績45％のため達成"),
    (RATE | {"direction": "keep", "bound": "at-least", "target": 99.5}, {2024: {"value": 99.9}}, "達成",
     "目標99.5％以上に対し実績99.9％のため達成"),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "rows", "word", "rule"), NUMERIC_CASES)
def test_a_figure_is_held_against_its_target_before_it_is_due(indicator, rows, word, rule):
    judgement = judged(indicator, rows)
    assert (judgement.word, judgement.rule) == (word, rule)


@pytest.mark.parametrize(
    ("indicator", "year", "value", "word", "rule"),
    [
        (RATE, 2026, 60, "達成", "目標60％以上に対し実績60％のため達成"),
        (RATE, 2026, 59, "未達", "令和8年度までの目標60％以上に対し実績59％のため未達"),
        (RATE, 2027, 59, "未達", "令和8年度までの目標60％以上に対し実績59％のため未達"),
        (RATE | {"due_fiscal_year": None}, 2026, 59, "未達",
         "令和8年度（期限の記載がないため計画の最終年度）までの目標60％以上に対し実績59％のため未達"),
        (RATE | {"direction": "range", "target_text": "40-50"}, 2026, 51, "未達",
         "令和8年度までの目標40％～50％に対し実績51％のため未達"),
    ],
)  # fmt: skip
def test_a_figure_is_achieved_or_missed_once_it_is_due(indicator, year, value, word, rule):
    judgement = judged(indicator, {year: {"value": value, "target": 10}}, year)
    assert (judgement.word, judgement.rule) == (word, rule)


NOT_JUDGED_CASES = [
    ({"kind": "fact"}, {2024: {"value": 5}}, "目標を置かず実績だけを追う指標のため判定対象外"),
    ({"kind": "fact"}, {}, "目標を置かず実績だけを追う指標のため判定対象外"),
    (RATE, {2024: {"value": 5}}, "令和6年度の目標も、年の分かる基準値もないため判定対象外"),
    (LINE | {"baseline_on": ""}, {2024: {"value": 5}},
     "令和6年度の目標も、年の分かる基準値もないため判定対象外"),
    (LINE | {"baseline_on": "2025"}, {2024: {"value": 5}},
     "令和6年度が基準の年度と期限の間になく、年度の目標もないため判定対象外"),
    (LINE | {"bound": "exact"}, {2024: {"value": 5}},
     "範囲に収める指標で、令和6年度の目標がないため判定対象外"),
    (RATE | {"target": None}, {2024: {"value": 5}}, "目標値が数で書かれていないため判定対象外"),
    (RATE | {"direction": ""}, {2024: {"value": 5}},
     "目標値に、以上・以下の別も増やす・減らすの別もないため判定対象外"),
    (RATE | {"direction": "keep"}, {2024: {"value": 60}},
     "目標値に、以上・以下の別も増やす・減らすの別もないため判定対象外"),
    (RATE | {"direction": "range", "target_text": "適正"}, {2024: {"value": 5}},
     "収める範囲（40～60のような目標の表記、または以上・以下）の記載がないため判定対象外"),
    (RATE, {2024: {"text": "約4割"}}, "実績が数で報告されていないため判定対象外"),
    (RATE | {"from_fiscal_year": 2025}, {}, "令和7年度から始まる指標のため判定対象外"),
    (MILESTONE, {2024: {"text": "検討中"}},
     "節目を達成したかどうか（実績値1、または達成状況）の報告がないため判定対象外"),
    (MILESTONE, {2024: {"achievement": "一部達成"}}, "節目の期限の令和7年度より前のため判定対象外"),
    (RECURRING, {2024: {"achievement": "よい"}},
     "令和6年度に実施したかどうか（実績値、または達成状況）の報告がないため判定対象外"),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "rows", "rule"), NOT_JUDGED_CASES)
def test_what_no_rule_can_judge_is_not_judged_and_it_says_why(indicator, rows, rule):
    judgement = judged(indicator, rows)
    assert (judgement.word, judgement.rule) == ("判定対象外", rule)


@pytest.mark.parametrize(
    ("rows", "word", "rule"),
    [
        ({}, "未報告", "令和6年度の実績が報告されていないため未報告"),
        ({2023: {"value": 61}}, "未報告", "令和6年度の実績が報告されていないため未報告"),
        ({2024: {"target": 40}}, "未報告", "令和6年度の実績が報告されていないため未報告"),
        ({2024: {"target": 40, "text": "目標は目安"}}, "未報告",
         "令和6年度の実績が報告されていないため未報告"),
        ({2024: {"state": "集計中"}}, "集計中", "令和6年度の実績を集計しているため集計中"),
        ({2024: {"state": "集計中", "value": 12}}, "集計中", "令和6年度の実績を集計しているため集計中"),
        ({2024: {"target": 0, "value": 0}}, "順調", "令和6年度の目標0％以上に対し実績0％のため順調"),
    ],
)  # fmt: skip
def test_what_is_missing_is_never_zero(rows, word, rule):
    judgement = judged(RATE, rows)
    assert (judgement.word, judgement.rule) == (word, rule)


@pytest.mark.parametrize(
    ("rows", "year", "word", "rule"),
    [
        ({2024: {"value": 1}}, 2024, "達成", "実績1で節目に達したため達成"),
        ({2024: {"achievement": "達成"}}, 2024, "達成", "「達成」と報告されたため達成"),
        ({2024: {"achievement": "できた"}}, 2024, "達成", "「できた」と報告されたため達成"),
        ({2025: {"achievement": "検討中"}}, 2025, "未達", "令和7年度までの節目に達していないため未達"),
        ({2025: {"value": 0}}, 2025, "未達", "令和7年度までの節目に達していないため未達"),
        ({2024: {"target": 1, "value": 0}}, 2024, "遅れ", "令和6年度に予定した節目に達していないため遅れ"),
        ({2023: {"value": 1}}, 2024, "達成", "令和5年度に達成しているため達成"),
        ({2023: {"value": 0}}, 2024, "未報告", "令和6年度の実績が報告されていないため未報告"),
    ],
)
def test_a_milestone_is_done_or_not(rows, year, word, rule):
    judgement = judged(MILESTONE, rows, year, words={"できた": "achieved"})
    assert (judgement.word, judgement.rule) == (word, rule)


@pytest.mark.parametrize(
    ("rows", "word", "rule"),
    [
        ({"value": 1}, "達成", "令和6年度の目標1回以上に対し実績1回のため達成"),
        ({"value": 0}, "未達", "令和6年度の目標1回以上に対し実績0回のため未達"),
        ({"target": 3, "value": 2}, "未達", "令和6年度の目標3回以上に対し実績2回のため未達"),
        ({"achievement": "達成"}, "達成", "令和6年度は「達成」と報告されたため達成"),
        ({"achievement": "未実施"}, "未達", "令和6年度は「未実施」と報告されたため未達"),
    ],
)
def test_what_recurs_is_judged_each_year_by_itself(rows, word, rule):
    judgement = judged(RECURRING, {2024: rows})
    assert (judgement.word, judgement.rule) == (word, rule)


def test_what_is_counted_up_stays_reached_in_later_years():
    counted = RATE | {"basis": "cumulative"}
    assert judged(counted, {2023: {"value": 60}}).rule == "令和5年度に達成しているため達成"
    assert judged(counted, {2023: {"value": 59}}).word == "未報告"
    assert judged(counted | {"direction": "down"}, {2023: {"value": 10}}).word == "未報告"


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([{"value": 30, "state": "速報"}, {"value": 41, "state": "確定"}], 41),
        ([{"value": 41, "state": "確定"}, {"value": 30, "state": "見込み"}], 41),
        ([{"value": 30, "as_of": "2024-09"}, {"value": 41, "as_of": "2025-03-31"}], 41),
        ([{"state": "集計中"}, {"value": 41, "state": "速報"}], 41),
        ([{"target": 40}, {"value": 41}], 41),
    ],
)
def test_of_several_values_of_a_year_the_surest_and_latest_is_judged(rows, value):
    assert judged(RATE, rows).value == value


def test_a_person_may_judge_otherwise_and_the_rule_is_told_beside():
    row = {"target": 40, "value": 39, "judgement": "on-track", "judgement_reason": "年度末に見込みがあるため"}
    judgement = judged(RATE, {2024: row})
    assert (judgement.word, judgement.is_own) == ("順調", True)
    assert judgement.rule == (
        "担当者が順調と判定（理由：年度末に見込みがあるため）。"
        "規則では、令和6年度の目標40％以上に対し実績39％のため遅れ"
    )


@pytest.mark.django_db
def test_a_judgement_of_ones_own_needs_a_reason():
    indicator = make_indicator(values={2024: {"value": 39}})
    row = indicator.values.get()
    row.judgement = "on-track"
    with (
        change_set(author=COMMAND),
        pytest.raises(ValidationError, match="判定を改めるときは、その理由も入力してください。"),
    ):
        save_changed(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.filter(pk=row.pk).update(judgement="on-track")


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [2, 40])
def test_a_plan_is_judged_in_three_queries_however_many_indicators(rows, django_assert_num_queries):
    plan = make_plan()
    with change_set(author=COMMAND):
        Word.objects.create(plan=plan, kind="achievement", label="できた", code="achieved")
    for n in range(rows):
        make_indicator(measure=make_measure(plan=plan, number=str(n)), kind="milestone",
                       values={2024: {"achievement": "できた"}})  # fmt: skip
    with django_assert_num_queries(3):
        found = judgements_of(plan, 2024)
    assert [judgement.word for judgement in found.values()] == ["達成"] * rows
