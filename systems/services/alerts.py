"""Telling people of dates that come near, once each and with a log; a step of the night."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from organizations.models import Municipality
from systems.alerting import Deadline, deadlines
from systems.findings.facts import Scope, facts_of
from systems.models import RenewalAlert
from systems.recipients import recipients
from workspace.models import Notice
from workspace.services import notices_give

STEP = "renewal-alerts"  # the step's name among the runs of the night
KIND = "renewal"
MOST_EACH = 5  # notices a person and night; of more one notice tells, with the page that lists them


@dataclass(frozen=True)
class Told:
    """An alert that is due, with the people it is for."""

    deadline: Deadline
    months: int
    key: str
    people: set[int]


@transaction.atomic
def renewal_alerts_tell(today: date, now: datetime) -> str:
    """Tell departments and planning sections of every date that has reached a threshold, and log it.

    Thirteen queries for all cities, however many systems there are. A date nobody could be told of is not
    logged: it is told once there is somebody.
    """
    told = list(_due(today))
    people = {person for alert in told for person in alert.people}
    _log(told, now)
    notices_give(notices=_notices(told, today))
    if not told:
        return "更新の期日のお知らせはありません。"
    return f"更新の期日{len(told)}件を{len(people)}人に知らせました。"


def _due(today: date) -> Iterator[Told]:
    before = set(RenewalAlert.objects.filter(date__gte=today).order_by().values_list("key", flat=True))
    everybody = recipients()
    for deadline in deadlines(facts_of(Scope(), today), today):
        months = deadline.threshold_on(today)
        if months is None or (key := deadline.key(months)) in before:
            continue
        if people := everybody.of(deadline.municipality_id, deadline.department_ids):
            yield Told(deadline, months, key, people)


def _log(told: list[Told], now: datetime) -> None:
    rows = (
        RenewalAlert(
            municipality_id=alert.deadline.municipality_id,
            system_id=alert.deadline.system_id,
            contract_id=alert.deadline.contract_id,
            key=alert.key,
            kind=alert.deadline.kind,
            subject=alert.deadline.subject,
            months=alert.months,
            date=alert.deadline.date,
            told_at=now,
            people=len(alert.people),
        )
        for alert in told
    )
    RenewalAlert.objects.bulk_create(rows, ignore_conflicts=True)


def _notices(told: list[Told], today: date) -> Iterator[Notice]:
    codes = dict(Municipality.objects.order_by().values_list("pk", "code"))
    by_person: dict[int, list[Told]] = defaultdict(list)
    for alert in told:
        for person in alert.people:
            by_person[person].append(alert)
    for person, alerts in by_person.items():
        if len(alerts) > MOST_EACH:
            yield _summary(person, alerts, codes, today)
        else:
            yield from (_notice(person, alert, codes, today) for alert in alerts)


def _notice(person: int, alert: Told, codes: Mapping[int, str], today: date) -> Notice:
    deadline = alert.deadline
    page = reverse(
        "portal:information_system_detail", args=[codes[deadline.municipality_id], deadline.system_id]
    )
    text = deadline.sentence(today)
    return Notice(owner_id=person, kind=KIND, key=f"renewal:{alert.key}", text=text, url=page)


def _summary(person: int, alerts: list[Told], codes: Mapping[int, str], today: date) -> Notice:
    """Of many dates at once, as on the first night of an inventory, one notice tells."""
    nearest = min(alerts, key=lambda alert: alert.deadline.date).deadline
    return Notice(
        owner_id=person,
        kind=KIND,
        key=f"renewal-many:{min(alert.key for alert in alerts)}",
        text=f"更新の期日が近づいているシステムがあります。{len(alerts)}件です。いちばん近いもの：{nearest.sentence(today)}",
        url=reverse("portal:renewal_alert_list", args=[codes[nearest.municipality_id]]),
    )
