"""The schedule grid as it is edited: every cell a control, in the order and groups of the reading grid."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from measures.models import ScheduleTrack
from organizations.edits import refreshed
from organizations.exceptions import EditConflict
from organizations.forms import ReasonForm
from portal.bars import Phase
from portal.measure_selection import Selection
from portal.measure_table import BLANKS, MeasureRow
from portal.place import Place
from portal.schedule_form import ScheduleForm, new_slot, track_slot
from portal.schedule_grid import ScheduleGrid, schedule_grid

OUTSIDE = "絞り込みの条件に合わないが、未保存の入力があるもの"


@dataclass(frozen=True, slots=True)
class Control:
    """A control of the form: its name, its value, and the value that it says it was shown."""

    name: str
    value: str
    shown: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A track as the database has it: its key, its label and the phase labels of its years."""

    pk: int
    label: str
    cells: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of cells: a track, or room for a new one (`order` is None)."""

    slot: str
    label: Control
    order: Control | None
    is_removed: bool
    cells: Sequence[Control]
    places: Sequence[tuple[str, str]]

    @property
    def years(self) -> list[str]:
        """The year of each cell, as its name ends."""
        return [cell.name.rpartition("-")[2] for cell in self.cells]


@dataclass(frozen=True, slots=True)
class EditRow:
    """A measure with its lines. With several, or a named one, each shows name, place and removal."""

    measure: MeasureRow
    lines: Sequence[Line]
    is_split: bool

    @property
    def edit_url(self) -> str:
        return f"{self.measure.url}edit/"

    @property
    def blank(self) -> str:
        """What a year without a phase means where it is not simply nothing planned."""
        return "" if self.measure.blank == "nothing" else BLANKS[self.measure.blank]

    @property
    def name_id(self) -> str:
        """The id of the measure's name, by which its cells are named."""
        return f"m{self.measure.pk}"


@dataclass(frozen=True, slots=True)
class EditGroup:
    title: str
    rows: Sequence[EditRow]


class SchedulePage:
    """The page of the schedule grid: what was posted, what is stored, and why it could not be saved."""

    def __init__(self, *, place: Place, selection: Selection, data: QueryDict | None = None):
        self.place, self.plan, self.selection, self.data = place, place.plan, selection, data
        self.form = ScheduleForm(self.plan, data)
        self.reason_form = ReasonForm(data)
        self.conflict: EditConflict | None = None
        self.errors: list[str] = []

    @cached_property
    def grid(self) -> ScheduleGrid:
        return schedule_grid(self.selection, self.place)

    @property
    def columns(self) -> int:
        """How many columns a band reaches over."""
        return 1 + self.grid.has_departments + len(self.grid.years)

    @property
    def phases(self) -> Sequence[Phase]:
        return self.grid.phases

    @cached_property
    def is_adopted(self) -> bool:
        return self.plan.is_adopted()

    @property
    def is_asking(self) -> bool:
        """Say whether the reason is asked for at once: what was typed did not save for want of one."""
        return bool(self.errors)

    @cached_property
    def groups(self) -> list[EditGroup]:
        """The rows under the bands of the grid; first what is typed but narrowed away."""
        tracks = _stored_tracks(self)
        groups = [
            EditGroup(group.title, [self._row(row.measure, tracks) for row in group.rows])
            for group in self.grid.groups
        ]
        shown = {row.pk for row in self.selection.rows}
        rest = [row for row in self.selection.table.rows if row.pk not in shown]
        outside = [row for row in rest if self._is_typed(row, tracks)]
        if outside:
            groups.insert(0, EditGroup(OUTSIDE, [self._row(row, tracks) for row in outside]))
        return groups

    def _is_typed(self, measure: MeasureRow, tracks: Mapping[int, Sequence[Stored]]) -> bool:
        slots = {track_slot(track.pk) for track in tracks.get(measure.pk, ())}
        return measure.pk in self.form.added or not slots.isdisjoint(self.form.edits)

    def _row(self, measure: MeasureRow, tracks: Mapping[int, Sequence[Stored]]) -> EditRow:
        stored = tracks.get(measure.pk, [])
        new = sorted({*self.form.added.get(measure.pk, ()), *(() if stored else (0,))})
        lines = [
            *(self._line(track_slot(t.pk), t, order, len(stored)) for order, t in enumerate(stored)),
            *(self._line(new_slot(measure.pk, number)) for number in new),
        ]
        return EditRow(measure, lines, len(lines) > 1 or any(line.label.value for line in lines))

    def _line(self, slot: str, track: Stored | None = None, order: int = 0, siblings: int = 0) -> Line:
        cells = track.cells if track else {}
        return Line(
            slot=slot,
            label=self._control(f"{slot}-label", track.label if track else ""),
            order=self._control(f"{slot}-order", str(order)) if track else None,
            is_removed=self.form.is_removed(slot),
            cells=[self._control(f"{slot}-{year}", cells.get(year, "")) for year in self.plan.fiscal_years],
            places=[(str(n), str(n + 1)) for n in range(siblings)],
        )

    def _control(self, name: str, stored: str) -> Control:
        return Control(name, *self.form.shown(name, stored))

    def with_one_more(self, measure: str) -> "SchedulePage":
        """Return the page as typed, with room for one more track of a measure."""
        form = self.form.with_one_more(measure)
        return SchedulePage(place=self.place, selection=self.selection, data=form.data)

    def after(self, conflict: EditConflict) -> "SchedulePage":
        """Return the page as typed, now knowing what others wrote, for the person to pick."""
        data = refreshed(self.data, conflict.clashes)
        page = SchedulePage(place=self.place, selection=self.selection, data=data)
        page.conflict = conflict
        return page


def _stored_tracks(page: SchedulePage) -> dict[int, list[Stored]]:
    """Return the tracks of each measure in order, with the phase labels of their years (one query)."""
    columns = ["measure_id", "pk", "label", "entries__fiscal_year", "entries__phase__label"]
    rows = ScheduleTrack.objects.filter(measure__plan=page.plan).order_by("order", "pk").values_list(*columns)
    found: dict[int, dict[int, Stored]] = defaultdict(dict)
    for measure, pk, label, year, phase in rows:
        track = found[measure].setdefault(pk, Stored(pk, label, {}))
        if phase:
            track.cells[year] = phase
    return {measure: list(tracks.values()) for measure, tracks in found.items()}
