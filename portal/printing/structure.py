"""施策体系: the plan's aim, its policies, their measures, as one figure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from portal.measure_table import Badge
from portal.printing.grouping import MeasureGroup, badges, measure_groups
from portal.printing.tables import text_width
from portal.printing.words import Part, Source, leading_departments, measure_number

LARGEST_BOX = 12  # rows beside one box; more are cut into boxes of like size, so that a page can end between
ROOM_FOR_DEPARTMENTS = 36  # rows; a longer figure names no departments, so that a name keeps to its line
NAME_LINE, TEXT_LINE = 25, 34  # half-width characters of a line in a box
LOWEST_ROW = 6  # mm


@dataclass(frozen=True)
class StructureRow:
    """A measure, or a policy below the top (`is_branch`)."""

    number: str
    name: str
    departments: str = ""
    badges: Sequence[Badge] = ()
    href: str = ""
    is_branch: bool = False


@dataclass(frozen=True)
class Box:
    """A policy of the top level and the rows beside it."""

    number: str
    name: str
    description: str
    rows: Sequence[StructureRow]
    is_last: bool = False

    @property
    def height(self) -> int:
        return max(1, len(self.rows))

    @property
    def row_height(self) -> int:
        """Return the height in mm of each row, so that the rows fill the box evenly."""
        lines = 1 + -(-text_width(self.name) // NAME_LINE)
        remarks = -(-text_width(self.description) // TEXT_LINE)
        return max(LOWEST_ROW, round((5.4 * lines + 4.2 * remarks + 4) / self.height))


@dataclass(frozen=True)
class Structure:
    vision: str
    boxes: Sequence[Box]
    names_departments: bool
    has_badges: bool
    template: ClassVar[str] = "print/_structure.html"

    @property
    def column_count(self) -> int:
        return 5 + self.has_badges + self.names_departments

    @property
    def row_columns(self) -> int:
        """The columns beside a box."""
        return self.column_count - 2

    @property
    def branch_columns(self) -> int:
        """The columns after the tick that leads to a row."""
        return self.column_count - 3


def structure(source: Source) -> Structure | None:
    """Return the figure, None where the document has neither policies nor measures."""
    boxes = [part for box in _boxes(source) for part in _cut(box)]
    if not boxes:
        return None
    boxes[-1] = replace(boxes[-1], is_last=True)
    rows = [row for box in boxes for row in box.rows]
    return Structure(
        vision=source.plan.get("vision", ""),
        boxes=boxes,
        names_departments=len(rows) <= ROOM_FOR_DEPARTMENTS and any(row.departments for row in rows),
        has_badges=any(row.badges for row in rows),
    )


def _boxes(source: Source) -> Iterator[Box]:
    groups = measure_groups(source)
    for group in groups:
        if not group.path:
            yield Box("", group.title or source.word("measure"), "", _rows(source, group))
    for policy in source.parts("policies"):
        yield Box(
            policy.get("printed_code") or policy["code"],
            policy["name"],
            policy.get("description", ""),
            list(_rows_below(source, policy, groups)),
        )


def _rows_below(source: Source, policy: Part, groups: Sequence[MeasureGroup]) -> Iterator[StructureRow]:
    for group in groups:
        if group.path and group.path[-1] is policy:
            yield from _rows(source, group)
    for child in policy.get("children", []):
        yield StructureRow(
            number=child.get("printed_code") or child["code"],
            name=child["name"],
            departments="、".join(child.get("departments", [])),
            is_branch=True,
        )
        yield from _rows_below(source, child, groups)


def _rows(source: Source, group: MeasureGroup) -> list[StructureRow]:
    return [
        StructureRow(
            number=measure_number(measure),
            name=measure["name"],
            departments=leading_departments(measure),
            badges=badges(source, measure),
            href=source.sheet_href(measure["number"]),
        )
        for measure in group.measures
    ]


def _cut(box: Box) -> list[Box]:
    pieces = -(-len(box.rows) // LARGEST_BOX)
    if pieces <= 1:
        return [box]
    size = -(-len(box.rows) // pieces)
    parts = [box.rows[start : start + size] for start in range(0, len(box.rows), size)]
    first = Box(box.number, box.name, box.description, parts[0])
    return [first, *(Box(box.number, f"{box.name}（続き）", "", rows) for rows in parts[1:])]
