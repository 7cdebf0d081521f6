"""The life line of a system: what runs now, the review, the procurement and what runs next, as geometry."""

from dataclasses import dataclass
from datetime import date

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_short, show_month
from portal.systems import SystemRow, months_after

WIDTH = 640
BAR_HEIGHT = 26
TOP = 28
GAP = 6


@dataclass(frozen=True)
class Segment:
    """One bar: what it is, where it is drawn, what it says."""

    kind: str  # current review procurement next
    label: str
    title: str
    x: float
    y: float
    width: float
    height: int = BAR_HEIGHT


@dataclass(frozen=True)
class Tick:
    label: str
    x: float


@dataclass(frozen=True)
class LifeLine:
    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    today_x: float | None
    width: int
    height: int


def months_between(first: date, second: date) -> int:
    """Return how many months lie from `first` to `second`, both first days of a month."""
    return (second.year - first.year) * 12 + second.month - first.month


def life_line(row: SystemRow, *, today: date) -> LifeLine | None:
    """Return the drawing for a system whose renewal is known, None for one without any date of it."""
    renewal = row.renewal
    if renewal is None or not (renewal.current_end or renewal.next_start):
        return None
    known = [renewal.current_end, renewal.review_start, renewal.next_start]
    dates = [day for day in known if day]
    first = date(fiscal_year_of(min(dates)) - 1, 4, 1)
    last = date(fiscal_year_of(max(dates)) + 2, 4, 1)
    scale = WIDTH / months_between(first, last)

    def x(day: date) -> float:
        return round(months_between(first, min(max(day, first), last)) * scale, 1)

    segments = tuple(_segments(renewal, first, last, x))
    years = range(first.year, last.year)
    ticks = tuple(Tick(show_fiscal_year_short(year), x(date(year, 4, 1))) for year in years)
    is_inside = first <= today < last
    height = TOP + 3 * (BAR_HEIGHT + GAP)
    return LifeLine(segments, ticks, x(today.replace(day=1)) if is_inside else None, WIDTH, height)


def _segments(renewal, first: date, last: date, x):
    if end := renewal.current_end:
        over = months_after(end, 1)
        yield _segment("current", "現行", f"現行は{show_month(end)}まで", x(first), x(over), 0)
    if start := renewal.review_start:
        stop = renewal.next_start or last
        yield _segment("review", "検討・準備", f"検討は{show_month(start)}から", x(start), x(stop), 1)
    if year := renewal.procurement_fiscal_year:
        begin, stop = date(year, 4, 1), date(year + 1, 4, 1)
        title = f"調達は{show_fiscal_year_short(year)}年度"
        yield _segment("procurement", "調達", title, x(begin), x(stop), 2)
    if start := renewal.next_start:
        yield _segment("next", "次期", f"次期は{show_month(start)}から", x(start), x(last), 0)


def _segment(kind: str, label: str, title: str, start: float, end: float, line: int) -> Segment:
    return Segment(kind, label, title, start, TOP + line * (BAR_HEIGHT + GAP), round(max(end - start, 2), 1))
