"""Saving tracks: names, order and the phase of each fiscal year, of one measure or of many in one save."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from measures.edits import CellEdit, TrackEdit
from measures.exceptions import PhaseUnknown, TrackGone, TrackUnnamed
from measures.models import ScheduleEntry, ScheduleTrack, track_key
from measures.services.saving import Saving
from organizations.edits import Conflicts, Edit
from organizations.fiscal_years import show_fiscal_year
from organizations.history import bulk_write
from plans.models import Plan, Word

Place = tuple[ScheduleTrack, int, Edit]  # an edited cell: its track, its western fiscal year


@dataclass
class Written:
    """What a save wrote: the tracks that came, went or changed, and the cells."""

    tracks: list[ScheduleTrack] = field(default_factory=list)
    cells: list[ScheduleEntry] = field(default_factory=list)

    def __bool__(self):
        return bool(self.tracks or self.cells)

    @property
    def measures(self) -> set[int]:
        """The keys of the measures that changed."""
        return {row.measure_id for row in self.tracks} | {row.track.measure_id for row in self.cells}


def save_tracks(saving: Saving, edits: list[TrackEdit]) -> None:
    """Write the edits of the one measure that `saving` is about."""
    if not edits:
        return
    for edit in edits:
        edit.measure = saving.measure
    if write_tracks(plan=saving.measure.plan, tracks=edits, conflicts=saving.conflicts):
        saving.needs_reason = True


def write_tracks(
    *, plan: Plan, cells: Iterable[CellEdit] = (), tracks: Iterable[TrackEdit] = (), conflicts: Conflicts
) -> Written:
    """Write cells and tracks of `plan` in a number of queries that does not grow with them, within a save
    that holds the plan's lock. What others changed goes to `conflicts`. Raise TrackGone, TrackUnnamed,
    PhaseUnknown, ValidationError for a year outside of the plan.
    """
    cells, tracks = list(cells), list(tracks)
    stored = _stored(plan, cells, tracks)
    _refuse_gone(stored, cells, tracks)
    places = [(stored[cell.track_id], cell.fiscal_year, cell.edit) for cell in cells]
    shaped: dict[int, list[TrackEdit]] = defaultdict(list)
    for edit in tracks:
        shaped[_measure_of(edit)].append(edit)
    siblings = [
        Siblings([track for track in stored.values() if track.measure_id == measure_id], edits, conflicts)
        for measure_id, edits in shaped.items()
    ]
    for family in siblings:
        places += family.places
    return Written(tracks=_write_shapes(siblings), cells=_write_cells(plan, places, conflicts))


def _measure_of(edit: TrackEdit) -> int:
    return edit.row.measure_id if edit.row else edit.measure.pk


def _stored(plan: Plan, cells: Sequence[CellEdit], tracks: Sequence[TrackEdit]) -> dict[int, ScheduleTrack]:
    """Return by key, in order, the tracks that are edited and those beside them (one query)."""
    rows = {cell.track_id for cell in cells}
    measures = {_measure_of(edit) for edit in tracks}
    found = (
        ScheduleTrack.objects.filter(Q(pk__in=rows) | Q(measure__in=measures), measure__plan=plan)
        .select_related("measure")
        .only("order", "notes", "key", "label", "measure__number", "measure__name")
        .order_by("order", "pk")
    )
    for track in found:
        track.measure.plan = plan
    return {track.pk: track for track in found}


def _refuse_gone(
    stored: dict[int, ScheduleTrack], cells: Sequence[CellEdit], tracks: Sequence[TrackEdit]
) -> None:
    """Refuse what was typed into tracks that somebody else removed; removing them again is fine."""
    lost = [cell.track_id for cell in cells if cell.track_id not in stored]
    for edit in tracks:
        if edit.row and edit.row.pk not in stored and not edit.remove:
            lost += [edit.row.pk] * len(edit.cells or [edit])
    if lost:
        raise TrackGone(len(set(lost)), len(lost))


class Siblings:
    """The tracks of one measure while some are added, named, ordered or removed."""

    def __init__(self, tracks: list[ScheduleTrack], edits: Sequence[TrackEdit], conflicts: Conflicts):
        self.tracks, self.gone = tracks, []
        self.places: list[Place] = []
        self._before = {track.pk: (track.label, track.order) for track in tracks}
        self._wishes = {track: (track.order, 0) for track in tracks}
        self._new: list[ScheduleTrack] = []
        for edit in edits:
            self._apply(edit, conflicts)
        self.tracks = sorted(self._wishes, key=self._wishes.get) + self._new
        if any(edit.label or not edit.row for edit in edits):
            self._name()
        for order, track in enumerate(self.tracks):
            track.order = order

    @property
    def changed(self) -> list[ScheduleTrack]:
        """The tracks whose row differs from the stored one, new ones included."""
        return [track for track in self.tracks if self._before.get(track.pk) != (track.label, track.order)]

    def _apply(self, edit: TrackEdit, conflicts: Conflicts) -> None:
        track = next((t for t in self.tracks if edit.row and t.pk == edit.row.pk), None)
        if edit.remove:
            if track:
                del self._wishes[track]
                self.gone.append(track)
            return
        if track is None:
            track = ScheduleTrack(measure=edit.measure, order=len(self.tracks) + len(self._new))
            self._new.append(track)
        if edit.label and conflicts.may_write(f"{track.measure}　内訳の名前", track.label, edit.label):
            track.label = edit.label.mine
        if edit.order and conflicts.may_write(f"{track.measure}　{track}の順", track.order, edit.order):
            wanted = edit.order.mine  # who moves goes past the one that stands there
            self._wishes[track] = (wanted, 1 if wanted > track.order else -1)
        self.places += [(track, year, cell) for year, cell in edit.cells.items()]

    def _name(self) -> None:
        """Refuse two tracks of one name; give new ones a key that none has."""
        if len({track.label for track in self.tracks}) < len(self.tracks):
            raise TrackUnnamed
        taken = {track.key for track in self.tracks if track.pk}
        for track in self._new:
            track.key, number = track_key(track.label), 1
            while track.key in taken:
                number += 1
                track.key = f"{track_key(track.label)}-{number}"
            taken.add(track.key)


def _write_shapes(siblings: Iterable[Siblings]) -> list[ScheduleTrack]:
    """Write the tracks that came, went or changed; return them."""
    gone = [track for family in siblings for track in family.gone]
    changed = [track for family in siblings for track in family.changed]
    for track in changed:
        track.clean_fields(exclude=["measure"])  # locked with its plan
    gone_from = list(gone)  # a deleted row loses its key
    bulk_write(
        ScheduleTrack,
        delete=gone,
        create=[track for track in changed if track.pk is None],
        update=[track for track in changed if track.pk],
        fields=["label", "order"],
    )
    return [*gone_from, *changed]


def _write_cells(plan: Plan, places: Sequence[Place], conflicts: Conflicts) -> list[ScheduleEntry]:
    """Write the phases of cells that still are what was shown; return the cells that changed."""
    if not places:
        return []
    words = {word.label: word for word in plan.word_set.phases()}
    labels = {word.pk: word.label for word in words.values()}
    entries = ScheduleEntry.objects.filter(
        track__in={track.pk for track, _, _ in places}, fiscal_year__in={year for _, year, _ in places}
    )
    stored = {
        (track, year): (pk, labels.get(phase, ""))
        for pk, track, year, phase in entries.values_list("pk", "track_id", "fiscal_year", "phase_id")
    }
    changed = []
    for track, year, edit in places:
        pk, label = stored.get((track.pk, year), (None, ""))
        if conflicts.may_write(f"{track.measure}　{track}　{show_fiscal_year(year)}", label, edit):
            entry = ScheduleEntry(pk=pk, track=track, fiscal_year=year, phase=_phase(words, edit.mine))
            entry.clean()
            changed.append(entry)
    bulk_write(
        ScheduleEntry,
        create=[entry for entry in changed if entry.pk is None],
        update=[entry for entry in changed if entry.pk],
        fields=["phase"],
    )
    return changed


def _phase(words: dict[str, Word], label: str) -> Word | None:
    if label and label not in words:
        raise PhaseUnknown(label)
    return words[label] if label else None
