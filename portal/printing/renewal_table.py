"""The timetable on paper: systems × quarters, two lines a system, a cell a span of months."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from organizations.fiscal_years import fiscal_year_of, show_fiscal_year_by_era
from organizations.months import months_between
from portal.printing.tables import text_width
from portal.renewals.entries import Entry
from portal.renewals.spans import CURRENT, FOLLOWING, Span, spans_of
from portal.renewals.timetable import KEY

MONTHS = 12
HOLES = {"gap", "gap-accepted"}
FEWEST, MOST = 5, 8  # fiscal years
WIDTH = 232  # half-width characters across all months of an A3


@dataclass(frozen=True)
class TimeCell:
    """Some months of a line: `kind` is the kind of its span, "" where nothing is drawn."""

    kind: str
    span: int
    text: str = ""


@dataclass(frozen=True)
class TimeRow:
    """A system: what runs now above, what prepares and follows it below; `said` are standing findings."""

    name: str
    department: str
    said: str
    current: Sequence[TimeCell]
    following: Sequence[TimeCell]


@dataclass(frozen=True)
class RenewalTable:
    years: Sequence[tuple[str, bool]]
    rows: Sequence[TimeRow]
    key: Sequence[tuple[str, str]]
    template: ClassVar[str] = "print/_renewals.html"

    @property
    def months(self) -> range:
        return range(MONTHS * len(self.years))

    @property
    def quarters(self) -> list[str]:
        return ["4月", "7月", "10月", "1月"] * len(self.years)

    @property
    def column_count(self) -> int:
        return len(self.months) + 1


def renewal_table(
    entries: Sequence[Entry], first_year: int, as_of: date, *, with_findings: bool
) -> RenewalTable | None:
    """Return the timetable from a fiscal year on until the last next start; None without systems. Holes are
    findings, too.
    """
    if not entries:
        return None
    years = _years(entries, first_year)
    now = fiscal_year_of(as_of)
    return RenewalTable(
        years=[(show_fiscal_year_by_era(year), year == now) for year in years],
        rows=[_row(entry, years, as_of, with_findings) for entry in entries],
        key=[(code, words) for code, words in KEY if with_findings or code not in HOLES],
    )


def _years(entries: Sequence[Entry], first: int) -> range:
    last = max((fiscal_year_of(entry.next_start) for entry in entries if entry.next_start), default=first)
    return range(first, min(max(last + 1, first + FEWEST), first + MOST))


def _row(entry: Entry, years: range, as_of: date, with_findings: bool) -> TimeRow:
    spans = [span for span in spans_of(entry, as_of) if with_findings or span.kind not in HOLES]
    standing = [one for one in entry.findings if not one.is_accepted] if with_findings else []
    first = standing[0] if standing else None
    return TimeRow(
        name=entry.name,
        department=entry.department,
        said=f"{first.severity}　{first.rule.label}" if first else "",
        current=list(_cells([span for span in spans if span.line == CURRENT], years)),
        following=list(_cells([span for span in spans if span.line == FOLLOWING], years)),
    )


def _cells(spans: Sequence[Span], years: range) -> Iterator[TimeCell]:
    """Lay spans over the months, a later one upon an earlier; what is empty is cut at the years' ends."""
    first, count = date(years[0], 4, 1), MONTHS * len(years)
    months: list[Span | None] = [None] * count
    for span in spans:
        begin = 0 if span.start is None else max(0, months_between(first, span.start))
        end = count if span.stop is None else min(count, months_between(first, span.stop))
        for month in range(begin, end):
            months[month] = span
    begin = 0
    for month in range(1, count + 1):
        at_edge = month == count or months[month] is not months[begin]
        if at_edge or (months[begin] is None and month % MONTHS == 0):
            yield _cell(months[begin], month - begin, count)
            begin = month


def _cell(span: Span | None, months: int, count: int) -> TimeCell:
    if span is None:
        return TimeCell("", months)
    room = months * WIDTH / count - 1
    return TimeCell(span.kind, months, next((text for text in span.texts if text_width(text) <= room), ""))
