"""契約の期間: the present term of a contract and the last day to give notice, with the steps in words.

A term of months ends as 民法143条 says (`organizations.months.period_end`). Days are counted back from the
term's last day, which itself is not counted (民法140条); where the city is closed on the day found, notice is
due on the working day before it.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from organizations.fiscal_years import show_day
from organizations.months import months_between, period_end
from organizations.working_days import working_days_before

ONE_DAY = timedelta(days=1)


class Terms(Protocol):
    """What of a contract its dates follow from (`systems.models.Contract`)."""

    first_start: date | None
    first_end: date | None
    renews_automatically: bool | None
    renewal_months: int | None
    notice_days: int | None
    terminated_on: date | None


@dataclass(frozen=True)
class ContractSchedule:
    """The term that runs on a day (or the last one) and the last day to give notice in it.

    `steps` say in words how both were found, `missing` names what the contract does not tell. `is_over` says
    that nothing runs any more, `renewals` how often the contract has been renewed.
    """

    term_start: date | None = None
    term_end: date | None = None
    notice_by: date | None = None
    renewals: int = 0
    is_over: bool = False
    steps: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def contract_schedule(contract: Terms, today: date, closed: Container[date] = ()) -> ContractSchedule:
    """Return what a contract's dates are on `today`; `closed` are the city's own closed days."""
    dates, missing = contract_dates(contract, today, closed), tuple(_missing(contract))
    if dates.term_end is None:
        return replace(dates, missing=missing)
    steps = (*_term_steps(contract, dates), *_notice_steps(contract, dates))
    return replace(dates, steps=steps, missing=missing)


def contract_dates(contract: Terms, today: date, closed: Container[date] = ()) -> ContractSchedule:
    """Return the same without the words, which cost more than the dates where many contracts are asked."""
    if contract.first_end is None:
        return ContractSchedule(term_start=contract.first_start)
    renewals, start, end = _present_term(contract, today)
    stopped = contract.terminated_on
    if stopped is not None and stopped < end:
        end = stopped
    notice = None
    if stopped is None and contract.notice_days is not None:
        notice = working_days_before(_day_of_notice(contract, end), 0, closed)
    return ContractSchedule(
        term_start=start, term_end=end, notice_by=notice, renewals=renewals, is_over=end < today
    )


def _missing(contract: Terms) -> Iterator[str]:
    if contract.first_start is None:
        yield "契約期間の始まり"
    if contract.first_end is None:
        yield "当初の契約期間の終わり"
    if contract.renews_automatically is None:
        yield "自動更新の有無"
    if contract.renews_automatically and not contract.renewal_months:
        yield "更新1回の月数"
    if contract.renews_automatically and contract.notice_days is None:
        yield "解約の申出の日数"


def _present_term(contract: Terms, today: date) -> tuple[int, date | None, date]:
    """Return how often the contract was renewed by `today`, and the first and last day of its term."""
    first_end, months = contract.first_end, contract.renewal_months
    last = min(today, contract.terminated_on or today)
    if last <= first_end or not (contract.renews_automatically and months):
        return 0, contract.first_start, first_end
    renewals = max(months_between(first_end, last) // months, 1)
    while renewals > 1 and _end_of_term(contract, renewals - 1) >= last:
        renewals -= 1
    while _end_of_term(contract, renewals) < last:
        renewals += 1
    return renewals, _end_of_term(contract, renewals - 1) + ONE_DAY, _end_of_term(contract, renewals)


def renewed_until(contract: Terms, dates: ContractSchedule) -> date | None:
    """Return the last day of the term after the present one, None where nothing follows by itself."""
    if not (contract.renews_automatically and contract.renewal_months) or contract.first_end is None:
        return None
    return _end_of_term(contract, dates.renewals + 1)


def _end_of_term(contract: Terms, renewals: int) -> date:
    if not renewals:
        return contract.first_end
    return period_end(contract.first_end + ONE_DAY, renewals * contract.renewal_months)


def _term_steps(contract: Terms, dates: ContractSchedule) -> Iterator[str]:
    since = f"{show_day(contract.first_start)}から" if contract.first_start else "始まりの記載はなく、"
    yield f"当初の期間は{since}{show_day(contract.first_end)}まで。"
    if dates.renewals:
        end = _end_of_term(contract, dates.renewals)
        yield (
            f"{contract.renewal_months}か月ずつ自動で{dates.renewals}回更新され、"
            f"今の期間は{show_day(dates.term_start)}から{show_day(end)}まで。"
        )
    elif contract.renews_automatically is False:
        yield "自動更新はありません。"
    if contract.terminated_on:
        yield f"{show_day(contract.terminated_on)}に解約。期間は{show_day(dates.term_end)}で終わります。"


def _day_of_notice(contract: Terms, end: date) -> date:
    return end - timedelta(days=contract.notice_days)


def _notice_steps(contract: Terms, dates: ContractSchedule) -> Iterator[str]:
    if dates.notice_by is None:
        return
    counted = _day_of_notice(contract, dates.term_end)
    yield f"解約の申出は、期間の終わりの{contract.notice_days}日前、{show_day(counted)}まで。"
    if dates.notice_by != counted:
        yield (
            f"{show_day(counted)}は閉庁日なので、その前の開庁日の{show_day(dates.notice_by)}までに申し出ます。"
        )
