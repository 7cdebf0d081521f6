"""What changes measures: one function a verb, keyword-only, never seeing a request."""

from measures.services.life import (
    measure_end,
    measure_merge,
    measure_move,
    measure_renumber,
    measure_reopen,
    measure_split,
)
from measures.services.measures import measure_create, measure_edit
from measures.services.schedule import ScheduleSaved, schedule_save

__all__ = [
    "ScheduleSaved",
    "measure_create",
    "measure_edit",
    "measure_end",
    "measure_merge",
    "measure_move",
    "measure_renumber",
    "measure_reopen",
    "measure_split",
    "schedule_save",
]
