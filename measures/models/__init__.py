"""施策 with its schedule, indicators, costs and outcome."""

from measures.models.budget import BudgetLine
from measures.models.figures import CostEstimate, Indicator, IndicatorValue, Outcome
from measures.models.journal import JournalEntry, JournalFile
from measures.models.measure import (
    Continuation,
    Measure,
    MeasureCategory,
    MeasureDepartment,
    MeasureGround,
    MeasureSystem,
    RelatedMeasure,
)
from measures.models.schedule import ScheduleEntry, ScheduleTrack, YearPlan, track_key

__all__ = [
    "BudgetLine",
    "Continuation",
    "CostEstimate",
    "Indicator",
    "IndicatorValue",
    "JournalEntry",
    "JournalFile",
    "Measure",
    "MeasureCategory",
    "MeasureDepartment",
    "MeasureGround",
    "MeasureSystem",
    "Outcome",
    "RelatedMeasure",
    "ScheduleEntry",
    "ScheduleTrack",
    "YearPlan",
    "track_key",
]
