"""期日の知らせ: the dates of systems and contracts that people are told of, and how many months before.

A date has its thresholds, months before it. On a day the nearest one that has been reached applies, and no
other: an old inventory is told of once, a night left out is made up for, a date that moved counts anew.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import show_day, show_month
from organizations.months import day_months_before, last_day, months_between
from systems.findings.facts import ContractFacts, SystemFacts
from systems.models import ALERT_MONTHS, RenewalAlert
from systems.renewing import review_month
from systems.terms import contract_dates

Kind = RenewalAlert.Kind
REVIEW_MONTHS = (12, 6, 3)  # a review is itself begun two years ahead: nearer than two more years is enough
MONTHLY = frozenset({Kind.REVIEW_START, Kind.CURRENT_END})  # known by their month


@dataclass(slots=True)
class Deadline:
    """A date of a system or a contract in one city. `name` is what it is called, `subject` which part of it;
    `thresholds` are months before `date`. A contract of several systems has the departments of all.
    """

    municipality_id: int
    system_id: int
    contract_id: int | None
    kind: Kind
    name: str
    date: date
    thresholds: tuple[int, ...]
    department_ids: set[int]
    subject: str = ""

    def key(self, months: int) -> str:
        """Return what tells this alert from all others: a date that moves makes another one."""
        about = f"c{self.contract_id}" if self.contract_id else f"s{self.system_id}"
        part = hashlib.sha256(self.subject.encode()).hexdigest()[:8] if self.subject else ""
        return f"{self.municipality_id}:{about}:{self.kind}{part}:{months}:{self.date.isoformat()}"

    def threshold_on(self, today: date) -> int | None:
        """Return the nearest threshold reached on a day; None before the first and after the date itself."""
        if self.date < today:
            return None
        return min((months for months in self.thresholds if self.day_of(months) <= today), default=None)

    def day_of(self, months: int) -> date:
        """Return the day a threshold is reached."""
        return day_months_before(self.date, months)

    def sentence(self, today: date) -> str:
        """Say that the date comes near. The first sentence bears no figures: it goes out by mail."""
        months = months_between(today, self.date)
        left = f"あと{months}か月" if months else "今月"
        shown = show_month(self.date) if self.kind in MONTHLY else show_day(self.date)
        part = f"（{self.subject}）" if self.subject else ""
        return f"「{self.name}」の{self.kind.label}が近づいています。{shown}、{left}です{part}。"


def deadlines(facts: Iterable[SystemFacts], today: date) -> Iterator[Deadline]:
    """Yield what lies ahead of these systems, past dates left out; a contract counts once."""
    contracts: dict[int, list[Deadline]] = {}
    for system in facts:
        yield from (row for row in _of_system(system, today) if row.date >= today)
        for contract in system.contracts:
            if contract.pk not in contracts:
                contracts[contract.pk] = list(_of_contract(contract, system, today))
            for row in contracts[contract.pk]:
                row.department_ids.update(system.department_ids)
    for rows in contracts.values():
        yield from (row for row in rows if row.date >= today)


def _of_system(system: SystemFacts, today: date) -> Iterator[Deadline]:
    renewal = system.renewal
    if renewal is not None and not (renewal.next_start and renewal.next_start <= today):
        review = review_month(renewal, renewal.lead_months)
        if review is not None:
            yield _deadline(system, Kind.REVIEW_START, review, REVIEW_MONTHS)
        if renewal.current_end is not None:
            yield _deadline(system, Kind.CURRENT_END, last_day(renewal.current_end), ALERT_MONTHS)
    for support in system.supports:
        yield _deadline(system, Kind.SUPPORT_END, support.ends_on, ALERT_MONTHS, support.words)


def _deadline(
    system: SystemFacts, kind: Kind, day: date, thresholds: tuple[int, ...], subject: str = ""
) -> Deadline:
    return Deadline(
        system.municipality_id, system.system_id, None, kind, system.name, day, thresholds,
        set(system.department_ids), subject,
    )  # fmt: skip


def _of_contract(contract: ContractFacts, system: SystemFacts, today: date) -> Iterator[Deadline]:
    """Yield the end of a contract that does not renew itself, and the last day to give notice of one that
    does, or may: that is what the city can still decide on. What would be told before the term began is not:
    a contract that renews itself every year would tell of its end the night it was renewed.
    """
    schedule = contract_dates(contract, today, system.closed)
    begun = schedule.term_start or date.min
    renews = contract.renews_automatically
    dates = {
        Kind.CONTRACT_END: None if renews and contract.terminated_on is None else schedule.term_end,
        Kind.NOTICE: None if renews is False else schedule.notice_by,
    }
    for kind, day in dates.items():
        if day is not None:
            yield Deadline(
                system.municipality_id, system.system_id, contract.pk, kind, contract.name, day,
                tuple(months for months in contract.alert_months if day_months_before(day, months) >= begun),
                set(),
            )  # fmt: skip
