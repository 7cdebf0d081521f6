"""実施状況確認シート and 計画の結果 as they are asked for: which round, whose answers, how many queries."""

import pytest

from organizations.models import Municipality
from portal.papers.kind import Asked
from portal.papers.kinds import measure_sheets, results_table
from portal.papers.options import Options, UnknownOption
from portal.place import place_of
from reviews.models import ProgressReport
from tests.factories import make_plan
from tests.portal.printing.conftest import DAY
from tests.portal.printing.printed import squeezed, text_of
from tests.reviews.cast import (
    answerer,
    confirm,
    make_measures,
    opened_round,
    planner,
    prepared_round,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db


def asked(user=None, **options) -> Asked:
    place = place_of(Municipality.objects.get(), make_plan().code, today=DAY)
    return Asked(place, user, DAY, Options.of(options))


def words(kind, user=None, **options) -> str:
    return squeezed(" ".join(text_of(kind.make(asked(user, **options)).html)))


def sheets(user=None, **options) -> str:
    return words(measure_sheets, user, **options)


def test_an_open_round_says_who_answers_what_until_when():
    opened_round()
    told = sheets(is_blank=True)
    for said in ("令和5年度進捗状況調査", "提出期限令和6年5月28日（火）", "市民課", "税務課", "□◇検討"):
        assert said in told
    assert told.index("市民課") < told.index("施策その1") < told.index("施策その2")


def test_a_department_is_printed_alone():
    opened_round()
    told = sheets(is_blank=True, department="税務課")
    assert "施策その2" in told
    assert "施策その1" not in told


def test_only_settled_answers_are_printed():
    found = opened_round()
    submit(report_of(found, "1"), done="端末を置いた。")
    submit(report_of(found, "2"), done="まだ確認されていない。")
    confirm(report_of(found, "1"))
    told = sheets()
    assert "端末を置いた。" in told
    assert "まだ確認されていない。" not in told
    assert "未報告" in told


def test_a_round_in_preparation_is_the_planning_sections_alone():
    key = prepared_round().key
    assert "令和5年度進捗状況調査" in sheets(planner(), round=key)
    with pytest.raises(UnknownOption, match="調査「2023-1」がありません"):
        sheets(answerer(), round=key)
    assert "令和5年度進捗状況調査" not in sheets(answerer())


def test_without_a_round_the_sheets_are_blank_and_of_this_year():
    make_measures()
    told = sheets()
    assert "令和8年度（2026年度）実施状況確認シート" in told
    assert "課長確認計画主管課受付" in told


def test_wishes_are_told_within_the_city():
    found = opened_round(asks=["done", "issues", "next_schedule"])
    submit(report_of(found, "1"))
    confirm(report_of(found, "1"))
    report = report_of(found, "1")
    ProgressReport.objects.filter(pk=report.pk).update(wish="asked", wish_reason="機器が届かない。")
    assert "機器が届かない。" not in sheets()
    assert "工程の変更の希望1件は、内部用だけに載せています。" in sheets()
    assert "機器が届かない。" in sheets(audience="internal")


@pytest.mark.parametrize("count", [2, 14])
@pytest.mark.parametrize("kind", [measure_sheets, results_table])
def test_many_measures_cost_as_many_queries_as_few(kind, count, django_assert_max_num_queries):
    found = opened_round(make_measures(count))
    for number in range(1, count + 1):
        submit(report_of(found, str(number)))
    confirm(*[report_of(found, str(number)) for number in range(1, count + 1)])
    order = asked(round=found.key)
    with django_assert_max_num_queries(60):
        kind.make(order)


def test_the_results_of_a_round_are_told_before_it_is_final():
    found = opened_round()
    confirm(submit(report_of(found, "1"), done="端末を置いた。"))
    assert "端末を置いた。" in words(results_table, round=found.key)
    assert "結果の記載はありません（記載なし）。" in words(results_table)


def test_results_are_of_this_plan_and_of_the_one_before():
    make_measures()
    before = make_plan(code="ict-2019", start=2019, end=2021, title="前の計画")
    plan = make_plan()
    type(plan).objects.filter(pk=plan.pk).update(predecessor=before.code)
    assert "前の計画の結果" in words(results_table)
    assert "情報化推進計画の結果" not in words(results_table, parts=["previous"])


def test_a_plan_without_one_before_it_says_so():
    make_measures()
    with pytest.raises(UnknownOption, match="前の計画は登録されていません。"):
        words(results_table, parts=["previous"])


def test_the_results_come_in_word_as_well():
    make_measures()
    paper = results_table.make(asked(format="docx"))
    assert paper.docx()[:2] == b"PK"
