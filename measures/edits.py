"""What a person changed on a measure and on the rows that hang on it, as data."""

from dataclasses import dataclass, field

from measures.models import Measure, ScheduleTrack
from organizations.edits import Edit, RowEdit


@dataclass(frozen=True)
class CellEdit:
    """The change of one cell: the phase label that was shown ("" for none), and the wanted one."""

    track_id: int
    fiscal_year: int
    edit: Edit


@dataclass
class TrackEdit:
    """Changes to one track: its label, its place among the measure's (from 0), and by western fiscal year
    the phase labels of its cells. A new one (`row` None) says whose it is, unless its measure is edited.
    """

    row: ScheduleTrack | None
    label: Edit | None
    cells: dict[int, Edit]
    remove: bool = False
    order: Edit | None = None
    measure: Measure | None = None


@dataclass
class MeasureEdit:
    """All changes of one save. `links` are the edits of `lead`, `responsible`, `related` and, an axis
    each, of `axis_<pk>`."""

    fields: list[Edit] = field(default_factory=list)
    links: list[Edit] = field(default_factory=list)
    tracks: list[TrackEdit] = field(default_factory=list)
    indicators: list[RowEdit] = field(default_factory=list)
    values: list[RowEdit] = field(default_factory=list)
    costs: list[RowEdit] = field(default_factory=list)
    budget_lines: list[RowEdit] = field(default_factory=list)
