"""How much the page of summary holds: millimetres of what stands on it, so that it stays one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.printing.tables import PrintedTable, text_width

PAGE = 244.0  # between the margins, less a little for what cannot be foreseen
HEAD, LEAD_LINE, FACTS = 19.0, 5.6, 20.0
BARS_HEAD, BAR = 14.0, 6.1
LIST_HEAD, ENTRY_LINE = 10.0, 4.4
TABLE_HEAD, ROW, LINE, FOOT = 13.5, 5.0, 3.9, 5.0
LEAD_WIDTH, HALF_WIDTH = 104, 46  # half-width characters of a line
MOST_ROWS, FEWEST_ROWS = 6, 1
TALL = 0.42  # of a page: two such entries seldom share one
SHEET_HEAD, TRACK, SHEET_WIDTH = 36.0, 6.5, 46  # name, years, next year; half-width characters of a deed


@dataclass
class Room:
    """What is left of the page; each part takes its own."""

    left: float = PAGE

    def take(self, height: float) -> bool:
        """Take some room; say whether there was enough, take nothing otherwise."""
        if height > self.left:
            return False
        self.left -= height
        return True

    def rows(self, wanted: int, height: float) -> int:
        """Return how many rows of a table of so many are shown, the room for its head and foot among them."""
        if not wanted:
            return 0
        fitting = int((self.left - TABLE_HEAD - FOOT) / height)
        shown = max(FEWEST_ROWS, min(wanted, fitting, MOST_ROWS))
        self.left -= TABLE_HEAD + FOOT * (shown < wanted) + shown * height
        return shown


def height_of_lead(sentences: Sequence[str]) -> float:
    return -(-text_width("".join(sentences)) // LEAD_WIDTH) * LEAD_LINE


def height_of_lists(lists: Sequence[Sequence[tuple[str, str]]]) -> float:
    """Return about how high lists of (number, sentence) side by side are."""
    lines = [sum(-(-text_width(text) // HALF_WIDTH) for _, text in entries) or 1 for entries in lists]
    return LIST_HEAD + max(lines, default=0) * ENTRY_LINE


def height_of_table(made: PrintedTable) -> float:
    """Return about how high a short table is, its cells wrapped where they are wider than their column."""
    height = TABLE_HEAD + (FOOT if made.foot else 0)
    for group in made.groups:
        for row in group.rows:
            lines = [
                -(-text_width(cell.text) * 100 // (column.width * LEAD_WIDTH)) or 1
                for cell, column in zip(row.cells, made.columns, strict=True)
            ]
            height += ROW + LINE * (max(lines) - 1)
    return height


def height_of_halves(tables: Sequence[PrintedTable]) -> float:
    """Return about how high tables side by side are: their cells wrap at half the width."""
    return max((height_of_table(made) + LINE * len(made.groups[0].rows) for made in tables), default=0)


def is_tall(tracks: int, texts: Sequence[str], tables: Sequence[PrintedTable]) -> bool:
    """Say whether the entry of a measure takes about half a page or more."""
    height = SHEET_HEAD + TRACK * tracks + sum(map(height_of_table, tables))
    height += sum(ROW + LINE * (text_width(text) // SHEET_WIDTH) for text in texts)
    return height > PAGE * TALL
