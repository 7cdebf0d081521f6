"""The timetable as geometry: systems × quarters over five fiscal years.

Places and widths across are percent of the drawing, so that words keep their size however wide it is; those
downwards are pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era, show_fiscal_year_by_letter
from organizations.months import months_between
from portal.chart_paints import PAINTS, Paint, hatched
from portal.renewals.entries import Entry
from portal.renewals.spans import Span, overlap_of, spans_of, told

YEARS = 5
QUARTERS = 4
HEIGHT = 64
LINES = ((7, 22), (33, 24))  # top and height of the present and of the following system's line
THIN = 6  # how much lower a computed bar is
PIXELS = 10.4  # a percent of the drawing's width on a wide screen
LETTER, PADDING = 14, 14
LETTER_PERCENT_ON_A_PHONE = 4.6
KEY = [
    ("current", "□ 現行の稼働"), ("review", "◇ 検討"), ("specification", "▽ 仕様書"),
    ("procurement", "△ 調達"), ("build", "▲ 構築"), ("parallel", "◎ 並行稼働"), ("next", "■ 次期の稼働"),
    ("gap", "空白・保守なし"), ("unknown", "記載なし"),
]  # fmt: skip


@dataclass(frozen=True)
class Window:
    """The fiscal years shown."""

    first_year: int

    @property
    def years(self) -> range:
        return range(self.first_year, self.first_year + YEARS)

    @property
    def first(self) -> date:
        return date(self.first_year, 4, 1)

    @property
    def stop(self) -> date:
        return date(self.first_year + YEARS, 4, 1)

    def x(self, day: date) -> float:
        """Return the place of a day's month, brought into the window; a day within it adds its share."""
        inside = min(max(day, self.first), self.stop)
        months = months_between(self.first, inside) + (inside.day - 1) / 31
        return round(months / (YEARS * 12) * 100, 2)


@dataclass(frozen=True)
class Bar:
    """A drawn span. `text` is what a wide screen has room for, `sign` what a phone has."""

    kind: str
    paint: Paint
    x: float
    y: float
    width: float
    height: float
    is_computed: bool
    text: str
    sign: str
    beside: str

    @property
    def baseline(self) -> float:
        return round(self.y + self.height / 2 + 5, 1)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def right(self) -> float:
        return round(self.x + self.width, 2)

    @property
    def is_centred(self) -> bool:
        return self.kind in ("gap", "gap-accepted")


@dataclass(frozen=True)
class Overlap:
    """A frame around both lines while old and new run side by side for long."""

    x: float
    width: float
    text: str

    @property
    def right(self) -> float:
        return round(self.x + self.width, 2)


@dataclass(frozen=True)
class Row:
    entry: Entry
    bars: Sequence[Bar]
    overlap: Overlap | None
    words: str


@dataclass(frozen=True)
class Head:
    """A fiscal year at the top: its place, its names for wide and narrow screens, its quarters."""

    label: str
    short: str
    x: float
    width: float
    is_now: bool
    quarters: Sequence[tuple[float, str]]

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Timetable:
    window: Window
    heads: Sequence[Head]
    rows: Sequence[Row]
    today_x: float | None
    height: int = HEIGHT

    @property
    def rules(self) -> list[float]:
        return [head.x for head in self.heads]

    @property
    def key(self) -> list[tuple[Paint, str]]:
        """What the drawing may have, as (paint, words)."""
        return [(PAINTS[code], words) for code, words in KEY]

    @property
    def hatched(self) -> Sequence[Paint]:
        return hatched(code for code, _ in KEY)


def timetable(entries: Sequence[Entry], first_year: int, as_of: date) -> Timetable:
    """Draw the systems over the five fiscal years from `first_year` on."""
    window = Window(first_year)
    today_x = window.x(as_of) if window.first <= as_of < window.stop else None
    rows = [_row(entry, window, as_of) for entry in entries]
    return Timetable(window, [_head(window, year, as_of) for year in window.years], rows, today_x)


def _head(window: Window, year: int, as_of: date) -> Head:
    width = 100 / YEARS
    x = window.x(date(year, 4, 1))
    quarters = [
        (round(x + width * (n + 0.5) / QUARTERS, 2), f"{(3 + 3 * n) % 12 + 1}月") for n in range(QUARTERS)
    ]
    label, short = show_fiscal_year_by_era(year), show_fiscal_year_by_letter(year).removesuffix("年度")
    return Head(label, short, x, width, fiscal_year_of(as_of) == year, quarters)


def _row(entry: Entry, window: Window, as_of: date) -> Row:
    spans = [span for span in spans_of(entry, as_of) if _is_in(span, window)]
    return Row(entry, [_bar(span, window) for span in spans], _overlap(entry, window), told(entry))


def _is_in(span: Span, window: Window) -> bool:
    start, stop = span.start or window.first, span.stop or window.stop
    return start < stop and start < window.stop and stop > window.first


def _bar(span: Span, window: Window) -> Bar:
    x = window.x(span.start or window.first)
    width = round(window.x(span.stop or window.stop) - x, 2)
    y, height = LINES[span.line]
    if span.is_computed:
        y, height = y + THIN / 2, height - THIN
    texts = [text for text in span.texts if _length(text) * LETTER + PADDING <= width * PIXELS]
    sign = span.texts[-1] if span.texts else ""
    fits_a_phone = sign and _length(sign) * LETTER_PERCENT_ON_A_PHONE + 1 <= width
    paint = PAINTS[span.kind]
    return Bar(
        span.kind, paint, x, y, width, height, span.is_computed,
        text=texts[0] if texts else "",
        sign=sign if fits_a_phone else "",
        beside=span.beside if x + width < 80 else "",
    )  # fmt: skip


def _length(text: str) -> float:
    """Return how many full-width letters a text is long."""
    return sum(0.55 if letter.isascii() else 1 for letter in text)


def _overlap(entry: Entry, window: Window) -> Overlap | None:
    found = overlap_of(entry)
    if found is None or found[0] >= window.stop or found[1] <= window.first:
        return None
    start, stop, months = found
    x = window.x(start)
    width = round(window.x(stop) - x, 2)
    return Overlap(x, width, f"？ 並行稼働 {months}か月" if x + width < 80 else "")


def usual_year(as_of: date) -> int:
    """Return the first year shown where none is asked for: the one before this, as plans look back a year."""
    return fiscal_year_of(as_of) - 1
