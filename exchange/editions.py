"""What a plan's editions hold: identities a living plan may neither delete nor give to another entry."""

import json
from dataclasses import dataclass, field

from plans.models import Edition, Plan


@dataclass
class HeldNames:
    """Keys, numbers and names that stand in some edition of a plan."""

    measures: set[str] = field(default_factory=set)
    measure_of_number: dict[str, str] = field(default_factory=dict)
    measure_of_name: dict[str, set[str]] = field(default_factory=dict)
    systems: set[str] = field(default_factory=set)
    is_adopted: bool = False

    def add(self, document: dict) -> None:
        for part in document.get("measures", []):
            key = part.get("key") or part["number"]
            self.measures.add(key)
            self.measure_of_number.setdefault(part["number"], key)
            self.measure_of_name.setdefault(part["name"], set()).add(key)
        self.systems |= {part.get("key") or part["name"] for part in document.get("systems", [])}


def held_names(plan: Plan) -> HeldNames:
    """Read the editions of `plan`; an adopted plan is one with a 当初."""
    held = HeldNames()
    for kind, document in plan.editions.values_list("kind", "document"):
        held.add(json.loads(document))
        held.is_adopted |= kind == Edition.Kind.INITIAL
    return held
