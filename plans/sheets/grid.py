"""The stored columns and rows of a sheet, and how two people's changes of them come together."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from plans.sheets.cells import show_value
from plans.sheets.kinds import COLUMN_MEMBERS, Member, SheetKind

Entry = dict[str, Any]


@dataclass(frozen=True)
class Grid:
    """What is stored, or was when it was shown: the columns of a table (else none), and the rows."""

    columns: list[Entry] = field(default_factory=list)
    rows: list[Entry] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many values a row has; a row may have more than the table has columns."""
        return max([len(self.columns), *(len(row.get("values") or []) for row in self.rows)])

    def as_json(self) -> str:
        return json.dumps({"columns": self.columns, "rows": self.rows}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Grid":
        """Read what `as_json` wrote. Raise ValueError for anything else."""
        grid = json.loads(text)
        if not (isinstance(grid, dict) and all(_are_entries(grid.get(key)) for key in ("columns", "rows"))):
            raise ValueError(text[:40])
        return cls(grid["columns"], grid["rows"])

    def row(self, at: int | None) -> Entry:
        return self.rows[at] if at is not None and at < len(self.rows) else {}

    def column(self, at: int | None) -> Entry:
        return self.columns[at] if at is not None and at < len(self.columns) else {}

    def row_text(self, at: int | None, member: Member) -> str:
        """Return what a cell of a row shows."""
        return member.show(self.row(at).get(member.name))

    def column_text(self, at: int | None, member: Member) -> str:
        return member.show(self.column(at).get(member.name))

    def value_text(self, at: int | None, column: int | None) -> str:
        return show_value(self.value(at, column))

    def value(self, at: int | None, column: int | None) -> Any:
        values = self.row(at).get("values") or []
        return values[column] if column is not None and column < len(values) else None

    def has_places_of(self, other: "Grid", kind: SheetKind) -> bool:
        """Say whether every row and column still stands where it stood in `other`, perhaps renamed.

        Where rows were added, removed or moved, a cell cannot be told from its neighbour by its place.
        """
        ours, theirs = _identities(self.rows, kind.identity), _identities(other.rows, kind.identity)
        if kind.is_keyed:
            return ours == theirs
        labels = tuple(member.name for member in COLUMN_MEMBERS[:1])
        return _stand_alike(ours, theirs) and _stand_alike(
            _identities(self.columns, labels), _identities(other.columns, labels)
        )

    def places_in(self, other: "Grid", kind: SheetKind) -> tuple[dict[int, int], dict[int, int]]:
        """Return where the rows and the columns of this grid stand in `other`, as far as they do."""
        labels = (COLUMN_MEMBERS[0].name,)
        return (
            _places(_identities(self.rows, kind.identity), _identities(other.rows, kind.identity)),
            _places(_identities(self.columns, labels), _identities(other.columns, labels)),
        )


def _are_entries(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _identities(entries: Iterable[Entry], names: tuple[str, ...]) -> list[tuple]:
    return [tuple(entry.get(name) or "" for name in names) for entry in entries]


def _stand_alike(ours: list[tuple], theirs: list[tuple]) -> bool:
    known = set(theirs)
    return len(ours) == len(theirs) and all(
        one == other or one not in known for one, other in zip(ours, theirs, strict=True)
    )


def _places(ours: list[tuple], theirs: list[tuple]) -> dict[int, int]:
    places: dict[int, int] = {}
    taken: set[int] = set()
    for at, identity in enumerate(ours):
        found = next((n for n, other in enumerate(theirs) if other == identity and n not in taken), None)
        if found is not None:
            places[at] = found
            taken.add(found)
    return places


def with_member(entry: Entry, name: str, value: Any) -> Entry:
    """Return an entry with one member set; a member without a value is left out, as in a document."""
    if value in (None, "", []):
        return {key: kept for key, kept in entry.items() if key != name}
    return entry | {name: value}
