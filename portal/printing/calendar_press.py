"""From 年間予定 to its one sheet of paper: A4, or A3 where a month is full; and what the file is called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from organizations.fiscal_years import show_day
from portal.place import Place
from portal.printing.html import on_paper, style_of
from portal.printing.pdf import pdf_bytes
from portal.printing.tables import shortened, text_width
from portal.year_calendar import Entry, Month, YearCalendar

STYLES = ("page", "text", "calendar")
IN_A_ROW = 4
WIDTH = 46  # half-width characters of a line in a month
ROOM = {False: 11, True: 18}  # lines that a month has on an A4, on an A3
LONGEST = 120  # letters of one line of names
LONGEST_FOOT = 420  # letters below the months


@dataclass(frozen=True)
class Line:
    """What a day, or a month without one, has of one kind; equal ones of several names are one line."""

    when: str
    what: str
    names: str
    kind: str

    @property
    def height(self) -> int:
        return 1 + text_width(f"{self.when} {self.what} {self.names}") // WIDTH


@dataclass(frozen=True)
class PrintedMonth:
    month: Month
    lines: Sequence[Line]
    left_out: int


@dataclass(frozen=True)
class CalendarPaper:
    place: Place
    calendar: YearCalendar
    rows: Sequence[Sequence[PrintedMonth]]
    in_year: Sequence[Line]
    unread: str
    is_large: bool
    as_of: str
    created: str


def calendar_html(place: Place, calendar: YearCalendar, today: date) -> str:
    is_large = any(_height(_lines(month.entries)) > ROOM[False] for month in calendar.months)
    months = [_month(month, ROOM[is_large]) for month in calendar.months]
    paper = CalendarPaper(
        place=place,
        calendar=calendar,
        rows=[months[start : start + IN_A_ROW] for start in range(0, len(months), IN_A_ROW)],
        in_year=_lines(calendar.in_year),
        unread=shortened("／".join(_unread(*one) for one in calendar.unread), LONGEST_FOOT),
        is_large=is_large,
        as_of=show_day(today),
        created=today.isoformat(),
    )
    return on_paper(render_to_string("print/year_calendar.html", {"paper": paper}))


def calendar_css() -> str:
    return style_of(STYLES)


def calendar_pdf(place: Place, calendar: YearCalendar, today: date) -> bytes:
    return pdf_bytes(calendar_html(place, calendar, today), calendar_css())


def calendar_file_name(place: Place, calendar: YearCalendar) -> str:
    """Return the name under which it is downloaded: 年間予定_132209-ict-2022_2026年度.pdf."""
    return f"年間予定_{place.municipality.code}-{place.plan.code}_{calendar.fiscal_year}年度.pdf"


def _unread(step: Entry, when: str) -> str:
    return f"{step.what}　{step.name}（{when}）".strip()


def _month(month: Month, room: int) -> PrintedMonth:
    """Keep as many lines as there is room for; the sheet says how many the portal has beside them."""
    lines = _lines(month.entries)
    kept = list(lines)
    while kept and _height(kept) > room - (len(kept) < len(lines)):
        kept.pop()
    return PrintedMonth(month, kept, len(lines) - len(kept))


def _height(lines: Iterable[Line]) -> int:
    return sum(line.height for line in lines)


def _lines(entries: Iterable[Entry]) -> list[Line]:
    """Join what is equal but for its name."""
    joined: dict[tuple[str, str, str], list[str]] = {}
    for one in entries:
        what = "・".join(filter(None, [one.kind_name, one.what]))
        key = (f"{one.day.day}日" if one.day else "", what, one.kind)
        name = f"{one.name}（期限超過）" if one.is_overdue else one.name
        joined.setdefault(key, []).append(f"{name}（サンプル）" if one.is_sample else name)
    return [
        Line(when, what, shortened("、".join(names), LONGEST), kind)
        for (when, what, kind), names in joined.items()
    ]
