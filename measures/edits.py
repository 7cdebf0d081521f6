"""What a person changed, as data: each field with what was shown and what is wanted instead."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from measures.models import CostEstimate, Indicator, ScheduleTrack


@dataclass(frozen=True)
class Edit:
    """One changed field: its name, the value that was shown, the value that is wanted."""

    field: str
    was: Any
    mine: Any


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
    """All changes of one save. `links` are the edits of `lead`, `responsible`, `related`, `categories`."""

    fields: list[Edit] = field(default_factory=list)
    links: list[Edit] = field(default_factory=list)
    tracks: list[TrackEdit] = field(default_factory=list)
    indicators: list[RowEdit] = field(default_factory=list)
    costs: list[RowEdit] = field(default_factory=list)


class Conflicts:
    """Collects what somebody else changed since it was shown."""

    def __init__(self):
        self.found: list[tuple[str, str, str]] = []

    def merge(self, row: models.Model, edits: Iterable[Edit]) -> None:
        """Write wanted values into `row` where its stored ones are still what was shown."""
        for edit in edits:
            stored = getattr(row, edit.field)
            if self.may_write(row._meta.get_field(edit.field).verbose_name, stored, edit):
                setattr(row, edit.field, edit.mine)

    def may_write(self, label: str, stored: Any, edit: Edit) -> bool:
        """Say whether `edit` still applies: both changed alike is fine, both changed differently is not."""
        if stored not in (edit.was, edit.mine):
            self.found.append((label, shown(stored), shown(edit.mine)))
            return False
        return stored != edit.mine


def shown(value: Any) -> str:
    """Return a value as a person reads it."""
    match value:
        case None | "":
            return "（空欄）"
        case bool():
            return "はい" if value else "いいえ"
        case list() | tuple():
            return "、".join(map(str, value)) or "（なし）"
        case _:
            return str(value)
