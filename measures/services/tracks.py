"""Saving the tracks of one measure: names, order and the phase of each fiscal year."""

from measures.edits import TrackEdit
from measures.exceptions import TrackUnnamed
from measures.models import Measure, ScheduleEntry, ScheduleTrack, track_key
from measures.services.saving import Saving
from organizations.history import bulk_write, save_changed
from plans.models import Word


def save_tracks(saving: Saving, edits: list[TrackEdit]) -> None:
    phases = {word.label: word for word in saving.measure.plan.word_set.phases()}
    stored = {track.pk: track for track in saving.measure.tracks.prefetch_related("entries__phase")}
    for edit in edits:
        track = stored.get(edit.row.pk) if edit.row else None
        if edit.remove:
            bulk_write(ScheduleTrack, delete=[track] if track else [])
            saving.needs_reason = True
            continue
        track = track or ScheduleTrack(measure=saving.measure, order=len(stored))
        _save_label(saving, track, edit)
        stored[track.pk] = track
        _save_cells(saving, track, edit, phases)
    _renumber(saving.measure)


def _save_label(saving: Saving, track: ScheduleTrack, edit: TrackEdit) -> None:
    if edit.label:
        saving.needs_reason = True
        saving.conflicts.merge(track, [edit.label])
    if track.pk is None:
        track.key = track_key(track.label)
    others = saving.measure.tracks.exclude(pk=track.pk).values_list("label", "key")
    if any(track.label == label or track.key == key for label, key in others):
        raise TrackUnnamed
    save_changed(track)


def _save_cells(saving: Saving, track: ScheduleTrack, edit: TrackEdit, phases: dict[str, Word]) -> None:
    entries = {entry.fiscal_year: entry for entry in track.entries.all()}
    create, update = [], []
    for year, cell in edit.cells.items():
        entry = entries.get(year) or ScheduleEntry(track=track, fiscal_year=year)
        label = entry.phase.label if entry.phase else ""
        if saving.conflicts.may_write(f"{track} {year}年度", label, cell):
            entry.phase = phases[cell.mine] if cell.mine else None
            entry.clean()
            (update if entry.pk else create).append(entry)
    saving.needs_reason |= bool(create or update)
    bulk_write(ScheduleEntry, create=create, update=update, fields=["phase"])


def _renumber(measure: Measure) -> None:
    """Keep the order of tracks without gaps, as a document counts them."""
    moved = []
    for order, track in enumerate(measure.tracks.order_by("order", "pk")):
        if track.order != order:
            track.order = order
            moved.append(track)
    bulk_write(ScheduleTrack, update=moved, fields=["order"])
