"""Answers as they are read, in a number of queries that does not grow with them."""

import pytest

from reviews.answers import CostAnswer, Proxy, ValueAnswer
from reviews.finding import whole
from reviews.reading import read_answers
from reviews.services import progress_report_submit, related_addition_save
from tests.factories import make_department, make_plan
from tests.reviews.cast import (
    TODAY,
    answer,
    answerer,
    by,
    confirmed_round,
    make_budget_line,
    make_indicator,
    make_measures,
    opened_round,
    planner,
    report_of,
    submit,
)

pytestmark = pytest.mark.django_db


def read(report):
    return read_answers([whole(type(report).objects.filter(pk=report.pk)).get()])[0]


def test_an_answer_tells_its_values_with_their_judgement_and_its_money_beside_the_budget():
    (measure,) = make_measures(1)
    indicator, line = make_indicator(measure, due_fiscal_year=2023), make_budget_line(measure)
    report = report_of(opened_round([measure], asks=["done", "targets", "costs"]))
    submit(report, values=[ValueAnswer(indicator, 38.0, "", "速報")], costs=[CostAnswer(line, 950, "見込")],
           issues="案内を増やす。")  # fmt: skip
    found = read(report)
    (value,), (cost,) = found.values, found.costs
    assert (value.shown, value.state, value.target, value.judgement.word) == ("38％", "速報", "50％", "未達")
    assert (cost.settled, cost.budget, cost.state) == (950, 1000, "見込")


def test_an_answer_tells_what_is_wished_beside_what_is_planned():
    (measure,) = make_measures(1)
    track = measure.tracks.get()
    words = {word.label: word for word in make_plan().word_set.phases()}
    report = submit(
        report_of(opened_round([measure])), wishes={(track, 2024): words["構築"], (track, 2026): None},
        wish_reason="部品が届かないため",
    )  # fmt: skip
    assert [(one.year, one.was, one.wanted) for one in read(report).wishes] == [
        ("令和6年度", "実施", "構築"),
        ("令和8年度", "運用", ""),
    ]


def test_an_answer_of_a_proxy_says_by_whom():
    report = report_of(opened_round())
    progress_report_submit(
        report=report, answer=answer(), author=by(planner()), today=TODAY, proxy=Proxy("mail")
    )
    assert read(report).proxy == "代行入力（メール） 計画主管課"


def test_what_related_departments_add_stands_under_the_answer():
    report = submit(report_of(opened_round()))
    from reviews.models import Assignment
    from tests.factories import recorded

    recorded(Assignment.objects.create)(
        round=report.round, measure=report.measure, department=make_department("税務課"), role="related"
    )
    related_addition_save(
        report=report, department=make_department("税務課"), text="庁内の端末も更新した。",
        author=by(answerer("税務課")), today=TODAY,
    )  # fmt: skip
    assert [(one.department.name, one.text) for one in read(report).additions] == [
        ("税務課", "庁内の端末も更新した。")
    ]


@pytest.mark.parametrize("count", [2, 40])
def test_reading_costs_the_same_for_many_answers(count, django_assert_max_num_queries):
    measures = make_measures(count)
    found = confirmed_round(measures)
    reports = list(whole(found.reports.all()))
    with django_assert_max_num_queries(10):
        assert len(read_answers(reports)) == count
