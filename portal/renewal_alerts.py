"""期日の知らせ: what was told of dates of the systems, whether the night runs, and what is told next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone

from organizations.fiscal_years import show_day, show_month
from organizations.models import Municipality, User
from organizations.months import day_months_before
from systems.alerting import MONTHLY, Deadline, deadlines
from systems.findings.facts import Scope, facts_of
from systems.models import ContractSystem, InformationSystem, RenewalAlert
from systems.services.alerts import STEP
from workspace.models import Run
from workspace.night import LATE_AFTER

PAGE = 50
AHEAD = 3  # months


@dataclass(frozen=True)
class Line:
    """One alert, given or to come: when, about which date, to how many people (None while it is to come)."""

    on: date
    system_id: int
    name: str
    subject: str
    kind: str
    shown: str
    months: int
    people: int | None = None


@dataclass(frozen=True)
class AlertPage:
    """What the page shows. `run` is the last run of the step; `may_follow` says whether any of it is the
    person's business.
    """

    may_follow: bool
    told: Page
    lines: Sequence[Line]
    coming: Sequence[Line]
    run: Run | None
    is_late: bool
    until: date


def alert_page(municipality: Municipality, user: User, number: str | None, now: datetime) -> AlertPage:
    """Read what `user` answers for: all systems for the planning section, the own for a department's people.

    The number of queries does not grow with systems or alerts.
    """
    today = timezone.localdate(now)
    systems = InformationSystem.objects.answered_by(user, municipality).order_by()
    links = ContractSystem.objects.filter(
        contract__municipality=municipality, system__in=systems.values("pk")
    )
    told = Paginator(_told(municipality, systems, links), PAGE).get_page(number)
    own = dict(links.order_by("-pk").values_list("contract", "system"))  # the first one stays
    run = Run.objects.latest_of_each().filter(name=STEP).first()
    return AlertPage(
        may_follow=user.is_administrator or user.is_planning or user.role == User.Role.DEPARTMENT,
        told=told,
        lines=[_told_line(alert, own.get(alert.contract_id, alert.system_id)) for alert in told],
        coming=_coming(municipality, set(systems.values_list("pk", flat=True)), today),
        run=run,
        is_late=run is None or now - run.started_at > LATE_AFTER,
        until=day_months_before(today, -AHEAD),
    )


def _told(municipality: Municipality, systems: QuerySet, links: QuerySet) -> QuerySet[RenewalAlert]:
    """Return what was told of these systems, and of contracts that cover one of them (`links`)."""
    own = Q(system__in=systems.values("pk")) | Q(contract__in=links.order_by().values("contract"))
    return RenewalAlert.objects.filter(own, municipality=municipality).select_related("system", "contract")


def _told_line(alert: RenewalAlert, system: int) -> Line:
    """Return an alert as a line that leads to a system (its primary key)."""
    return Line(
        on=timezone.localdate(alert.told_at),
        system_id=system,
        name=alert.contract.name if alert.contract_id else alert.system.name,
        subject=alert.subject,
        kind=alert.get_kind_display(),
        shown=shown_date(alert.kind, alert.date),
        months=alert.months,
        people=alert.people,
    )


def shown_date(kind: str, day: date) -> str:
    return show_month(day) if kind in MONTHLY else show_day(day)


def _coming(municipality: Municipality, own: set[int], today: date) -> list[Line]:
    """Return the alerts of the coming months, the nearest first."""
    last = day_months_before(today, -AHEAD)
    facts = [row for row in facts_of(Scope(municipality), today) if row.system_id in own]
    found = [
        _coming_line(deadline, months, on)
        for deadline in deadlines(facts, today)
        for months in deadline.thresholds
        if today < (on := deadline.day_of(months)) <= last
    ]
    return sorted(found, key=lambda line: (line.on, line.name))


def _coming_line(deadline: Deadline, months: int, on: date) -> Line:
    return Line(
        on=on,
        system_id=deadline.system_id,
        name=deadline.name,
        subject=deadline.subject,
        kind=deadline.kind.label,
        shown=shown_date(deadline.kind, deadline.date),
        months=months,
    )
