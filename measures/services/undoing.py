"""What undoing a save means for measures: held ones stay, and an adopted plan asks for a reason."""

from measures.models import (
    Indicator,
    IndicatorValue,
    Measure,
    MeasureDepartment,
    ScheduleEntry,
    ScheduleTrack,
    YearPlan,
)
from measures.services.held import check_is_not_held
from measures.services.measures import NEEDS_REASON, TARGET
from organizations.models import ChangeSet
from organizations.undo import RowUndo, Undoing, UndoRule
from plans.services.undoing import concerns_adopted_plan

ALWAYS = {ScheduleTrack, ScheduleEntry, YearPlan, MeasureDepartment}
FIELDS = {Measure: NEEDS_REASON, Indicator: TARGET}


def _lock(change_set: ChangeSet) -> None:
    """The plan's lock is that of its measures."""


def _check(undoing: Undoing) -> None:
    for row in undoing.of(Measure):
        if row.before is None:
            check_is_not_held(row.now)


def _needs_reason(undoing: Undoing) -> bool:
    changes = any(_is_reasoned(row) for row in undoing.open_rows)
    return changes and concerns_adopted_plan(undoing.change_set)


def _is_reasoned(row: RowUndo) -> bool:
    if row.model in ALWAYS:
        return True
    appears = row.before is None or row.now is None
    if row.model is IndicatorValue:  # what was reached is no change of the plan; what is aimed at is
        return len({getattr(state, "target", None) for state in (row.before, row.now)}) > 1
    return row.model in FIELDS and (appears or not FIELDS[row.model].isdisjoint(f.name for f in row.fields))


MEASURE_UNDO = UndoRule(_lock, _check, _needs_reason)
