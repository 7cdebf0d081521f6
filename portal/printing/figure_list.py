"""図表一覧: every figure and table that has a name, in the order of the book, with its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from portal.printing.chapters import Section
from portal.printing.data_tables import DataTable
from portal.printing.inserts import Block
from portal.printing.results import Results
from portal.printing.schedule_table import ScheduleTable
from portal.printing.structure import Structure
from portal.printing.surveys import PrintedSurvey
from portal.printing.system_table import SystemTable

LONGEST_SHARING = 24  # lines


@dataclass(frozen=True)
class FigureLine:
    """`number` is what the plan prints before the title: 図1; "" where it has none."""

    number: str
    title: str
    href: str


@dataclass(frozen=True)
class FigureList:
    lines: Sequence[FigureLine]
    title: str = "図表一覧"
    id: str = "figures"
    template: ClassVar[str] = "print/_figure_list.html"

    @property
    def is_short(self) -> bool:
        """Say whether it may share a page with the end of the contents."""
        return len(self.lines) <= LONGEST_SHARING


def with_figures(
    parts: Mapping[str, Sequence[Section]],
) -> tuple[dict[str, list[Section]], FigureList]:
    """Return the sections with an anchor at each figure, and the list that leads there."""
    lines: list[FigureLine] = []
    anchored: dict[str, list[Section]] = {}
    for code, sections in parts.items():
        anchored[code] = [replace(section, anchors=_anchors(section, lines)) for section in sections]
    return anchored, FigureList(lines)


def _anchors(section: Section, lines: list[FigureLine]) -> list[str]:
    """Return an anchor for each block that is a figure, "" for the others; add its line to `lines`."""
    anchors = []
    for block in section.blocks:
        number, title = _named(block)
        anchors.append(f"f-{len(lines) + 1}" if title else "")
        lines += [FigureLine(number, title, anchors[-1])] if title else []
    return anchors


def _named(block: Block) -> tuple[str, str]:
    match block:
        case DataTable():
            return block.number, block.title
        case Structure():
            return "", "施策体系図"
        case ScheduleTable():
            return "", block.name
        case SystemTable():
            return "", block.table.name
        case PrintedSurvey():
            return "", block.name
        case Results():
            return "", block.table.name
    return "", ""
