"""What a new round is proposed to be: pure functions of the cycle, the rounds there are, and today."""

from datetime import date

import pytest

from organizations.fiscal_years import show_day
from organizations.working_days import ClosedDays, is_working_day
from plans.models import CycleStep, Plan
from reviews.models import ReviewRound
from reviews.proposals import (
    DEADLINES,
    deadline_warnings,
    empty_proposal,
    proposal_from_cycle,
    proposal_from_round,
    with_year,
    word_of,
)

PLAN = Plan(start_fiscal_year=2022, end_fiscal_year=2026)
NONE = ClosedDays()
YEAR_PLAN = ReviewRound.Kind.YEAR_PLAN


def step(text, months=""):
    return CycleStep(step=text, months=months)


def a_round(year=2022, part=1, kind="progress", **fields):
    return ReviewRound(pk=year, plan=PLAN, kind=kind, fiscal_year=year, part=part, **fields)


def from_cycle(steps=(), *, rounds=(), kind="progress", today=date(2024, 4, 10), closed=NONE):
    return proposal_from_cycle(
        plan=PLAN, steps=steps, rounds=list(rounds), kind=kind, today=today, closed=closed
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("実施状況確認シート", "実施状況確認"),
        ("施策の達成状況の調査", "達成状況調査"),
        ("推進状況調査を行う", "推進状況調査"),
        ("各事業の進捗状況の評価（毎年度）", "進捗状況調査"),
        ("PLAN：計画", "進捗状況調査"),
    ],
)
def test_a_round_is_called_what_the_city_calls_it(text, word):
    assert word_of([step(text)]) == word


def test_the_year_that_has_just_ended_is_asked_about_by_the_end_of_may():
    values = from_cycle([step("実施状況確認シート")]).values
    assert (values["name"], values["fiscal_year"], values["part"]) == ("令和5年度 実施状況確認", 2023, 1)
    assert (values["as_of"], values["asks"]) == (date(2024, 3, 31), ["done", "issues"])
    assert values["answer_due"] == date(2024, 5, 31)
    assert values["grace_until"] == values["check_due"] == date(2024, 6, 14)
    assert values["evaluation_due"] == date(2024, 7, 12)


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2023, 12, 28), 2022),
        (date(2024, 1, 10), 2023),
        (date(2024, 9, 1), 2023),
        (date(2030, 4, 1), 2026),
    ],
)
def test_from_january_on_the_year_about_to_end_is_proposed_within_the_plan(today, year):
    assert from_cycle(today=today).values["fiscal_year"] == year


def test_what_was_asked_about_is_not_proposed_again():
    values = from_cycle(rounds=[a_round(2023)]).values
    assert (values["fiscal_year"], values["part"]) == (2024, 1)
    values = from_cycle(rounds=[a_round(2023), a_round(2024)]).values
    assert (values["fiscal_year"], values["part"]) == (2024, 2)
    assert values["name"] == "令和6年度 進捗状況調査（第2回）"


def test_months_of_the_cycle_say_when_answers_are_due():
    steps = [
        step("実施状況の報告", "４月～６月"), step("取りまとめ", "7月"), step("委員会による評価", "9月"),
    ]  # fmt: skip
    values = from_cycle(steps).values
    assert [values[name] for name in ("answer_due", "check_due", "evaluation_due")] == [
        date(2024, 6, 28), date(2024, 7, 31), date(2024, 9, 30),
    ]  # fmt: skip


def test_a_report_in_autumn_is_about_the_running_year_as_of_the_month_before():
    values = from_cycle([step("主要施策の達成状況の調査", "9月")], today=date(2024, 8, 1)).values
    assert (values["fiscal_year"], values["as_of"], values["answer_due"]) == (
        2024, date(2024, 8, 31), date(2024, 9, 30),
    )  # fmt: skip


def test_a_deadline_that_is_too_near_moves_away():
    assert from_cycle(today=date(2024, 5, 27)).values["answer_due"] == date(2024, 6, 17)


@pytest.mark.parametrize("today", [date(2024, 12, 20), date(2025, 4, 14), date(2024, 4, 22)])
@pytest.mark.parametrize("kind", ["progress", "year-plan"])
def test_every_deadline_is_a_working_day_over_new_year_and_golden_week(kind, today):
    closed = ClosedDays(((date(2024, 5, 31), date(2024, 6, 3)),))
    values = from_cycle(kind=kind, today=today, closed=closed).values
    assert all(is_working_day(values[name], closed) for name in DEADLINES)


def test_a_years_goals_are_asked_for_in_april():
    values = from_cycle(kind=YEAR_PLAN, today=date(2024, 3, 1)).values
    assert (values["name"], values["fiscal_year"], values["asks"]) == ("令和6年度 年度計画", 2024, [])
    assert (values["as_of"], values["answer_due"]) == (date(2024, 4, 1), date(2024, 4, 26))


def test_last_years_round_is_proposed_a_year_later_on_working_days():
    source = a_round(
        2022, name="令和4年度（2022年度）進捗状況調査", asks=["done"], contact="情報管理課",
        part_label="中間", as_of=date(2023, 3, 31), answer_due=date(2023, 5, 31), check_due=date(2023, 6, 15),
    )  # fmt: skip
    proposal = proposal_from_round(plan=PLAN, source=source, rounds=[source], closed=NONE)
    values = proposal.values
    assert proposal.previous is source
    assert (values["name"], values["fiscal_year"]) == ("令和5年度（2023年度）進捗状況調査", 2023)
    assert (values["as_of"], values["answer_due"]) == (date(2024, 3, 31), date(2024, 5, 31))
    assert values["check_due"] == date(2024, 6, 17)  # 15 June 2024 is a Saturday
    assert (values["evaluation_due"], values["contact"], values["part_label"]) == (None, "情報管理課", "中間")


@pytest.mark.parametrize(
    ("name", "later"),
    [
        ("令和4年度 進捗状況調査", "令和5年度 進捗状況調査"),
        ("R4年度調査", "R5年度調査"),
        ("令和4（中間）", "令和5（中間）"),
        ("2022年度調査", "2023年度調査"),
        ("進捗状況調査", "進捗状況調査"),
    ],
)
def test_the_year_in_a_name_is_replaced_however_it_is_written(name, later):
    assert with_year(name, 2022, 2023) == later


def test_an_empty_round_has_its_year_and_the_usual_questions():
    proposal = empty_proposal(plan=PLAN, rounds=[a_round(2022)], kind="progress", today=date(2024, 4, 10))
    assert proposal.values == {
        "name": "", "fiscal_year": 2023, "part": 1, "part_label": "", "asks": ["done", "issues"],
    }  # fmt: skip
    assert proposal.previous.fiscal_year == 2022


def test_a_day_on_which_the_city_is_closed_is_said_with_the_next_one():
    found = deadline_warnings({"answer_due": date(2024, 5, 3), "check_due": None}, NONE, show_day)
    assert "次の開庁日は令和6年5月7日" in found["answer_due"]
    assert found["check_due"] == found["grace_until"] == ""
