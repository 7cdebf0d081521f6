"""The kinds of sheet: which members a row has, in which order they stand, how each is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plans.sheets.cells import (
    read_indent,
    read_line,
    read_number,
    read_quadrant,
    read_value,
    show_plain,
    show_value,
)


@dataclass(frozen=True)
class Member:
    """One member of a row. `width` says how much room its column gets: narrow, middle or wide."""

    name: str
    label: str
    read: Callable[[str], Any] = read_line
    show: Callable[[Any], str] = show_plain
    is_required: bool = False
    width: str = "middle"
    is_number: bool = False


@dataclass(frozen=True)
class SheetKind:
    """`before` and `after` are the members left and right of the values, which only a table has.

    A row is the same row as before when its `identity` is; rows of their own (`is_keyed`) have a key, the
    rows of a JSON list only their words.
    """

    prefix: str
    label: str
    before: tuple[Member, ...]
    after: tuple[Member, ...] = ()
    identity: tuple[str, ...] = ()
    has_columns: bool = False
    is_keyed: bool = False

    @property
    def members(self) -> tuple[Member, ...]:
        return self.before + self.after


TABLE = SheetKind(
    prefix="sheet",
    label="表",
    before=(Member("group", "まとまり"), Member("label", "見出し", is_required=True, width="wide")),
    after=(
        Member("level", "字下げ", read_indent, width="narrow", is_number=True),
        Member("code", "符号", width="narrow"),
        Member("formula", "計算式", width="narrow"),
    ),
    identity=("group", "label", "code"),
    has_columns=True,
)

SURVEY_ITEMS = SheetKind(
    prefix="items",
    label="項目",
    before=(
        Member("number", "番号", width="narrow"),
        Member("field", "分野"),
        Member("name", "項目", is_required=True, width="wide"),
        Member("satisfaction", "満足度（％）", read_number, width="narrow", is_number=True),
        Member("importance", "重要度（％）", read_number, width="narrow", is_number=True),
        Member("quadrant", "領域（A～D）", read_quadrant, width="narrow"),
    ),
    identity=("pk",),
    is_keyed=True,
)

COLUMN_MEMBERS = (Member("label", "列の見出し", is_required=True), Member("unit", "単位"))
VALUE = Member("value", "値", read_value, show_value)
