"""What differs between two plan documents: entries (施策 and the rest) with their changed places (か所)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """What kind of change a place is, in the order the chips show."""

    SCHEDULE = "schedule"
    TEXT = "text"
    INDICATORS = "indicators"
    COSTS = "costs"
    REPORTS = "reports"
    NAME = "name"
    NUMBER = "number"
    DEPARTMENTS = "departments"
    CATEGORIES = "categories"
    POLICY = "policy"
    MARKS = "marks"
    ADDED = "added"
    ENDED = "ended"
    OTHER = "other"
    REST = "rest"


@dataclass(frozen=True)
class Line:
    """One member of a changed place as a person reads it. Without a label it is the place itself."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class TrackChange:
    """One track of a schedule: its phase labels by western fiscal year, and its slips in words."""

    label: str
    old: Mapping[int, str]
    new: Mapping[int, str]
    changed_years: frozenset[int]
    sentence: str


@dataclass(frozen=True)
class Change:
    """One changed place of an entry. `remark` says what lines alone do not: that it came, went or moved."""

    kind: Kind
    label: str
    lines: Sequence[Line] = ()
    tracks: Sequence[TrackChange] = ()
    remark: str = ""


@dataclass(frozen=True)
class Decision:
    """Who decided when, as the document says: a partial date, a body, a document number; "" for none."""

    on: str = ""
    body: str = ""
    document_number: str = ""

    def __bool__(self) -> bool:
        return bool(self.on or self.body or self.document_number)


@dataclass(frozen=True)
class Entry:
    """A measure or another thing (`noun`) that differs; `is_old` and `is_new` say where it stands.

    `decision` is the one on its addition or its end, where the new document tells of it first.
    """

    noun: str
    key: str
    number: str
    name: str
    departments: str
    is_old: bool
    is_new: bool
    changes: Sequence[Change]
    decision: Decision = Decision()

    @property
    def kinds(self) -> list[Kind]:
        found = {change.kind for change in self.changes}
        return [kind for kind in Kind if kind in found]


@dataclass(frozen=True)
class Comparison:
    """All that differs. `unchanged` counts the measures that stand alike in both documents.

    `old_stages` and `new_stages` give the stage of each phase label; `years` are western.
    """

    measures: Sequence[Entry]
    rest: Sequence[Entry]
    unchanged: int
    years: range
    old_stages: Mapping[str, str]
    new_stages: Mapping[str, str]
    measure_word: str
    department_word: str

    @property
    def entries(self) -> list[Entry]:
        return [*self.measures, *self.rest]

    @property
    def is_empty(self) -> bool:
        return not (self.measures or self.rest)

    @property
    def counts(self) -> dict[Kind, int]:
        """How many places are of each kind."""
        counts = Counter(change.kind for entry in self.entries for change in entry.changes)
        return {kind: counts[kind] for kind in Kind}

    @property
    def places(self) -> int:
        return sum(len(entry.changes) for entry in self.entries)

    def only(self, kind: Kind) -> list[Entry]:
        """Return the entries that have places of a kind, with these alone."""
        return [
            replace(entry, changes=[change for change in entry.changes if change.kind == kind])
            for entry in self.entries
            if kind in entry.kinds
        ]
