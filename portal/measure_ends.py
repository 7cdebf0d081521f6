"""What a plan without schedules tells of its measures instead: targets by year, or how they ended."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from measures.models import Indicator, Outcome
from plans.models import Word
from portal.bars import Phase
from portal.measure_table import MeasureTable


@dataclass(frozen=True, slots=True)
class Target:
    """A target as printed: what, how far (目標の表記), until when."""

    name: str
    text: str
    due_text: str


@dataclass(frozen=True, slots=True)
class Result:
    """How a measure of an earlier plan ended; None or "" where its document does not tell."""

    target: Phase | None
    achievement: str
    direction: str


def targets_of(table: MeasureTable) -> Mapping[tuple[int, int | None], Sequence[Target]]:
    """Return the targets by measure and due year (one query); the year None has those without a year."""
    found = defaultdict(list)
    indicators = Indicator.objects.filter(measure__plan=table.plan).exclude(kind=Indicator.Kind.FACT)
    columns = ["measure_id", "due_fiscal_year", "name", "target_text", "due_text"]
    for measure, year, *printed in indicators.order_by("order", "pk").values_list(*columns):
        found[measure, year].append(Target(*printed))
    return found


def results_of(table: MeasureTable) -> Mapping[int, Result]:
    """Return how the measures of an earlier plan ended, of those whose document tells it (one query)."""
    phases = {word.pk: Phase(word.label, word.code) for word in table.words if word.kind == Word.Kind.PHASE}
    labels = {None: ""} | {word.pk: word.label for word in table.words}
    outcomes = Outcome.objects.filter(measure__plan=table.plan)
    columns = ["measure_id", "target_phase_id", "achievement_id", "direction_id"]
    return {
        measure: Result(phases.get(target), labels[achievement], labels[direction])
        for measure, target, achievement, direction in outcomes.values_list(*columns)
        if target or achievement or direction
    }
