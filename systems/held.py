"""What a city's editions hold of its systems: they stay in the inventory, ended if need be."""

import json

from plans.models import Edition
from systems.models import InformationSystem


def edition_that_holds(system: InformationSystem) -> str:
    """Return the plan and label of an edition that lists the system, "" where none does (one query)."""
    editions = Edition.objects.filter(plan__municipality=system.municipality_id).order_by("pk")
    for title, label, document in editions.values_list("plan__title", "label", "document"):
        parts = json.loads(document).get("systems") or []
        if any(system.key == (part.get("key") or part["name"]) for part in parts):
            return f"{title} {label}"
    return ""
