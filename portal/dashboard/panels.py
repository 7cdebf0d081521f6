"""A panel: one question, its figures as a drawing or a list, and the same figures as tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from portal.dashboard.rounds import Rounds
from portal.dashboard.tables import FigureTable, Number, Words

LEAST_COLUMNS = 3  # on paper
MOST_ENTRIES = 7


BAD, WARN, PLAIN = "bad", "warn", "plain"


@dataclass(frozen=True)
class Fact:
    """A number under its name, above the panels. `tone` is bad, warn or plain; plain where it is 0."""

    code: str
    label: str
    aside: str
    number: Number
    unit: str
    notes: Sequence[str]
    tone: str = PLAIN


@dataclass(frozen=True)
class Panel:
    """One panel. `code` is its anchor and, without `shape`, its template; `link` leads to all of it.

    A wide one takes the room of two.
    """

    code: str
    title: str
    figures: Any
    tables: Sequence[FigureTable]
    link: tuple[str, str] | None = None
    shape: str = ""
    is_wide: bool = False

    @property
    def template(self) -> str:
        return f"portal/dashboard/_{self.shape or self.code}.html"

    @property
    def most(self) -> str:
        """How many entries are shown, as a template's slice takes it."""
        return f":{2 * MOST_ENTRIES}" if self.is_wide else f":{MOST_ENTRIES}"


@dataclass(frozen=True)
class Line:
    """One entry of a list: what it is, at the right what matters, beneath whose it is."""

    title: str
    url: str
    number: str = ""
    aside: str = ""
    note: str = ""
    state: tuple[str, str, str] | None = None  # class of state.css, icon, word


@dataclass(frozen=True)
class Lines:
    """A panel that is a list. `whole` is the number of all of it; `say` comes first, `empty` for nothing."""

    say: str
    lines: Sequence[Line]
    whole: Number | None = None
    unit: str = "件"
    empty: str = "ありません。"

    @property
    def table(self) -> FigureTable:
        rows = [
            [
                Words(f"{line.number} {line.title}".strip(), line.url),
                Words("　".join(part for part in (line.state[2] if line.state else "", line.aside) if part)),
                Words(line.note),
            ]
            for line in self.lines
        ]
        return FigureTable("", ["対象", "状態・日付", "補足"], rows, 3)


def list_panel(code: str, title: str, found: Lines, link: tuple[str, str] | None = None) -> Panel:
    """Return the panel of a list, with its table under the same title."""
    if link is None and found.whole is not None:
        link = listed(found.whole.count, found.unit, found.whole.url)
    tables = [replace(found.table, title=title)] if found.lines else []
    return Panel(code, title, found, tables, link, "lines")


@dataclass(frozen=True)
class Dashboard:
    """What a dashboard shows, whoever it is for.

    `remarks` say what is not there, and why; `ways` are other groupings: value of `by`, label, is current.
    """

    lead: Sequence[str]
    rounds: Rounds
    facts: Sequence[Fact]
    panels: Sequence[Panel]
    remarks: Sequence[str] = field(default=())
    ways: Sequence[tuple[str, str, bool]] = field(default=())

    @property
    def tables(self) -> list[FigureTable]:
        return [table for panel in self.panels for table in panel.tables]


def listed(number: int | None, unit: str, url: str) -> tuple[str, str] | None:
    """Return the link of a panel: 6 施策の一覧; None where there is nothing to list."""
    return (f"{number} {unit}の一覧", url) if number else None


def in_rows(panels: Sequence[Panel]) -> list[list[Panel]]:
    """Put panels side by side in two rows, as paper needs them; a wide one takes the room of two."""
    columns = columns_of(panels)
    rows: list[list[Panel]] = []
    room = 0
    for panel in panels:
        needed = 1 + panel.is_wide
        if needed > room:
            rows.append([])
            room = columns
        rows[-1].append(panel)
        room -= needed
    return rows


def columns_of(panels: Sequence[Panel]) -> int:
    """Return how many panels stand side by side on paper, so that all of them fill two rows."""
    return max(LEAST_COLUMNS, -(-sum(1 + panel.is_wide for panel in panels) // 2))
