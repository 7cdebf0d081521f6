"""Saving the schedule grid: many cells and tracks of many measures, in one save."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from measures.edits import CellEdit, TrackEdit
from measures.services.saving import locked
from measures.services.tracks import write_tracks
from organizations.edits import Conflicts
from organizations.exceptions import EditConflict, ReasonMissing
from organizations.history import Author, Reason, change_set
from plans.models import Plan


@dataclass(frozen=True)
class ScheduleSaved:
    """How much a save of the schedule changed."""

    measures: int
    cells: int
    tracks: int

    def in_words(self, unit: str) -> str:
        """Say it with the plan's word for a measure: 3 施策、7 セル."""
        counts = [(self.measures, unit), (self.cells, "セル"), (self.tracks, "行の工程の内訳")]
        return "、".join(f"{count} {name}" for count, name in counts if count)


@transaction.atomic
def schedule_save(
    *,
    plan: Plan,
    cells: Iterable[CellEdit] = (),
    tracks: Iterable[TrackEdit] = (),
    author: Author,
    reason: Reason | None = None,
) -> ScheduleSaved:
    """Write cells and tracks of many measures, in a number of queries that does not grow with them.

    Raise EditConflict with a clash for each cell somebody else changed differently; ReasonMissing when the
    plan is adopted; TrackGone, TrackUnnamed, PhaseUnknown; ValidationError for a year outside of the plan.
    """
    plan, reason, conflicts = locked(plan), reason or Reason(), Conflicts()
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code, reason=reason):
        written = write_tracks(plan=plan, cells=cells, tracks=tracks, conflicts=conflicts)
        if conflicts.found:
            raise EditConflict(conflicts.found)
        if written and not reason.is_enough and plan.is_adopted():
            raise ReasonMissing
    return ScheduleSaved(len(written.measures), len(written.cells), len(written.tracks))
