"""A small sheet on an edit page: the rows (and columns) of a JSON list as a table of inputs.

A table's columns and rows and the items of a survey are edited alike. The sheet posts what it was shown as
one value, `initial-<prefix>`, and a text for each cell; what somebody else changed meanwhile is compared cell
by cell.
"""

from plans.sheets.grid import Grid
from plans.sheets.kinds import SURVEY_ITEMS, TABLE, SheetKind
from plans.sheets.merging import Merge
from plans.sheets.sheet import Sheet

__all__ = ["SURVEY_ITEMS", "TABLE", "Grid", "Merge", "Sheet", "SheetKind"]
