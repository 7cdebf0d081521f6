"""What a city was told of its dates, and a calendar feed with the token that opens it."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from organizations.models import User
from systems.models import InformationSystem, RenewalAlert
from systems.services.feeds import calendar_feed_create


def alert_forms(rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {"systems:calendar_feed_create": {"department": rows["department"].pk}}


def alert_rows(system: InformationSystem, owner: User, mark: str) -> dict[str, Any]:
    """Tell of the end of a system's support, and make a feed for a department of its."""
    city, department = system.municipality, system.system_departments.last().department
    RenewalAlert.objects.create(
        municipality=city, system=system, key=f"{city.code}:support", kind="support-end",
        subject=f"見本のOS{mark}", months=6, date=date(2027, 5, 20), people=2,
        told_at=datetime(2026, 11, 20, tzinfo=UTC),
    )  # fmt: skip
    feed, token = calendar_feed_create(department=department, user=owner)
    return {"calendar_feed": feed, "calendar": SimpleNamespace(token=token)}
