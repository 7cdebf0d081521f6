"""The tables of a reorganisation as typed: departments are named, not pointed to, until the day itself."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

DEPARTMENTS, PEOPLE, LINES, RENAMES = "新しい部署", "職員", "旧課→新課", "名称変更"
GONE = "廃止"  # written instead of a successor
JOINS, LEAVES = "新規", "退職"


class Row:
    """One line of a table. `row` is its number there, and no part of what it says."""

    row: int

    @property
    def is_blank(self) -> bool:
        return not any(value for name, value in asdict(self).items() if name != "row")


@dataclass(frozen=True)
class DepartmentRow(Row):
    """A department from the day on: a new one, or one there is with a new place."""

    name: str = ""
    kind: str = ""
    parent: str = ""
    order: str = ""
    row: int = 0


@dataclass(frozen=True)
class PersonRow(Row):
    """Where a person works from the day on; `move` is 新規, 退職 or empty."""

    username: str = ""
    name: str = ""
    department: str = ""
    role: str = ""
    move: str = ""
    row: int = 0


@dataclass(frozen=True)
class LineRow(Row):
    """Which department takes over from which; several lines of one `former` are a split."""

    former: str = ""
    successor: str = ""
    row: int = 0


@dataclass(frozen=True)
class RenameRow(Row):
    """A department that goes on under another name."""

    department: str = ""
    name: str = ""
    row: int = 0


@dataclass(frozen=True)
class Rows:
    """All tables. `choices` says, by key of what is held, to which of several successors it goes."""

    departments: list[DepartmentRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)
    renames: list[RenameRow] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.departments or self.people or self.lines or self.renames)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Return the tables of a stored reorganisation. Raise ValueError for anything else."""
        if not isinstance(data, dict) or not set(data) <= {part.name for part in fields(cls)}:
            raise ValueError("組織改正の表ではありません。")
        choices = data.get("choices", {})
        if not isinstance(choices, dict) or not _are_texts(choices.values()):
            raise ValueError("行き先の選択が正しくありません。")
        tables = {name: [_row(kind, row) for row in data.get(name, [])] for name, kind in TABLES.items()}
        return cls(**tables, choices=choices)


TABLES: dict[str, type[Row]] = {
    "departments": DepartmentRow,
    "people": PersonRow,
    "lines": LineRow,
    "renames": RenameRow,
}


def _row(kind: type[Row], data: Any) -> Row:
    known = {part.name for part in fields(kind)}
    if not isinstance(data, dict) or not set(data) <= known:
        raise ValueError("組織改正の表の行が正しくありません。")
    if not isinstance(data.get("row", 0), int) or not _are_texts(v for n, v in data.items() if n != "row"):
        raise ValueError("組織改正の表の値が正しくありません。")
    return kind(**data)


def _are_texts(values) -> bool:
    return all(isinstance(value, str) for value in values)
