"""The layers of a schedule: 当初 (the first adopted edition), 変更後 (as now planned), what moved between.

実績, what was reported, is read by `portal.actuals`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from exchange.comparing.matching import Match
from exchange.comparing.model import TrackChange
from exchange.comparing.schedules import Schedules
from measures.models import track_key
from measures.slips import slip_of_measure, slips, years_in_words
from plans.models import Edition, Plan, Word
from portal.bars import Phase
from portal.measure_table import MeasureTable, PlannedTrack, blank_of

Part = Mapping[str, Any]
INITIAL, ACTUAL, DIFFERENCE = "initial", "actual", "difference"
LAYERS = {"": "変更後", INITIAL: "当初", ACTUAL: "実績", DIFFERENCE: "当初との差"}
LATER, EARLIER, CHANGED = "later", "earlier", "changed"
MOVES = {CHANGED: "変更あり", LATER: "後ろ倒し", EARLIER: "前倒し"}


@dataclass(frozen=True)
class InitialMeasure:
    """A measure as 当初 has it: its tracks by key; `blank` says what a year without a phase means."""

    tracks: Mapping[str, PlannedTrack]
    blank: str


@dataclass(frozen=True)
class Initial:
    """The schedules of 当初, by the key of the measure, and the phases it says them with."""

    label: str
    phases: Mapping[str, Phase]
    measures: Mapping[str, InitialMeasure]


@dataclass(frozen=True)
class Move:
    """How the schedule of one measure differs from 当初: by track key what changed; `slip` in years."""

    tracks: Mapping[str, TrackChange]
    slip: int

    @property
    def sentences(self) -> list[str]:
        """Say what changed, a sentence a track."""
        return [
            f"{change.label}：{change.sentence}" if change.label else change.sentence
            for change in self.tracks.values()
            if change.sentence
        ]

    @property
    def in_words(self) -> str:
        """Say the measure's own figure: 後ろ倒し 1年; 変更 where no stage begins earlier or later."""
        return years_in_words(self.slip) or "変更"

    def is_of_kind(self, kind: str) -> bool:
        """Say whether the move is `changed`, `later` or `earlier`."""
        return {LATER: self.slip > 0, EARLIER: self.slip < 0}.get(kind, True)


@dataclass(frozen=True)
class _Frozen:
    """The document of an edition: it never changes, and its digest tells it from all others."""

    label: str
    digest: str
    document: str = field(compare=False, repr=False)


def initial_of(plan: Plan) -> Initial | None:
    """Read the schedules of the plan's 当初 (one query); None while it has none."""
    edition = plan.editions.filter(kind=Edition.Kind.INITIAL).only("label", "digest", "document").first()
    return None if edition is None else _read(_Frozen(edition.label, edition.digest, edition.document))


@lru_cache(maxsize=16)
def _read(frozen: _Frozen) -> Initial:
    return initial_in(json.loads(frozen.document), frozen.label)


def initial_in(document: Part, label: str) -> Initial:
    """Return the schedules that the document of 当初 tells; `label` names the edition."""
    phases = phases_in(document)
    return Initial(
        label,
        phases,
        {
            part.get("key") or part["number"]: InitialMeasure(
                {track.key: track for track in tracks_in(part, phases)},
                blank_of(part.get("schedule_state", "")),
            )
            for part in document.get("measures", [])
        },
    )


def phases_in(document: Part) -> dict[str, Phase]:
    """Return the schedule words of a document by their label."""
    return {part["label"]: Phase(part["label"], part["stage"]) for part in document["plan"].get("phases", [])}


def tracks_in(measure: Part, phases: Mapping[str, Phase]) -> list[PlannedTrack]:
    """Return the tracks of a measure as a document tells them."""
    return [
        PlannedTrack(
            part.get("label", ""),
            {int(year): phases[phase] for year, phase in part.get("years", {}).items()},
            part.get("key") or track_key(part.get("label", "")),
        )
        for part in measure.get("schedule", [])
    ]


def moves_since(initial: Initial, table: MeasureTable) -> dict[int, Move]:
    """Return the measures of `table`, by primary key, whose schedule differs from 当初. No query."""
    found = {row.pk: move_of(row.key, row.tracks, initial, table.words) for row in table.rows}
    return {pk: move for pk, move in found.items() if move is not None}


def move_of(
    measure: str, tracks: Iterable[PlannedTrack], initial: Initial, words: Iterable[Word]
) -> Move | None:
    """Return how the schedule of the measure with that key differs from 当初; None where it does not."""
    if measure not in initial.measures:
        return None
    before, after = initial.measures[measure].tracks, {track.key: track for track in tracks}
    then = {label: phase.stage for label, phase in initial.phases.items()}
    now = {word.label: word.code for word in words if word.kind == Word.Kind.PHASE}
    compared = Schedules(then, now, "")
    changes = {
        key: compared.track(Match(_part(before.get(key)), _part(after.get(key))))
        for key in dict.fromkeys([*after, *before])
    }
    changed = {key: change for key, change in changes.items() if change.changed_years}
    if not changed:
        return None
    return Move(changed, slip_of_measure(slips(_stages(before.values()), _stages(after.values()))))


def _part(track: PlannedTrack | None) -> dict[str, Any] | None:
    if track is None:
        return None
    return {"label": track.label, "years": {str(year): phase.label for year, phase in track.cells.items()}}


def _stages(tracks: Iterable[PlannedTrack]) -> dict[str, dict[int, str]]:
    return {track.key: {year: phase.stage for year, phase in track.cells.items()} for track in tracks}
