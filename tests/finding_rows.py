"""A finding of a city's system that was accepted, and what is typed to accept it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from organizations.models import Municipality
from systems.models import AcceptedFinding, InformationSystem

RULE = "dates-missing"  # of a system nobody wrote a date of: whatever day it is
FINDING_FORMS: dict[str, dict[str, Any]] = {
    "systems:finding_accept": {"reason": "契約を確かめているところ。", "until": "令和20年3月31日"},
    "systems:finding_unaccept": {},
}


def finding_rows(city: Municipality, system: InformationSystem, mark: str) -> dict[str, Any]:
    """Accept that no date of a system is known; the address of accepting names system and rule."""
    accepted = AcceptedFinding.objects.create(
        municipality=city, system=system, rule=RULE, facts={}, reason=f"台帳を整えている{mark}。",
        accepted_by_name=f"計画係{mark}", accepted_on=date(2026, 11, 20),
    )  # fmt: skip
    return {"finding": SimpleNamespace(system=system.pk, rule=RULE, pk=accepted.pk)}
