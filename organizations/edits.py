"""What a person changed, field by field, and what somebody else changed meanwhile.

There is no version column: a form posts each field with what it had shown (`initial-<name>`). Under the lock
the service compares: what the other did not touch is written, what both changed alike is fine, the rest is a
`Clash`, which the page shows so that the person picks.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.http import QueryDict

from organizations.fiscal_years import show_day, show_month


@dataclass(frozen=True)
class Edit:
    """One changed field: the value that was shown, the value that is wanted. `name` is its control's name."""

    field: str
    was: Any
    mine: Any
    name: str = ""


@dataclass
class RowEdit:
    """Changes to one row that hangs on what is edited; `row` is None for a new one. `fixed` are the values
    a new row gets besides.
    """

    row: models.Model | None
    edits: list[Edit]
    remove: bool = False
    fixed: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Clash:
    """One field both changed differently: its control, and what was shown, is stored, is wanted. `words` are
    the labels of its choices.
    """

    name: str
    label: str
    shown: Any
    stored: Any
    wanted: Any
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def was(self) -> str:
        return self._in_words(self.shown)

    @property
    def theirs(self) -> str:
        return self._in_words(self.stored)

    @property
    def mine(self) -> str:
        return self._in_words(self.wanted)

    def _in_words(self, value: Any) -> str:
        return shown(_worded(value, self.words))

    @property
    def shown_as_posted(self) -> list[str]:
        """What was shown, as the page keeps it until the person has picked."""
        return _posted(self.shown)


class Conflicts:
    """Collects what somebody else changed since it was shown."""

    def __init__(self):
        self.found: list[Clash] = []

    def merge(self, row: models.Model, edits: Iterable[Edit]) -> None:
        """Write wanted values into `row` where its stored ones are still what was shown."""
        for edit in edits:
            stored, column = getattr(row, edit.field), row._meta.get_field(edit.field)
            if self.may_write(str(column.verbose_name), stored, edit, dict(column.flatchoices)):
                setattr(row, edit.field, edit.mine)

    def may_write(
        self, label: str, stored: Any, edit: Edit, words: Mapping[str, str] | None = None
    ) -> bool:
        """Say whether `edit` still applies: both changed alike is fine, both changed differently is not."""
        if stored not in (edit.was, edit.mine):
            name = edit.name or edit.field
            self.found.append(Clash(name, label, edit.was, stored, edit.mine, words or {}))
            return False
        return stored != edit.mine


def shown(value: Any) -> str:
    """Return a value as a person reads it."""
    match value:
        case None | "":
            return "（空欄）"
        case bool():
            return "はい" if value else "いいえ"
        case list() | tuple() | set() | frozenset():
            return "、".join(map(shown, value)) or "（なし）"
        case dict():
            return " ".join(shown(part) for part in value.values() if part not in (None, "")) or "（なし）"
        case date():
            return show_month(value) if value.day == 1 else show_day(value)
        case _:
            return str(value)


def _worded(value: Any, words: Mapping[str, str]) -> Any:
    """Return a value with the labels of what was chosen in the place of its keys."""
    match value:
        case str():
            return words.get(value, value)
        case list():
            return [_worded(part, words) for part in value]
        case dict():
            return {name: _worded(part, words) for name, part in value.items()}
        case _:
            return value


def refreshed(data: QueryDict, clashes: Iterable[Clash]) -> QueryDict:
    """Return what was posted, now knowing what others wrote in the clashing fields."""
    data = data.copy()
    for clash in clashes:
        data.setlist(f"initial-{clash.name}", _posted(clash.stored))
    return data


def picked(data: QueryDict) -> QueryDict:
    """Return the posted form with the person's picks carried out.

    The conflict page posts `clash` (the fields' names), `was-<name>` (what was first shown) and
    `pick-<name>`: mine or theirs. A field without a pick keeps what was first shown, so it clashes again.
    """
    data = data.copy()
    for name in data.getlist("clash"):
        match data.get(f"pick-{name}"):
            case "mine":
                pass
            case "theirs":
                data.setlist(name, data.getlist(f"initial-{name}"))
            case _:
                data.setlist(f"initial-{name}", data.getlist(f"was-{name}"))
    return data


def _posted(value: Any) -> list[str]:
    """Return a value as its hidden input posts it."""
    match value:
        case None:
            return [""]
        case models.Model():
            return [str(value.pk)]
        case list() | tuple() | set() | frozenset():
            return [text for part in value for text in _posted(part)]
        case dict():
            return [json.dumps(value, ensure_ascii=False)]
        case _:
            return [str(value)]
