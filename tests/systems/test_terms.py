"""契約の期間: terms by 民法143条, the last day to give notice, and what the contract does not tell."""

from datetime import date, timedelta

import pytest

from organizations.months import day_months_before, period_end
from organizations.working_days import ClosedDays
from systems.findings.facts import ContractFacts
from systems.terms import contract_schedule

TODAY = date(2026, 11, 28)
FIRST_END = date(2027, 3, 31)


def day(text: str) -> date:
    return date.fromisoformat(text)


def contract(**terms) -> ContractFacts:
    return ContractFacts(1, "保守", **{"first_start": date(2022, 4, 1), "first_end": FIRST_END} | terms)


def renewing(end: str, months: int = 12, **terms) -> ContractFacts:
    renewing = {
        "first_start": None,
        "first_end": day(end),
        "renews_automatically": True,
        "renewal_months": months,
    }
    return contract(**renewing | terms)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2022-04-01", 60, "2027-03-31"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-01-30", 1, "2027-02-28"),
        ("2027-01-28", 1, "2027-02-27"),
        ("2027-03-31", 1, "2027-04-30"),
        ("2027-04-30", 1, "2027-05-29"),
        ("2027-03-01", 12, "2028-02-29"),
        ("2028-03-01", 12, "2029-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-14"),
    ],
)
def test_a_period_of_months_ends_as_the_civil_code_says(start, months, end):
    assert period_end(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("end", "months", "before"),
    [
        ("2027-08-31", 6, "2027-02-28"),
        ("2028-08-31", 6, "2028-02-29"),
        ("2028-02-29", 12, "2027-02-28"),
        ("2027-03-31", 3, "2026-12-31"),
        ("2027-05-15", 24, "2025-05-15"),
    ],
)
def test_a_day_some_months_before_stays_within_its_month(end, months, before):
    assert day_months_before(day(end), months) == day(before)


TERMINATED = renewing("2027-03-31", terminated_on=day("2027-06-30"))
TERMS = [  # contract, today; first and last day of the term, renewals, is it over
    (contract(renews_automatically=False), "2026-11-28", "2022-04-01", "2027-03-31", 0, False),
    (contract(renews_automatically=False), "2027-03-31", "2022-04-01", "2027-03-31", 0, False),
    (contract(renews_automatically=False), "2027-04-01", "2022-04-01", "2027-03-31", 0, True),
    (contract(renewal_months=12), "2027-04-01", "2022-04-01", "2027-03-31", 0, True),
    (renewing("2027-03-31"), "2027-03-31", None, "2027-03-31", 0, False),
    (renewing("2027-03-31"), "2027-04-01", "2027-04-01", "2028-03-31", 1, False),
    (renewing("2027-02-28"), "2028-02-29", "2027-03-01", "2028-02-29", 1, False),
    (renewing("2028-02-29"), "2029-01-01", "2028-03-01", "2029-02-28", 1, False),
    (renewing("2028-02-28"), "2029-01-01", "2028-02-29", "2029-02-28", 1, False),
    (renewing("2027-01-30", 1), "2027-02-10", "2027-01-31", "2027-02-28", 1, False),
    (renewing("2027-01-30", 1), "2027-03-01", "2027-03-01", "2027-03-30", 2, False),
    (renewing("2007-03-31"), "2026-11-28", "2026-04-01", "2027-03-31", 20, False),
    (renewing("2001-01-31", 1), "2026-11-28", "2026-11-01", "2026-11-30", 310, False),
    (renewing("2001-01-15", 5), "2026-11-28", "2026-11-16", "2027-04-15", 63, False),
    (renewing("2027-03-31", 1200), "2027-04-01", "2027-04-01", "2127-03-31", 1, False),
    (renewing("2027-03-31", None), "2027-09-01", None, "2027-03-31", 0, True),
    (TERMINATED, "2027-09-01", "2027-04-01", "2027-06-30", 1, True),
    (TERMINATED, "2027-06-30", "2027-04-01", "2027-06-30", 1, False),
    (renewing("2027-03-31", terminated_on=day("2027-03-31")), "2027-04-01", None, "2027-03-31", 0, True),
    (contract(terminated_on=day("2026-12-31")), "2026-11-28", "2022-04-01", "2026-12-31", 0, False),
    (contract(terminated_on=day("2030-01-01")), "2026-11-28", "2022-04-01", "2027-03-31", 0, False),
    (contract(first_end=None), "2026-11-28", "2022-04-01", None, 0, False),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "today", "start", "end", "renewals", "is_over"), TERMS)
def test_the_present_term_is_found(terms, today, start, end, renewals, is_over):
    found = contract_schedule(terms, day(today))
    assert (found.term_start, found.term_end) == (start and day(start), end and day(end))
    assert (found.renewals, found.is_over) == (renewals, is_over)


@pytest.mark.parametrize("months", [1, 3, 12, 60])
@pytest.mark.parametrize("end", ["2020-02-29", "2020-01-31", "2020-04-30", "2020-12-30"])
def test_terms_follow_one_another_without_a_hole(end, months):
    found, today = contract_schedule(renewing(end, months), day(end)), day(end)
    for _ in range(40):
        today = found.term_end + timedelta(days=1)
        following = contract_schedule(renewing(end, months), today)
        assert following.term_start == today
        assert following.renewals == found.renewals + 1
        found = following


NOTICES = [  # last day of the term, days, the city's closed days, last day to give notice
    ("2027-03-31", 30, [], "2027-03-01"),
    ("2027-03-31", 0, [], "2027-03-31"),
    ("2028-03-31", 31, [], "2028-02-29"),
    ("2027-03-31", 60, [], "2027-01-29"),  # counted: a Saturday
    ("2027-03-31", 59, [], "2027-01-29"),  # a Sunday
    ("2027-03-31", 90, [], "2026-12-28"),  # 12月31日
    ("2027-03-31", 87, [], "2026-12-28"),  # 1月3日
    ("2027-03-31", 86, [], "2027-01-04"),
    ("2027-06-04", 30, [], "2027-04-30"),  # こどもの日, after two holidays and a weekend
    ("2026-10-22", 30, [], "2026-09-18"),  # 国民の休日 between 敬老の日 and 秋分の日
    ("2027-03-31", 30, [("2027-03-01", "2027-03-01")], "2027-02-26"),
    ("2027-03-31", 30, [("2027-02-24", "2027-03-02")], "2027-02-22"),  # 2月23日: 天皇誕生日
    ("2027-03-31", 30, [("2027-03-02", "2027-03-05")], "2027-03-01"),
    ("2027-03-31", 365, [], "2026-03-31"),
    ("2027-03-31", None, [], None),
]


@pytest.mark.parametrize(("end", "days", "closed", "notice"), NOTICES)
def test_notice_is_due_so_many_days_before_the_end_on_a_day_the_city_is_open(end, days, closed, notice):
    spans = ClosedDays(tuple((day(first), day(last)) for first, last in closed))
    found = contract_schedule(contract(first_end=day(end), notice_days=days), date(2026, 1, 5), spans)
    assert found.notice_by == (notice and day(notice))


def test_notice_moves_on_with_every_renewal():
    terms = renewing("2020-03-31", notice_days=30)
    assert contract_schedule(terms, day("2027-03-02")).notice_by == day("2027-03-01")
    assert contract_schedule(terms, day("2027-04-01")).notice_by == day("2028-03-01")


def test_a_terminated_contract_asks_for_no_notice():
    terms = renewing("2027-03-31", notice_days=30, terminated_on=day("2027-01-31"))
    found = contract_schedule(terms, TODAY)
    assert found.notice_by is None
    assert found.steps[-1] == (
        "令和9年1月31日（2027年1月31日）に解約。期間は令和9年1月31日（2027年1月31日）で終わります。"
    )


def test_the_steps_say_in_words_how_the_days_were_found():
    terms = renewing("2026-03-31", notice_days=60, first_start=date(2021, 4, 1))
    assert contract_schedule(terms, TODAY).steps == (
        "当初の期間は令和3年4月1日（2021年4月1日）から令和8年3月31日（2026年3月31日）まで。",
        "12か月ずつ自動で1回更新され、今の期間は令和8年4月1日（2026年4月1日）から"
        "令和9年3月31日（2027年3月31日）まで。",
        "解約の申出は、期間の終わりの60日前、令和9年1月30日（2027年1月30日）まで。",
        "令和9年1月30日（2027年1月30日）は閉庁日なので、その前の開庁日の"
        "令和9年1月29日（2027年1月29日）までに申し出ます。",
    )


MISSING = [
    (contract(renews_automatically=False), ()),
    (contract(), ("自動更新の有無",)),
    (contract(first_start=None, first_end=None, renews_automatically=False),
     ("契約期間の始まり", "当初の契約期間の終わり")),
    (contract(renews_automatically=True), ("更新1回の月数", "解約の申出の日数")),
    (contract(renews_automatically=True, renewal_months=12, notice_days=0), ()),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "missing"), MISSING)
def test_what_the_contract_does_not_tell_is_named(terms, missing):
    assert contract_schedule(terms, TODAY).missing == missing


def test_without_an_end_nothing_is_computed():
    found = contract_schedule(contract(first_end=None, notice_days=30), TODAY)
    assert (found.term_end, found.notice_by, found.steps) == (None, None, ())
