"""The life line of a system: what runs, what prepares its successor, contracts and support, as geometry.

Places and widths across are percent of the drawing, so that words keep their size however wide it is; those
downwards are pixels. Everything drawn also stands in `LifeLine.rows`, for the table beside it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_short
from organizations.months import last_day, months_between
from portal.inventory.contracts import ContractLine
from portal.inventory.life_spans import NAMES, Sketch, Span, days_of, runs_on, sketches
from portal.printing.tables import text_width
from portal.systems import SystemRow
from systems.renewing import renewal_steps

HEAD = 30
TITLE = 20
BAR, THIN = 26, 12
GAP, NEAR = 10, 4
MOST_YEARS = 24
NEAR_YEARS = 3  # today is drawn where it lies so near to the other dates
YEARS_ON_A_PHONE, YEARS_ON_A_SCREEN = 5, 16
LETTER_ON_A_SCREEN, LETTER_ON_A_PHONE = 1.3, 4.2  # percent of the drawing's width
LONGEST_TITLE = 44  # units, two a full-width letter
SIGNS = {
    "current": "□", "open": "…", "hole": "！", "review": "◇", "specification": "▽", "procurement": "△",
    "build": "▲", "parallel": "◎", "next": "■", "contract": "契", "support": "保",
}  # fmt: skip
MARKS = {"▼": "サポート終了", "◆": "解約の申出の期限"}

Place = Callable[[date], float]


@dataclass(frozen=True)
class Bar:
    """A drawn span. `sign_shows` and `word_shows` say where there is room: all, wide screens, or none."""

    span: Span
    x: float
    y: int
    width: float
    height: int
    sign_shows: str
    word_shows: str

    @property
    def sign(self) -> str:
        return SIGNS[self.span.kind]

    @property
    def baseline(self) -> int:
        """Where text stands to look centred (13 px type)."""
        return self.y + self.height // 2 + 5


@dataclass(frozen=True)
class Mark:
    """A sign on a day: ▼ the last day of support, ◆ the last day to give notice."""

    sign: str
    x: float
    y: int
    words: str


@dataclass(frozen=True)
class Lane:
    """A line of the drawing under its title, whose text stands on `y`."""

    title: str
    y: int
    bars: Sequence[Bar]
    marks: Sequence[Mark]

    @property
    def short_title(self) -> str:
        title = self.title
        while text_width(title) > LONGEST_TITLE:
            title = title[:-1]
        return title if title == self.title else f"{title}…"

    @property
    def holes(self) -> list[tuple[str, str]]:
        """Name the holes that cannot say it themselves, each with where: everywhere or on a narrow screen."""
        told = {"none": "all", "wide": "narrow"}
        holes = [bar for bar in self.bars if bar.span.kind == "hole" and bar.word_shows in told]
        return [(f"！{bar.span.name}", told[bar.word_shows]) for bar in holes]

    @property
    def bottom(self) -> int:
        return max([self.y, *(bar.y + bar.height for bar in self.bars)])


@dataclass(frozen=True)
class Tick:
    """A year; `shows` says whether it is written everywhere, on a wide screen alone, or nowhere."""

    label: str
    x: float
    shows: str


@dataclass(frozen=True)
class LifeLine:
    lanes: Sequence[Lane]
    ticks: Sequence[Tick]
    today_x: float | None
    height: int

    @property
    def bars(self) -> list[Bar]:
        return [bar for lane in self.lanes for bar in lane.bars]

    @property
    def kinds(self) -> list[tuple[str, str, str]]:
        """What the drawing has, as code, sign and name, each once: its key."""
        found = dict.fromkeys(bar.span.kind for bar in self.bars)
        return [(kind, SIGNS[kind], NAMES[kind]) for kind in NAMES if kind in found]

    @property
    def rows(self) -> list[tuple[str, Span]]:
        """Everything that is drawn, as (line, span)."""
        return [(lane.title, bar.span) for lane in self.lanes for bar in lane.bars]

    @property
    def marks(self) -> list[Mark]:
        return [mark for lane in self.lanes for mark in lane.marks]

    @property
    def mark_kinds(self) -> list[tuple[str, str]]:
        """The signs on days as sign and name, each once."""
        drawn = {mark.sign for mark in self.marks}
        return [(sign, name) for sign, name in MARKS.items() if sign in drawn]


def life_line(
    row: SystemRow, contracts: Sequence[ContractLine], *, lead: int, today: date
) -> LifeLine | None:
    """Return the drawing, None for a system of which no date is known. `lead` is the plan's, in months."""
    steps = {step.code: step for step in renewal_steps(row.renewal, lead)} if row.renewal else {}
    days = list(days_of(row, contracts, steps))
    if not days:
        return None
    first, last = _edges(days, row, today)

    def x(day: date) -> float:
        inside = min(max(day, first), last)
        months = months_between(first, inside) + (inside.day - 1) / last_day(inside).day
        return round(months / months_between(first, last) * 100, 2)

    lanes: list[Lane] = []
    for sketch in sketches(row, contracts, steps, today):
        y = lanes[-1].bottom + GAP + TITLE if lanes else HEAD + TITLE
        lanes.append(_lane(sketch, y, x, first, last))
    today_x = x(today) if first <= today < last else None
    return LifeLine(lanes, list(_ticks(first.year, last.year, x)), today_x, lanes[-1].bottom + GAP)


def _edges(days: Sequence[date], row: SystemRow, today: date) -> tuple[date, date]:
    """Return the first days of two fiscal years that hold the days, and today where it is near or needed."""
    first, last = fiscal_year_of(min(days)) - 1, fiscal_year_of(max(days)) + 2
    now = fiscal_year_of(today)
    if runs_on(row) or first - NEAR_YEARS <= now <= last + NEAR_YEARS:
        first, last = min(first, now), max(last, now + 2)
    return date(max(first, last - MOST_YEARS), 4, 1), date(last, 4, 1)


def _lane(sketch: Sketch, y: int, x: Place, first: date, last: date) -> Lane:
    """Place the spans of a line; one that another one is in the way of stands a line lower."""
    lines: list[date] = []
    bars: list[Bar] = []
    height = THIN if sketch.is_thin else BAR
    for span in sketch.spans:
        start, stop = span.start or first, span.stop or last
        level = next((n for n, taken in enumerate(lines) if taken <= start), len(lines))
        lines[level : level + 1] = [stop]
        bars.append(_bar(span, x(start), x(stop), y + TITLE // 2 + level * (BAR + NEAR), height))
    below = y + TITLE // 2 + height
    marks = [Mark(sign, x(day), below, words) for sign, day, words in sketch.marks]
    return Lane(sketch.title, y, bars, marks)


def _bar(span: Span, start: float, stop: float, y: int, height: int) -> Bar:
    width = round(max(stop - start, 0.3), 2)
    letters = len(span.name) + 2 if height == BAR else 0
    return Bar(span, start, y, width, height, _shows(width, 1) if letters else "none", _shows(width, letters))


def _shows(width: float, letters: int) -> str:
    """Say where so many letters fit into a width: on every screen, on a wide one alone, or nowhere."""
    if not letters or width < letters * LETTER_ON_A_SCREEN:
        return "none"
    return "all" if width >= letters * LETTER_ON_A_PHONE else "wide"


def _ticks(first: int, last: int, x: Place) -> Iterator[Tick]:
    years = last - first
    for place, year in enumerate(range(first, last)):
        is_written = place % -(-years // YEARS_ON_A_SCREEN) == 0
        is_everywhere = place % -(-years // YEARS_ON_A_PHONE) == 0
        shows = "all" if is_everywhere else "wide" if is_written else "none"
        yield Tick(f"{show_fiscal_year_short(year)}", x(date(year, 4, 1)), shows)
