"""Every registered kind of paper, composed from one document; one registered later is printed here too."""

import json
from datetime import date
from functools import cached_property
from typing import Any

from exchange.checks import validate
from exchange.freeze import edition_freeze
from exchange.load import plan_import
from organizations.history import Reason
from plans.models import Plan
from portal.papers.kind import Asked, Paper, PaperKind
from portal.papers.options import INTERNAL, Options
from portal.papers.registry import KINDS
from portal.place import place_of
from portal.printing.pdf import pdf_bytes
from tests.factories import COMMAND
from tests.portal.printing.printed import Printed

DAY = date(2026, 11, 21)


class Composed:
    """A paper of a kind, and its PDF once somebody asks."""

    def __init__(self, kind: PaperKind, paper: Paper):
        self.kind, self.paper = kind, paper

    @cached_property
    def printed(self) -> Printed:
        content = pdf_bytes(self.paper.html, self.paper.css, zoom=self.paper.zoom)
        return Printed(None, self.paper.html, content)


def every_kind(
    before: dict[str, Any], document: dict[str, Any], *, audience: str = INTERNAL
) -> dict[str, Composed]:
    """Return each kind of paper of `document`, whose first edition was `before`. Asks the database."""
    imported(before)
    plan = Plan.objects.get()
    edition_freeze(plan=plan, kind="initial", label="当初", author=COMMAND)
    imported(document)
    place = place_of(plan.municipality, plan.code, today=DAY)
    return {
        code: Composed(kind, kind.make(Asked(place, None, DAY, options_for(kind, place.plan, audience))))
        for code, kind in KINDS.items()
    }


def imported(document: dict[str, Any]) -> None:
    checked, problems, _ = validate(json.dumps(document).encode())
    assert problems == []
    reason = Reason("revision", "見直しによる。")
    plan_import(document=checked, author=COMMAND, fiscal_year=DAY.year, reason=reason, end_missing=True)


def options_for(kind: PaperKind, plan: Plan, audience: str) -> Options:
    """Return options under which a kind shows most: the first of whatever it wants named."""
    named = {
        "audience": audience,
        "round": plan.rounds.earliest("pk").key,
        "meeting": plan.meetings.latest("pk").pk,
        "department": plan.municipality.departments.earliest("pk").name,
        "measure": plan.measures.earliest("pk").key,
    }
    return Options(**{name: value for name, value in named.items() if name in _wanted(kind)})


def _wanted(kind: PaperKind) -> set[str]:
    """A kind that stands on the page of all prints is asked for as a whole."""
    return set(kind.fields) if not kind.of_plan else set(kind.fields) & {"audience", "round"}
