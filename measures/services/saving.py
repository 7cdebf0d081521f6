"""A save of measures under way, and the lock all of them take."""

from dataclasses import dataclass, field

from measures.exceptions import NumberUnfit
from measures.models import Measure
from organizations.edits import Conflicts
from plans.models import Plan


@dataclass
class Saving:
    """A save under way: the measure, what others changed meanwhile, whether it needs a reason."""

    measure: Measure
    conflicts: Conflicts = field(default_factory=Conflicts)
    needs_reason: bool = False


def locked(plan: Plan) -> Plan:
    """Return the plan's row, locked until the transaction ends: one save of a plan at a time."""
    return Plan.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=plan.pk)


def check_number(number: str) -> None:
    """Raise NumberUnfit for a number that a document would refuse: it stands in addresses."""
    is_line = len(number.splitlines()) == 1 and bool(number.strip()) and len(number) <= 200
    if not is_line or "/" in number:
        raise NumberUnfit(number)
