"""Charts of counts: figures become rectangles here, a template draws them.

Places and widths across are percent of the drawing, so that words keep their size however wide it is;
those downwards are pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.chart_paints import Paint, paint_of

COLUMN_HEIGHT = 220
HEAD_ROOM = 8
FOOT = 44
SHARE_OF_COLUMN = 0.76  # the rest is the gap between two columns
LEAST_HEIGHT = 15  # pixels a number needs
LEAST_WIDTH = 4.0  # percent a number needs


@dataclass(frozen=True)
class Part:
    """A number of something. `code` decides the colour, `name` says what is counted."""

    code: str
    name: str
    count: int


@dataclass(frozen=True)
class Block:
    """A rectangle; `text` is its number, "" where it would not fit."""

    code: str
    text: str
    x: float
    y: float
    width: float
    height: float

    @property
    def paint(self) -> Paint:
        return paint_of(self.code)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def baseline(self) -> float:
        """Where text stands to look centred (14 px type)."""
        return round(self.y + self.height / 2 + 5, 1)


@dataclass(frozen=True)
class Stack:
    """What one column is to show, its parts from the ground up. `remark` (今年度) marks it."""

    label: str
    sublabel: str
    parts: Sequence[Part]
    remark: str = ""

    @property
    def total(self) -> int:
        return sum(part.count for part in self.parts)


@dataclass(frozen=True)
class Column:
    """A drawn stack."""

    label: str
    sublabel: str
    remark: str
    x: float
    width: float
    blocks: Sequence[Block]

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class StackedColumns:
    """Columns of parts from a common ground. `description` says in words all that is drawn."""

    title: str
    description: str
    height: int
    ground: int
    columns: Sequence[Column]

    @property
    def hatched(self) -> Sequence[Paint]:
        codes = dict.fromkeys(block.code for column in self.columns for block in column.blocks)
        return [paint for code in codes for paint in paint_of(code).hatched]


def stacked_columns(*, title: str, stacks: Sequence[Stack]) -> StackedColumns | None:
    """Draw a column a stack, all in one scale that starts at zero; None where there is nothing to draw."""
    most = max((stack.total for stack in stacks), default=0)
    if not most:
        return None
    step = 100 / len(stacks)
    width = step * SHARE_OF_COLUMN
    columns = [
        Column(
            stack.label,
            stack.sublabel,
            stack.remark,
            round(step * place + (step - width) / 2, 2),
            round(width, 2),
            tuple(_upwards(stack.parts, round(step * place + (step - width) / 2, 2), round(width, 2), most)),
        )
        for place, stack in enumerate(stacks)
    ]
    ground = HEAD_ROOM + COLUMN_HEIGHT
    return StackedColumns(title, _in_words(stacks), ground + FOOT, ground, tuple(columns))


def _upwards(parts: Sequence[Part], x: float, width: float, most: int) -> list[Block]:
    blocks, y = [], float(HEAD_ROOM + COLUMN_HEIGHT)
    for part in parts:
        height = part.count / most * COLUMN_HEIGHT
        y -= height
        if part.count:
            text = str(part.count) if height >= LEAST_HEIGHT else ""
            blocks.append(Block(part.code, text, x, round(y, 1), width, round(height, 1)))
    return blocks


def _in_words(stacks: Sequence[Stack]) -> str:
    return "".join(f"{stack.label}は{in_words(stack.parts)}。" for stack in stacks)


def in_words(parts: Sequence[Part]) -> str:
    """Return 検討21、構築11: what is not there is left out."""
    return "、".join(f"{part.name}{part.count}" for part in parts if part.count) or "なし"


def divided_bar(parts: Sequence[Part], *, whole: int | None = None, height: float = 24) -> list[Block]:
    """Divide a bar among its parts; `whole` is what its full length stands for, else their sum."""
    whole = whole or sum(part.count for part in parts)
    blocks, x = [], 0.0
    for part in parts:
        width = part.count / whole * 100 if whole else 0.0
        if part.count:
            text = str(part.count) if width >= LEAST_WIDTH else ""
            blocks.append(Block(part.code, text, round(x, 2), 1, round(width, 2), height))
        x += width
    return blocks
