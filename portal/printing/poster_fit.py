"""How the poster's rows fill the sheet: size of type, number of columns side by side, height of rows.

Type is as large as the sheet allows and never below `LEAST`: what does not fit goes on to a further sheet.
Widths are reckoned in em (a letter's own height), so that a size only scales them; sheets in mm, type in pt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from portal.printing.poster_entries import SCHEDULE, TARGETS, Band, Entries, Entry, Lane
from portal.printing.type_width import POINT, ems, line_count

LEAST = 5.5  # pt: the smallest type of a poster, on A3 and A2 alike
STEP = 0.25
MOST_COLUMNS = 8
LEADING, SMALL = 1.3, 0.84  # of a line; the size of departments and texts beside a name's
PADDING = (0.16, 0.56, 0.62)  # em by detail, above and below the words of a row together
BAR = (1.3, 1.5, 1.55)  # em by detail: the height of a bar
BETWEEN = (0.16, 0.42, 0.45)  # em by detail: the gap to the next bar
BAND, HEAD = 0.8, 3.0  # em: around the words of a band, the head of a column
CELL, INDENT = 0.9, 1.0  # em, at both sides of a cell together
YEARS = (0.38, 0.54, 0.54)  # by detail: the share of a column that the years of a schedule have at most
LEAST_NUMBER, LEAST_YEAR, LEAST_TEXT = 3.1, 2.4, 16.0
LEAST_NAME = (11.0, 13.0, 19.0)  # by detail
GUTTER = 2.2  # em between two columns
FULL, NAMED, BARE = 2, 1, 0  # names with departments and texts, with departments, alone
STRETCH = 1.9  # how far rows are drawn out so that they fill the sheet
UNEVEN = 1.3  # how much farther in one column than in another
FEWER = 0.96  # what a further column side by side is worth less
SPARE = 0.985  # of a column's height


@dataclass(frozen=True)
class Area:
    """The room for rows on one sheet in mm, and the sizes (pt) from which a detail is shown."""

    width: float
    height: float
    most: float
    comfortable: tuple[float, float, float]


@dataclass(frozen=True)
class Columns:
    """The widths in em of one column of rows; 0 for a part that is not shown."""

    number: float
    name: float
    text: float
    label: float
    year: float
    years: int

    @property
    def bars(self) -> float:
        return self.year * self.years


@dataclass(frozen=True)
class Piece:
    """A part of a band that stands in one column; `goes_on` where it began in the column before."""

    band: Band
    entries: Sequence[Entry]
    goes_on: bool = False


@dataclass(frozen=True)
class Fit:
    """`columns` are filled from the left; each draws its rows out by its stretch, so that all end alike."""

    size: float
    widths: Columns
    detail: int
    across: int
    columns: Sequence[Sequence[Piece]]
    stretches: Sequence[float]

    @property
    def score(self) -> float:
        """Return how well it reads: large type, few columns side by side."""
        return self.size * FEWER**self.across

    @property
    def sheets(self) -> int:
        return max(1, ceil(len(self.columns) / self.across))


def fitted(entries: Entries, area: Area) -> Fit:
    """Return the fit with the fewest sheets, on them the most told, with it the largest type."""
    ruler = _Ruler(entries, area)
    sheets = ruler.fewest_sheets()
    while True:
        for detail in (FULL, NAMED, BARE):
            found = ruler.largest(detail, sheets)
            if found:
                return ruler.fit(*found, detail, sheets)
        sheets += 1


class _Ruler:
    """Measures one poster's rows again and again; what depends on widths alone is kept."""

    def __init__(self, entries: Entries, area: Area):
        self.entries, self.area = entries, area
        self.all = [entry for band in entries.bands for entry in band.entries]
        self._need: dict[tuple, float] = {}

    def fewest_sheets(self) -> int:
        """Return on how many sheets the names alone fit in the least type."""
        found = [self._columns_needed(LEAST, across, BARE) for across in range(1, MOST_COLUMNS + 1)]
        return min(ceil(needed / across) for across, needed in enumerate(found, 1) if needed)

    def largest(self, detail: int, sheets: int) -> tuple[float, int] | None:
        """Return the type (comfortable at least) and the columns a sheet that read best, None if none fit."""
        least = self.area.comfortable[detail]
        sizes = [least + STEP * step for step in range(int((self.area.most - least) / STEP) + 1)]
        best, chosen = 0.0, None
        for across in range(1, MOST_COLUMNS + 1):
            beaten = sum(size * FEWER**across <= best for size in sizes)
            low, high = beaten, len(sizes)
            while low < high:
                middle = (low + high) // 2
                needed = self._columns_needed(sizes[middle], across, detail)
                low, high = (middle + 1, high) if needed and needed <= across * sheets else (low, middle)
            if low > beaten:
                best, chosen = sizes[low - 1] * FEWER**across, (sizes[low - 1], across)
        return chosen

    def fit(self, size: float, across: int, detail: int, sheets: int) -> Fit:
        """Return the fit with columns of like height, their rows drawn out to fill the sheet."""
        widths, room = self.widths(size, across, detail), self._room(size)
        low, high = 0.0, room
        for _ in range(12):
            middle = (low + high) / 2
            packed = self._packed(middle, widths, detail)
            low, high = (low, middle) if packed and len(packed) <= across * sheets else (middle, high)
        columns = self._packed(high, widths, detail) or [[]]
        stretches = [room / self._height(column, widths, detail) for column in columns if column] or [1.0]
        most = min(STRETCH, min(stretches) * UNEVEN)
        return Fit(size, widths, detail, across, columns, [max(1.0, min(most, each)) for each in stretches])

    def _height(self, column: Sequence[Piece], widths: Columns, detail: int) -> float:
        bands = sum(band_height(piece.band, widths) for piece in column)
        return bands + sum(self.height(entry, widths, detail) for piece in column for entry in piece.entries)

    def _room(self, size: float) -> float:
        return self.area.height * SPARE / (size * POINT) - HEAD

    def _columns_needed(self, size: float, across: int, detail: int) -> int:
        """Return how many columns the rows fill, 0 where a column or a row has no room."""
        widths = self.widths(size, across, detail)
        packed = widths and self._packed(self._room(size), widths, detail)
        return len(packed) if packed else 0

    def widths(self, size: float, across: int, detail: int) -> Columns | None:
        """Return the widths of a column's parts, None where there is too little room for so many."""
        whole = self.area.width / (size * POINT)
        total = (whole - GUTTER * (across - 1)) / across
        number = min(6.0, max((ems(entry.number) for entry in self.all), default=0) + CELL + 0.3)
        number = max(LEAST_NUMBER, number)
        rest, years = total - number, len(self.entries.years)
        if self.entries.form == SCHEDULE:
            year = min(11.0, max(LEAST_YEAR, YEARS[detail] * rest / years))
            found = Columns(number, rest - year * years, 0, 0, year, years)
        elif self.entries.form == TARGETS:
            year = min(7.0, max(LEAST_YEAR, 0.24 * rest / years))
            rest -= year * years
            text = 0.42 * rest if detail == FULL else 0
            label = 0.6 * (rest - text)
            found = Columns(number, rest - text - label, text, label, year, years)
        else:
            text = 0.68 * rest if detail == FULL else 0
            found = Columns(number, rest - text, text, 0, 0, 0)
        is_broad = detail == FULL and not found.text
        least = LEAST_NAME[detail if is_broad else min(detail, NAMED)]
        narrow = found.name < least or any(0 < part < LEAST_TEXT for part in (found.text, found.label))
        return None if narrow and across > 1 else found

    def _packed(self, room: float, widths: Columns, detail: int) -> list[list[Piece]] | None:
        """Fill columns of `room` em from the top; None where a row is taller than a column."""
        columns: list[list[Piece]] = [[]]
        left = room
        for band in self.entries.bands:
            head = band_height(band, widths)
            opened = False
            for entry in band.entries:
                tall = self.height(entry, widths, detail)
                if head + tall > room:
                    return None
                if tall + (0 if opened else head) > left:
                    columns.append([])
                    left = room
                    opened = False
                if not opened:
                    goes_on = entry is not band.entries[0]
                    columns[-1].append(Piece(band, [], goes_on))
                    left -= head
                    opened = True
                columns[-1][-1].entries.append(entry)
                left -= tall
        return columns

    def height(self, entry: Entry, widths: Columns, detail: int) -> float:
        key = (id(entry), round(widths.name, 2), round(widths.text + widths.label, 2), detail)
        if key not in self._need:
            self._need[key] = sum(row_heights(entry, widths, detail))
        return self._need[key]


def band_height(band: Band, widths: Columns) -> float:
    """Return the height in em of a band, 0 for one without a title."""
    whole = widths.number + widths.name + widths.text + widths.label + widths.bars
    lines = line_count(f"{band.title}（続き）　000件", whole - CELL, is_bold=True)
    return lines * LEADING + BAND if band.title else 0.0


def row_heights(entry: Entry, widths: Columns, detail: int) -> list[float]:
    """Return the height in em of each row an entry takes: its name and, below or beside it, its lanes."""
    words = _words(entry, widths, detail) + PADDING[detail]
    if widths.text:
        words = max(words, _lines(entry.text, widths.text, SMALL) + PADDING[detail])
    if not widths.years:
        return [words]
    lanes = [_lane(lane, widths, detail) for lane in entry.lanes]
    if widths.label:
        return [lane + max(0.0, words - sum(lanes)) / len(lanes) for lane in lanes]
    if entry.lanes[0].label:
        return [words, *lanes]
    return [max(words, lanes[0]), *lanes[1:]]


def _lane(lane: Lane, widths: Columns, detail: int) -> float:
    """Return the height of a lane; in a schedule the name of a track stands in the column of names."""
    width = widths.label or widths.name - INDENT
    words = _lines(lane.label, width, SMALL) + PADDING[detail] if lane.label else 0.0
    return max(BAR[detail] + BETWEEN[detail], words)


def _words(entry: Entry, widths: Columns, detail: int) -> float:
    name = "".join([entry.name, *(f"　{badge}　" for badge in entry.badges)])
    tall = _lines(name, widths.name, 1.0)
    tall += _lines(entry.departments, widths.name, SMALL) if detail else 0.0
    return tall + (_lines(entry.text, widths.name, SMALL) if detail == FULL and not widths.text else 0.0)


def _lines(text: str, width: float, size: float) -> float:
    """Return the height of a text of `size` em in a cell."""
    return line_count(text, (width - CELL) / size) * size * LEADING
