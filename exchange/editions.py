"""What a plan's editions hold: identities a living plan may neither delete nor give to another entry."""

import json
from dataclasses import dataclass, field

from measures.services.held import HeldMeasures
from plans.models import Edition, Plan


@dataclass
class HeldNames(HeldMeasures):
    """Keys, numbers and names that stand in some edition of a plan."""

    systems: set[str] = field(default_factory=set)
    rounds: set[str] = field(default_factory=set)
    meetings: set[tuple[str, str, str]] = field(default_factory=set)  # body, title, day
    is_adopted: bool = False

    def add(self, document: dict) -> None:
        super().add(document)
        self.systems |= {part.get("key") or part["name"] for part in document.get("systems", [])}
        self.rounds |= {part["key"] for part in document.get("rounds", [])}
        self.meetings |= {
            (part.get("body", ""), part["title"], part["held_on"]) for part in document.get("meetings", [])
        }


def held_names(plan: Plan) -> HeldNames:
    """Read the editions of `plan`; an adopted plan is one with a 当初."""
    held = HeldNames()
    for kind, document in plan.editions.values_list("kind", "document"):
        held.add(json.loads(document))
        held.is_adopted |= kind == Edition.Kind.INITIAL
    return held
