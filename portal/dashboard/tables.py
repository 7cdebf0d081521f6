"""The figures of a dashboard as tables: for Excel, and for whoever would rather read than see a chart."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_ON_PAGE = 60  # rows; Excel has all of them


@dataclass(frozen=True, slots=True)
class Number:
    """A count and the address of the list that holds exactly so many. Without a count `text` says why."""

    count: int | None
    url: str = ""
    text: str = ""

    @property
    def shown(self) -> str:
        return self.text if self.count is None else f"{self.count:,}"


@dataclass(frozen=True)
class Words:
    """A text, and where it leads to."""

    text: str
    url: str = ""

    count = None  # it counts nothing

    @property
    def shown(self) -> str:
        return self.text


@dataclass(frozen=True)
class Amount:
    """A figure that counts nothing: years, thousand yen, percent. `text` is how it is written."""

    value: float | None
    text: str
    url: str = ""

    count = None

    @property
    def shown(self) -> str:
        return self.text


Cell = Number | Words | Amount


@dataclass(frozen=True)
class FigureTable:
    """One table. The first cell of a row is its head; from the column `figures` on cells are figures."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    figures: int = 1

    @property
    def heads(self) -> tuple[tuple[str, bool], ...]:
        """Each head of a column, and whether figures stand under it."""
        return tuple((label, place >= self.figures) for place, label in enumerate(self.head))

    @property
    def lines(self) -> tuple[tuple[tuple[Cell, bool], ...], ...]:
        """Each row of the page as its cells, and whether they are figures."""
        shown = self.rows[:MOST_ON_PAGE]
        return tuple(tuple((cell, place >= self.figures) for place, cell in enumerate(row)) for row in shown)

    @property
    def more(self) -> int:
        """How many rows the page leaves to Excel."""
        return max(0, len(self.rows) - MOST_ON_PAGE)


def plain(cell: Cell) -> str | int | float:
    """Return a cell as a spreadsheet takes it: a number where there is one, else the words."""
    match cell:
        case Number(count=int() as count):
            return count
        case Amount(value=int() | float() as value):
            return value
        case _:
            return cell.shown
