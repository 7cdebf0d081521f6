"""A table on paper: fixed widths, its name in the head of every page, bands instead of joined rows."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from unicodedata import east_asian_width

NOTHING = "―"
EMPTY = {"", NOTHING}
LONGEST_KEPT_GROUP, LONGEST_KEPT_TABLE = 12, 16  # rows that stay together on a page
KEPT_LINES, KEPT_LINE = 32, 22  # about the lines that do, and the characters of one in a wide column
LINE = 112  # half-width characters across a table
LEAST, PADDING = 10, 3  # of a column, in the same unit


@dataclass(frozen=True)
class Column:
    """A column; `width` is its share of the table in percent, `kind` the class of its cells."""

    label: str
    width: int
    kind: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell over `span` columns and `rows` rows; `kind` are more classes of its own."""

    text: str
    kind: str = ""
    span: int = 1
    rows: int = 1

    @property
    def classes(self) -> str:
        return f"cell {self.kind}" if self.kind else "cell"

    @property
    def is_joined(self) -> bool:
        return self.span > 1 or self.rows > 1


@dataclass(frozen=True)
class Row:
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Group:
    """Rows under a band; a group without a band is the whole table."""

    rows: Sequence[Row]
    band: str = ""
    remark: str = ""

    @property
    def is_kept(self) -> bool:
        stays = (bool(self.band) or self.is_joined) and len(self.rows) <= LONGEST_KEPT_GROUP
        return stays and self.lines <= KEPT_LINES

    @property
    def lines(self) -> int:
        """About how many lines it takes, where its longest texts wrap."""
        return sum(
            max((1 + len(cell.text) // KEPT_LINE for cell in row.cells), default=0) for row in self.rows
        )

    @property
    def is_joined(self) -> bool:
        """Say whether a cell of it stands over several rows, whose text a page break would part from them."""
        return any(cell.rows > 1 for row in self.rows for cell in row.cells)


@dataclass(frozen=True)
class PrintedTable:
    """`remark` stands beside the name (a unit), `foot` below the table (a source)."""

    columns: Sequence[Column]
    groups: Sequence[Group]
    name: str = ""
    remark: str = ""
    foot: str = ""
    kind: str = ""
    template: ClassVar[str] = "print/_table.html"

    @property
    def is_short(self) -> bool:
        """Say whether the whole table stays on one page."""
        is_short = sum(len(group.rows) for group in self.groups) <= LONGEST_KEPT_TABLE
        return is_short and sum(group.lines for group in self.groups) <= KEPT_LINES

    @property
    def has_labels(self) -> bool:
        return any(column.label for column in self.columns)


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    name: str = "",
    remark: str = "",
    foot: str = "",
) -> PrintedTable:
    """Return a table of plain values, one group."""
    return printed_table(columns, [Group([row(columns, values) for values in rows])], name, remark, foot)


def printed_table(
    columns: Sequence[Column], groups: Sequence[Group], name: str = "", remark: str = "", foot: str = ""
) -> PrintedTable:
    """Return a table without the columns that have nothing in any row."""
    rows = [line for group in groups for line in group.rows]
    kept = [
        place for place in range(len(columns)) if any(line.cells[place].text not in EMPTY for line in rows)
    ]
    widths = in_percent([columns[place].width for place in kept])
    return PrintedTable(
        [replace(columns[place], width=width) for place, width in zip(kept, widths, strict=True)],
        [
            replace(group, rows=[Row([line.cells[place] for place in kept]) for line in group.rows])
            for group in groups
        ],
        name,
        remark,
        foot,
    )


def row(columns: Sequence[Column], values: Iterable[Any]) -> Row:
    """Return a row: a Cell as it is, anything else as text of its column's kind."""
    return Row(
        [
            value if isinstance(value, Cell) else Cell(shown(value), column.kind)
            for column, value in zip(columns, values, strict=True)
        ]
    )


def shown(value: Any, decimals: int = 0) -> str:
    """Return a value as people read it: 12,345 and 45.0; what is unknown as ―."""
    match value:
        case None | "" | [] | ():
            return NOTHING
        case bool():
            return "●" if value else NOTHING
        case int() | float():
            return f"{value:,.{max(decimals, decimals_of(value))}f}"
        case list() | tuple():
            return "、".join(map(str, value))
        case _:
            return str(value)


def decimals_of(value: Any) -> int:
    """Return how many decimals a number is printed with, at most three; 0 for whole numbers and texts."""
    if not isinstance(value, float) or value.is_integer():
        return 0
    return min(3, len(f"{value:.6f}".rstrip("0").partition(".")[2]))


def text_width(text: str) -> int:
    """Return the width of the longest line in half-width characters."""
    return max((sum(_width(character) for character in line) for line in text.split("\n")), default=0)


def _width(character: str) -> int:
    return 2 if east_asian_width(character) in "WFA" else 1


def shortened(text: str, longest: int = 26) -> str:
    """Return the text cut to so many characters, for a running head."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def fitted(text: str, width: int) -> str:
    """Return a line cut to so many half-width characters."""
    if text_width(text) <= width:
        return text
    while text and text_width(text) > width - 2:
        text = text[:-1]
    return f"{text}…"


def shares(columns: Sequence[Sequence[str]], line: int = LINE) -> list[int]:
    """Return widths in percent for columns of texts, so that a table of `line` half-widths wraps least.

    Every column gets what its short texts need; long ones share the rest by the root of their mean length.
    """
    wanted = [max(map(text_width, texts), default=0) + PADDING for texts in columns]
    if sum(wanted) <= line:
        return in_percent(wanted)
    widths = [float(min(width, LEAST)) for width in wanted]
    pull = [math.sqrt(_mean_width(texts)) for texts in columns]
    while (rest := line - sum(widths)) >= 1:
        growing = [place for place, width in enumerate(widths) if width < wanted[place]]
        total = sum(pull[place] for place in growing)
        for place in growing:
            widths[place] = min(wanted[place], widths[place] + rest * pull[place] / total)
    return in_percent(widths)


def _mean_width(texts: Sequence[str]) -> float:
    """Return the mean width, so that one long cell does not starve the other columns."""
    widths = [text_width(text) for text in texts if text]
    return sum(widths) / len(widths) if widths else 1


def in_percent(weights: Sequence[float]) -> list[int]:
    """Return whole percents in proportion to weights; they add up to 100, none is 0."""
    exact = [100 * weight / sum(weights) for weight in weights]
    whole = [max(1, int(share)) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in by_rest[: max(0, 100 - sum(whole))]:
        whole[place] += 1
    whole[whole.index(max(whole))] += 100 - sum(whole)
    return whole
