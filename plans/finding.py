"""Finding a plan: of an address for whoever edits it, and the one a city has today."""

from datetime import date

from organizations.fiscal_years import fiscal_year_of
from organizations.models import Municipality
from plans.models import Plan


def find_plan(request, code: str, plan: str) -> Plan:
    """Return the plan of the address if this person may change it: else 404 or 403."""
    plans = Plan.objects.select_related("municipality")
    return plans.find_for_change(request.user, municipality__code=code, code=plan)


def current_plan(municipality: Municipality, today: date) -> Plan | None:
    """Return the city's plan of today, None where it has none (one query)."""
    return municipality.plans.current_first(fiscal_year_of(today)).first()
