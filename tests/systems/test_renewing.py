"""The steps of a renewal: given by the plan, or counted back from the next start."""

from datetime import date

import pytest

from systems.findings.facts import RenewalFacts
from systems.renewing import LABELS, renewal_steps

NEXT = date(2028, 1, 1)


def steps_of(lead_months: int = 24, **dates):
    return {step.code: step for step in renewal_steps(RenewalFacts(**dates), lead_months)}


def test_everything_is_counted_back_from_the_next_start_in_the_order_of_the_work():
    steps = steps_of(next_start=NEXT)
    assert list(steps) == list(LABELS)
    assert {code: step.month or step.fiscal_year for code, step in steps.items()} == {
        "review_start": date(2026, 1, 1),
        "specification_start": date(2026, 10, 1),
        "procurement_fiscal_year": 2027,
        "contract_on": date(2027, 4, 1),
        "build_start": date(2027, 4, 1),
        "parallel_start": date(2027, 12, 1),
        "next_start": NEXT,
        "current_end": date(2027, 12, 1),
    }
    assert [code for code, step in steps.items() if not step.is_computed] == ["next_start"]


def test_a_computed_step_says_its_arithmetic_and_a_given_one_that_it_is_the_plans():
    steps = steps_of(next_start=NEXT, current_end=date(2027, 12, 1), review_start=date(2026, 12, 1))
    assert steps["review_start"].sentence == "計画の記載は令和8年12月。次期の稼働（令和10年1月）の13か月前。"
    assert steps["contract_on"].sentence == "次期の稼働は令和10年1月。その9か月前は令和9年4月。"
    assert steps["parallel_start"].sentence == "次期の稼働は令和10年1月。その前の月は令和9年12月。"
    assert steps["procurement_fiscal_year"].sentence == "契約は令和9年4月。その年度は令和9年度。"
    assert steps["current_end"].is_computed is False


@pytest.mark.parametrize(
    ("lead", "review", "specification"),
    [
        (36, None, date(2026, 10, 1)),
        (12, None, date(2027, 1, 1)),
        (24, date(2026, 12, 1), date(2026, 12, 1)),
        (24, date(2028, 3, 1), NEXT),
    ],
)
def test_no_computed_step_lies_before_the_review(lead, review, specification):
    steps = steps_of(lead, next_start=NEXT, review_start=review)
    assert steps["specification_start"].month == specification


def test_a_step_in_the_month_of_the_start_says_so():
    steps = steps_of(next_start=NEXT, review_start=NEXT)
    assert steps["contract_on"].sentence == "次期の稼働は令和10年1月。それと同じ月。"


def test_the_procurement_follows_a_given_contract_and_a_given_year_stands():
    assert steps_of(contract_on=date(2027, 3, 1))["procurement_fiscal_year"].fiscal_year == 2026
    given = steps_of(next_start=NEXT, procurement_fiscal_year=2025)["procurement_fiscal_year"]
    assert (given.fiscal_year, given.is_computed, given.shown) == (2025, False, "令和7年度")


def test_without_a_next_start_nothing_is_computed():
    steps = steps_of(current_end=date(2027, 12, 1))
    assert [code for code, step in steps.items() if step.is_known] == ["current_end"]
    assert steps["review_start"].shown == "記載なし"
