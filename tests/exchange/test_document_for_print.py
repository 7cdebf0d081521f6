"""A document for print: it tells also of a round that is open, or a sample; the usual one does not."""

import json
from datetime import date

import pytest

from exchange.canonical import canonical_bytes
from exchange.dump import plan_document
from organizations.history import Author, change_set, save_changed
from reviews.answers import CostAnswer, ValueAnswer
from reviews.models import ReviewRound
from reviews.services import review_round_finalise
from tests.factories import make_plan
from tests.reviews.cast import (
    by,
    confirm,
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


def told(also=None) -> dict:
    return json.loads(canonical_bytes(plan_document(make_plan(), also=also)))


def as_sample(found: ReviewRound) -> ReviewRound:
    author = Author(user=None, source="command", is_sample=True)
    with change_set(author=author, municipality=found.plan.municipality):
        found.is_sample = True
        save_changed(found)
    return found


def test_an_open_round_is_told_with_its_settled_answers_and_their_figures():
    first, second = make_measures(2)
    indicator, line = make_indicator(first), make_budget_line(first)
    before = told()
    found = opened_round([first, second], asks=["done", "targets", "costs"])
    confirm(
        submit(
            report_of(found, "1"),
            values=[ValueAnswer(indicator, 61.0, "", "速報")],
            costs=[CostAnswer(line, 950, "見込")],
        )
    )
    submit(report_of(found, "2"), done="まだ確認していない文章。")
    assert told() == before
    document = told(found)
    assert [part["name"] for part in document["rounds"]] == ["令和5年度 進捗状況調査"]
    one, other = document["measures"]
    assert one["reports"][0]["done"] == "窓口に端末を3台置いた。"
    assert one["indicators"][0]["values"] == [
        {
            "fiscal_year": 2023,
            "value": 61,
            "as_of": "2024-03-31",
            "state": "速報",
            "source": "令和5年度 進捗状況調査",
        }
    ]
    assert (one["budget_lines"][0]["settled"], one["budget_lines"][0]["settled_state"]) == (950, "見込")
    assert other["reports"] == [{"round": "2023-1", "departments": ["税務課"]}]


def test_what_is_told_early_is_what_making_the_round_final_writes():
    first, second = make_measures(2)
    indicator, line = make_indicator(first), make_budget_line(first)
    found = opened_round([first, second], asks=["done", "targets", "costs"])
    confirm(
        submit(
            report_of(found, "1"),
            values=[ValueAnswer(indicator, 61.0, "", "確定")],
            costs=[CostAnswer(line, 950, "確定")],
        ),
        submit(report_of(found, "2")),
    )
    early = told(found)
    final = review_round_finalise(review_round=found, author=by(planner()), today=date(2024, 6, 30))
    assert final.is_final
    late = told()
    assert late["rounds"][0].pop("final_on") == "2024-06-30"
    assert early == late


def test_a_sample_says_so_and_stands_in_no_other_document():
    measures = make_measures(1)
    before = told()
    found = as_sample(confirmed_round(measures))
    assert told() == before
    assert [part["name"] for part in told(found)["rounds"]] == ["令和5年度 進捗状況調査（サンプル）"]


def test_the_rounds_before_come_along_those_after_do_not():
    measures = make_measures(1)
    found = [
        confirmed_round(
            measures, name=f"{year}年度", fiscal_year=year, as_of=date(year + 1, 3, 31),
        )
        for year in (2022, 2023, 2024)
    ]  # fmt: skip
    as_sample(found[0])
    assert [part["key"] for part in told(found[1])["rounds"]] == ["2023-1"]
    as_sample(found[1])
    assert [part["key"] for part in told(found[1])["rounds"]] == ["2022-1", "2023-1"]


@pytest.mark.parametrize("count", [1, 12])
def test_it_costs_the_same_however_many_answers(count, django_assert_num_queries):
    found = confirmed_round(make_measures(count))
    plan = make_plan()
    with django_assert_num_queries(QUERIES):
        plan_document(plan, also=found)


QUERIES = 51
