"""From the matrices of 分類の対応 to their PDF (A4 or A3, landscape), and what the file is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from organizations.fiscal_years import show_day
from portal.coverage import Column, Coverage, Matrix
from portal.place import Place
from portal.printing.html import on_paper, style_of
from portal.printing.tables import Cell, Group, PrintedTable, Row, in_percent
from portal.printing.tables import Column as PrintedColumn

STYLES = ("page", "text", "table", "list", "coverage", "steps")
MOST_ON_A4 = 10  # columns of categories; more of them need an A3
NUMBER, NAME, CATEGORY = 7, 34, 9  # shares of the width


@dataclass(frozen=True)
class CoveragePaper:
    """The sheet. `table` is None where the plan has no axis."""

    place: Place
    matrix: Matrix | None
    table: PrintedTable | None
    signs: Sequence[str]
    is_large: bool
    as_of: str
    created: str


def coverage_html(place: Place, found: Coverage, today: date) -> str:
    matrix = found.matrix
    paper = CoveragePaper(
        place=place,
        matrix=matrix,
        table=_table(matrix) if matrix else None,
        signs=_signs(matrix) if matrix else (),
        is_large=matrix is not None and len(matrix.columns) > MOST_ON_A4,
        as_of=show_day(today),
        created=today.isoformat(),
    )
    return on_paper(render_to_string("print/coverage.html", {"paper": paper}))


def coverage_css() -> str:
    return style_of(STYLES)


def coverage_file_name(place: Place, today: date) -> str:
    """Return the name under which it is downloaded: 分類の対応_132209-ict-2022_20261121."""
    return f"分類の対応_{place.municipality.code}-{place.plan.code}_{today:%Y%m%d}"


def _table(matrix: Matrix) -> PrintedTable:
    shares = in_percent([NUMBER, NAME, *[CATEGORY] * len(matrix.columns)])
    heads = [("番号", "number"), (matrix.unit, "label"), *((_head(one), "mark") for one in matrix.columns)]
    columns = [PrintedColumn(label, width, kind) for (label, kind), width in zip(heads, shares, strict=True)]
    groups = [
        Group([_row(line.measure.number, line.measure.name, line.cells) for line in group.lines], group.label)
        for group in matrix.groups
    ]
    total = _row("", "計", [column.shown for column in matrix.columns])
    return PrintedTable(columns, [*groups, Group([total])], matrix.axis.name)


def _head(column: Column) -> str:
    """Name a column; what nothing covers says so in the head, too."""
    return f"{column.label}\n（該当なし）" if column.count == 0 else column.label


def _row(number: str, name: str, cells: Sequence[str]) -> Row:
    return Row([Cell(number, "number"), Cell(name, "label"), *(Cell(cell, "mark") for cell in cells)])


def _signs(matrix: Matrix) -> list[str]:
    gaps = {column.gap: f"{column.mark} {column.label}" for column in matrix.columns if column.gap}
    return ["● 当たる", *gaps.values()]
