"""How many measures a plan has: 当初51＋追加2－終了1 once it is adopted and has changed since."""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.models import Plan
from portal.measure_table import MeasureRow


@dataclass(frozen=True)
class MeasureTotals:
    """Counts of an adopted plan; `initial` has those that ended since, too."""

    initial: int
    added: int
    ended: int

    def __str__(self):
        parts = [f"当初{self.initial}"]
        parts += [f"＋追加{self.added}"] if self.added else []
        parts += [f"－終了{self.ended}"] if self.ended else []
        return "".join(parts)


def measure_totals(plan: Plan, rows: Iterable[MeasureRow]) -> MeasureTotals | None:
    """Count the measures of `plan`; None where none came or went, or while it is a draft (one query)."""
    rows = list(rows)
    added, ended = sum(row.is_added for row in rows), sum(row.is_ended for row in rows)
    if not (added or ended) or not plan.is_adopted():
        return None
    return MeasureTotals(len(rows) - added, added, ended)
