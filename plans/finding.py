"""Finding the plan of an address for whoever edits it."""

from plans.models import Plan


def find_plan(request, code: str, plan: str) -> Plan:
    """Return the plan of the address if this person may change it: else 404 or 403."""
    plans = Plan.objects.select_related("municipality")
    return plans.find_for_change(request.user, municipality__code=code, code=plan)
