"""What the form of the schedule grid posts, read into edits.

A row of the form is a *slot*: `t12` is the track with key 12, `m5n1` a new one of the measure with key 5. Its
controls are `t12-2024` (the phase of a year), `t12-label`, `t12-order` and `t12-remove`; each posts what it
was shown in `initial-<name>`. The script leaves out what is unchanged; without it everything is posted.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict

from measures.edits import CellEdit, TrackEdit
from measures.exceptions import TrackGone
from measures.models import ScheduleTrack
from organizations.edits import Edit
from plans.models import Plan

POSTED = re.compile(
    r"initial-(?P<slot>t(?P<track>\d{1,18})|m(?P<measure>\d{1,18})n\d{1,3})-(?P<part>\d{4}|label|order|remove)"
)
SLOT = re.compile(r"m(?P<measure>\d{1,18})n(?P<number>\d{1,3})")
TEXTS = {"label": str.strip, "order": str, "remove": bool}


def track_slot(pk: int) -> str:
    return f"t{pk}"


def new_slot(measure: int, number: int = 0) -> str:
    return f"m{measure}n{number}"


@dataclass
class SlotEdits:
    """What was changed in one row of the form."""

    track: int | None
    measure: int | None
    cells: dict[int, Edit] = field(default_factory=dict)
    texts: dict[str, Edit] = field(default_factory=dict)


class ScheduleForm:
    """The posted form. `data` None: nothing was posted yet."""

    def __init__(self, plan: Plan, data: QueryDict | None = None):
        self.plan, self.data = plan, data or QueryDict()

    def shown(self, name: str, stored: str) -> tuple[str, str]:
        """Return the value of a control and what it says it was shown: as typed where it was changed."""
        typed, was = self.data.get(name), self.data.get(f"initial-{name}")
        return (stored, stored) if typed is None or was is None or typed == was else (typed, was)

    def is_removed(self, slot: str) -> bool:
        return bool(self.data.get(f"{slot}-remove"))

    @cached_property
    def added(self) -> dict[int, set[int]]:
        """The numbers of the new slots that were asked for or typed into, by measure."""
        found: dict[int, set[int]] = defaultdict(set)
        for text in [*self.data.getlist("added"), *self.edits]:
            if match := SLOT.fullmatch(text):
                found[int(match["measure"])].add(int(match["number"]))
        return found

    def with_one_more(self, measure: str) -> "ScheduleForm":
        """Return the form as posted with one more new slot for a measure."""
        data = self.data.copy()
        if measure.isdecimal():
            number = max(self.added.get(int(measure), set()), default=0) + 1
            data.appendlist("added", new_slot(int(measure), number))
        return ScheduleForm(self.plan, data)

    @cached_property
    def edits(self) -> dict[str, SlotEdits]:
        """What was changed, by slot."""
        found: dict[str, SlotEdits] = {}
        for key in self.data:
            match = POSTED.fullmatch(key)
            name = key.removeprefix("initial-")
            was, mine = self.data.get(key), self.data.get(name)
            if match is None or mine is None or was == mine:
                continue
            track, measure, part = match["track"], match["measure"], match["part"]
            slot = found.setdefault(match["slot"], SlotEdits(track and int(track), measure and int(measure)))
            if part in TEXTS:
                slot.texts[part] = Edit(part, TEXTS[part](was), TEXTS[part](mine), name)
            else:
                slot.cells[int(part)] = Edit("phase", was, mine, name)
        return {name: slot for name, slot in found.items() if slot.cells or slot.texts}

    @property
    def cells(self) -> list[CellEdit]:
        """The edits of cells in tracks that are there."""
        return [
            CellEdit(slot.track, year, edit)
            for slot in self.edits.values()
            if slot.track and not slot.texts
            for year, edit in slot.cells.items()
        ]

    @property
    def tracks(self) -> list[TrackEdit]:
        """The edits of new tracks, and of those that are named, ordered or removed. Raise TrackGone."""
        slots = [slot for slot in self.edits.values() if slot.texts or slot.measure]
        return list(self._track_edits(slots))

    def _track_edits(self, slots: Sequence[SlotEdits]) -> Iterator[TrackEdit]:
        plan, keys = self.plan, [slot.track for slot in slots if slot.track]
        rows = ScheduleTrack.objects.filter(measure__plan=plan).in_bulk(keys)
        measures = plan.measures.in_bulk([slot.measure for slot in slots if slot.measure])
        for slot in slots:
            edit = TrackEdit(
                row=rows.get(slot.track),
                label=slot.texts.get("label"),
                cells=slot.cells,
                remove="remove" in slot.texts,
                order=self._order(slot.texts.get("order")),
                measure=measures.get(slot.measure),
            )
            if edit.row or edit.measure:
                yield edit
            elif not edit.remove:
                raise TrackGone(1, len(slot.cells))

    def _order(self, edit: Edit | None) -> Edit | None:
        """Return the edit of a place as numbers; None for what is none."""
        if edit is None or not (edit.was.isdecimal() and edit.mine.isdecimal()):
            return None
        return Edit("order", int(edit.was), int(edit.mine), edit.name)
