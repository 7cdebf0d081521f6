"""分類の対応表 as an Excel workbook: a sheet an axis."""

from organizations.spreadsheets import workbook_of
from portal.coverage import Coverage, Matrix
from portal.dashboard.workbook import sheet_name


def coverage_workbook(found: Coverage) -> bytes:
    """Return an .xlsx of all axes, the chosen one first; the last rows say how many, and what is missing."""
    chosen = [found.matrix] if found.matrix else []
    sheets: dict[str, list[list]] = {}
    for matrix in [*chosen, *(one for one in found.matrices if one is not found.matrix)]:
        sheets[sheet_name(matrix.axis.name, sheets)] = _rows(matrix)
    return workbook_of(sheets or {"分類の対応": [["この計画には分類軸がありません。"]]})


def _rows(matrix: Matrix) -> list[list]:
    head = ["方針", "番号", matrix.unit, *(column.label for column in matrix.columns)]
    rows = [
        [group.label, line.measure.number, line.measure.name, *line.cells]
        for group in matrix.groups
        for line in group.lines
    ]
    counts = [column.shown if column.count is None else column.count for column in matrix.columns]
    return [head, *rows, ["計", "", "", *counts], [matrix.sentence]]
