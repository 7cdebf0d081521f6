"""The rows of the poster's table: cells with their words, bars as wide as their years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.bars import Phase
from portal.printing.poster_entries import Entry, Lane, Stretch
from portal.printing.poster_fit import CELL, FULL, Columns, Fit, Piece, row_heights
from portal.printing.tables import NOTHING
from portal.printing.type_width import POINT, ems

BLANK = "　"  # gives a bar without words its height
BAR_TYPE = 0.88  # the size of the words in a bar
KEY, ARROW = 1.6, 4.2  # em that a bar needs beside its word, and for the arrow


@dataclass(frozen=True)
class Cell:
    """A cell of the poster's table: `kind` is its class, `small` the lines under its text."""

    text: str
    kind: str = ""
    span: int = 1
    rows: int = 1
    badges: Sequence[str] = ()
    small: Sequence[str] = ()
    is_head: bool = False


@dataclass(frozen=True)
class Row:
    """`height` is in tenths of a mm; an entry's last row has the rule beneath.

    It is 0 for the last of several rows, which WeasyPrint would give the height of them all: there the
    first cell has the height, `lowest`.
    """

    height: int
    lowest: int
    cells: Sequence[Cell]
    is_last: bool


@dataclass(frozen=True)
class Block:
    """A band and the rows under it, in one column."""

    title: str
    remark: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Key:
    """A phase in the legend; `code` is what stands in a bar too short for the word."""

    code: str
    label: str
    stage: str


def keys_of(phases: Sequence[Phase]) -> list[Key]:
    """Return the legend: of several phases of one stage the second and further have a number."""
    seen: dict[str, int] = {}
    keys = []
    for phase in phases:
        seen[phase.stage] = seen.get(phase.stage, 0) + 1
        number = str(seen[phase.stage]) if seen[phase.stage] > 1 else ""
        keys.append(Key(f"{phase.symbol}{number}", phase.label, phase.stage))
    return keys


def blocks_of(fit: Fit, keys: Sequence[Key], pieces: Sequence[Piece], stretch: float) -> list[Block]:
    codes = {key.label: key.code for key in keys}
    blocks = []
    for piece in pieces:
        rows = [row for entry in piece.entries for row in _rows(fit, codes, entry, stretch)]
        title = f"{piece.band.title}（続き）" if piece.goes_on and piece.band.title else piece.band.title
        many = sum(not entry.is_policy for entry in piece.band.entries)
        remark = f"{many}件" if many and not piece.goes_on else ""
        blocks.append(Block(title, remark, rows))
    return blocks


def _rows(fit: Fit, codes: dict[str, str], entry: Entry, stretch: float) -> Iterator[Row]:
    """Yield the rows of an entry: the first names it, each further one is a lane."""
    widths = fit.widths
    heights = row_heights(entry, widths, fit.detail)
    lead = _named(fit, entry, len(heights))
    lanes = [
        [*([Cell(lane.label, "label")] if widths.label or lane.label else []), *_bars(widths, codes, lane)]
        for lane in entry.lanes[: len(entry.lanes) if widths.years else 0]
    ]
    if len(heights) > len(lanes):
        lanes = [[Cell("", span=widths.years)] if widths.years else [], *lanes]
    for place, (height, cells) in enumerate(zip(heights, lanes, strict=True)):
        tenths = int(height * fit.size * POINT * stretch * 10)
        is_last = place == len(heights) - 1
        is_lowest = bool(is_last and place)
        yield Row(
            0 if is_lowest else tenths,
            tenths if is_lowest else 0,
            [*(lead if place == 0 else _under(widths, cells)), *cells],
            is_last,
        )


def _named(fit: Fit, entry: Entry, rows: int) -> list[Cell]:
    widths = fit.widths
    small = [entry.departments] if fit.detail else []
    small += [entry.text] if fit.detail == FULL and not widths.text else []
    name_rows = rows if widths.label else 1
    cells = [
        Cell(entry.number, "number", rows=rows),
        Cell(
            entry.name,
            "name",
            rows=name_rows,
            badges=entry.badges,
            small=[t for t in small if t],
            is_head=True,
        ),
    ]
    return [*cells, Cell(entry.text or NOTHING, "text", rows=rows)] if widths.text else cells


def _under(widths: Columns, cells: Sequence[Cell]) -> list[Cell]:
    """Return what stands before a further lane in the column of names: nothing where it has a name."""
    return [] if widths.label or cells[0].kind == "label" else [Cell("")]


def _bars(widths: Columns, codes: dict[str, str], lane: Lane) -> list[Cell]:
    return [_bar(stretch, stretch.span * widths.year, codes) for stretch in lane.stretches]


def _bar(stretch: Stretch, width: float, codes: dict[str, str]) -> Cell:
    """Return the cell of a stretch of `width` em: its word where there is room, else its code or nothing."""
    if stretch.phase:
        code, label = codes[stretch.phase.label], stretch.phase.label
        taken = ems(f"{code} {label}", is_bold=True) * BAR_TYPE + KEY
        text = f"{code} {label}" if taken <= width else code
        taken = taken if taken <= width else ems(code, is_bold=True) * BAR_TYPE + KEY
        runs = " bar--runs" if stretch.runs_on and taken + ARROW <= width else ""
        return Cell(text, f"lane bar bar--{stretch.phase.stage}{runs}", stretch.span)
    if stretch.is_target:
        return Cell(BLANK, "lane bar bar--target", stretch.span)
    text = stretch.text if not stretch.text or ems(stretch.text) * BAR_TYPE + CELL <= width else NOTHING
    return Cell(text or NOTHING, "empty", stretch.span)
