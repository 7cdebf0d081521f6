"""What a person changed on a measure and on the rows that hang on it, as data."""

from dataclasses import dataclass, field
from typing import Any

from measures.models import CostEstimate, Indicator, ScheduleTrack
from organizations.edits import Edit


@dataclass
class RowEdit:
    """Changes to one row that hangs on a measure; `row` is None for a new one."""

    row: Indicator | CostEstimate | None
    edits: list[Edit]
    remove: bool = False
    fixed: dict[str, Any] = field(default_factory=dict)


@dataclass
class TrackEdit:
    """Changes to one track: its label, and by western fiscal year the phase labels of its cells."""

    row: ScheduleTrack | None
    label: Edit | None
    cells: dict[int, Edit]
    remove: bool = False


@dataclass
class MeasureEdit:
    """All changes of one save. `links` are the edits of `lead`, `responsible`, `related` and, an axis
    each, of `axis_<pk>`."""

    fields: list[Edit] = field(default_factory=list)
    links: list[Edit] = field(default_factory=list)
    tracks: list[TrackEdit] = field(default_factory=list)
    indicators: list[RowEdit] = field(default_factory=list)
    costs: list[RowEdit] = field(default_factory=list)
