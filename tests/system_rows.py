"""What belongs to the city's first system, contracts and findings among it; and what is typed into forms."""

from typing import Any

from organizations.models import User
from plans.models import Plan
from tests.factories import recorded

TYPED: dict[str, dict[str, Any]] = {}


def system_forms(rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return by URL name what is typed into the forms of systems and what belongs to them."""
    return TYPED


@recorded
def system_rows(plan: Plan, owner: User, mark: str) -> dict[str, Any]:
    """Return a row for each noun of the systems floor that has an address."""
    return {"information_system": plan.municipality.systems.first()}
