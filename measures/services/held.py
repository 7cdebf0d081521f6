"""What a plan's editions hold of its measures: they stay, and their numbers and names go to no other one."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from measures.exceptions import MeasureHeld, NameHeld, NumberHeld
from measures.models import Measure
from plans.models import Plan

COUNTED = re.compile(r"(?P<before>.*?)(?P<count>\d+)")


@dataclass
class HeldMeasures:
    """Keys, numbers and names of the measures that stand in some edition."""

    measures: set[str] = field(default_factory=set)
    measure_of_number: dict[str, str] = field(default_factory=dict)
    measure_of_name: dict[str, set[str]] = field(default_factory=dict)

    def add(self, document: dict[str, Any]) -> None:
        for part in document.get("measures", []):
            key = part.get("key") or part["number"]
            self.measures.add(key)
            self.measure_of_number.setdefault(part["number"], key)
            self.measure_of_name.setdefault(part["name"], set()).add(key)

    def check(self, measures: Iterable[Measure]) -> None:
        """Raise NumberHeld or NameHeld where a measure bears what an edition gives to another one."""
        for measure in measures:
            if self.measure_of_number.get(measure.number, measure.key) != measure.key:
                raise NumberHeld(measure.number)
            if measure.key not in self.measure_of_name.get(measure.name, {measure.key}):
                raise NameHeld(measure.name)


def held_measures(plan: Plan) -> HeldMeasures:
    """Read the editions of `plan` (one query)."""
    held = HeldMeasures()
    for document in plan.editions.values_list("document", flat=True):
        held.add(json.loads(document))
    return held


def check_is_not_held(measure: Measure) -> None:
    """Raise MeasureHeld where an edition of the plan has the measure: then it is ended, not deleted."""
    for label, document in measure.plan.editions.values_list("label", "document"):
        parts = json.loads(document).get("measures", [])
        if any(measure.key == (part.get("key") or part["number"]) for part in parts):
            raise MeasureHeld(measure, label)


def free_numbers(plan: Plan) -> Iterator[str]:
    """Yield the next numbers that neither the plan nor an edition of it has given: 54, 55; 4-7, 4-8."""
    own = list(plan.measures.order_by("order", "pk").values_list("number", flat=True))
    taken = {*own, *held_measures(plan).measure_of_number}
    plain = [number for number in taken if number.isdecimal()]
    pattern = COUNTED.fullmatch(own[-1]) if own and not plain else None
    before = pattern["before"] if pattern else ""
    counted = (number.removeprefix(before) for number in taken if number.startswith(before))
    last = max((int(count) for count in counted if count.isdecimal()), default=0)
    while True:
        last += 1
        yield f"{before}{last}"


def free_key(plan: Plan, number: str, held: HeldMeasures) -> str:
    """Return a key for a new measure: its number, unless that is another one's key for life."""
    taken = {*plan.measures.values_list("key", flat=True), *held.measures}
    key, count = number, 1
    while key in taken:
        count += 1
        key = f"{number}_{count}"
    return key
