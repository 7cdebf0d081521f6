"""カレンダー配信: the dates of a department's systems as iCalendar (RFC 5545), for the calendars people keep.

The feed leaves the house, open to whoever knows its address: it holds names, what the date is, and the date,
nothing else, and of these what may be published (`systems.disclosure`). Every date is a whole day; a month
stands on its first day, an end by month on its last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from organizations.fiscal_years import fiscal_year_of
from organizations.models import Department
from organizations.months import last_day
from systems.disclosure import is_internal_by
from systems.findings.facts import Scope, SystemFacts, facts_of
from systems.models import RenewalAlert
from systems.renewing import renewal_steps
from systems.terms import contract_dates

Kind = RenewalAlert.Kind
STEPS = ("review_start", "procurement_fiscal_year", "next_start", "current_end")
HOST = "ict-plan-portal"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class FeedEvent:
    """One date. `uid` names what it is of, whichever day that falls on: calendars move it along."""

    uid: str
    day: date
    summary: str


def feed_events(department: Department, today: date) -> list[FeedEvent]:
    """Return the dates of a department's systems from the last fiscal year on, in their order."""
    first = date(fiscal_year_of(today) - 1, 4, 1)
    events = {}
    for system in facts_of(Scope(department.municipality), today):
        if department.pk in system.department_ids:
            for event in _events(system, today):
                events[event.uid] = event  # a contract of several systems counts once
    return sorted(
        (event for event in events.values() if event.day >= first), key=lambda event: (event.day, event.uid)
    )


def calendar_bytes(department: Department, events: list[FeedEvent], now: datetime) -> bytes:
    """Write the events as an iCalendar file."""
    calendar = Calendar()
    calendar.add("prodid", "-//ICT Plan Portal//Renewals//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{department.name} 情報システムの更新")
    for row in events:
        event = Event()
        event.add("uid", row.uid)
        event.add("dtstamp", now)
        event.add("dtstart", row.day)
        event.add("dtend", row.day + ONE_DAY)
        event.add("summary", row.summary)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()


def _events(system: SystemFacts, today: date) -> Iterator[FeedEvent]:
    """Yield the dates of a system that may be published; none where its departments may not."""
    if not _is_told(system, "departments"):
        return
    if _is_told(system, "renewal"):
        yield from _of_renewal(system)
    if _is_told(system, "contracts"):
        yield from _of_contracts(system, today)
    if _is_told(system, "support_ends"):
        yield from _of_supports(system)


def _is_told(system: SystemFacts, field: str) -> bool:
    return not is_internal_by(system.disclosure, field)


def _of_renewal(system: SystemFacts) -> Iterator[FeedEvent]:
    if system.renewal is None:
        return
    for step in renewal_steps(system.renewal, system.renewal.lead_months):
        if step.code not in STEPS or not step.is_known:
            continue
        day = step.month or date(step.fiscal_year, 4, 1)
        if step.code == "current_end":
            day = last_day(day)
        computed = "（逆算）" if step.is_computed else ""
        yield FeedEvent(_uid(system, step.code), day, f"{system.name}：{step.label}{computed}")


def _of_contracts(system: SystemFacts, today: date) -> Iterator[FeedEvent]:
    for contract in system.contracts:
        schedule = contract_dates(contract, today, system.closed)
        for kind, day in ((Kind.NOTICE, schedule.notice_by), (Kind.CONTRACT_END, schedule.term_end)):
            if day is not None:
                uid = f"contract-{contract.pk}-{kind}@{HOST}"
                yield FeedEvent(uid, day, f"{contract.name}：{kind.label}")


def _of_supports(system: SystemFacts) -> Iterator[FeedEvent]:
    """What of the system is out of support stays in the house: of one day there is one event."""
    for support in system.supports:
        day = support.ends_on
        uid = _uid(system, f"support-{day.isoformat()}")
        yield FeedEvent(uid, day, f"{system.name}：{Kind.SUPPORT_END.label}")


def _uid(system: SystemFacts, part: str) -> str:
    return f"{system.municipality_id}-{system.system_id}-{part}@{HOST}"
