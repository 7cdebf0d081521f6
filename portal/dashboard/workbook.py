"""進捗一覧 as an Excel workbook: what it tells of, then a sheet a table."""

import re
from datetime import date

from organizations.fiscal_years import show_day
from organizations.spreadsheets import workbook_of
from portal.dashboard.choice import DashboardPage
from portal.dashboard.tables import FigureTable, plain
from portal.place import Place

LONGEST_NAME = 31  # of a sheet
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def dashboard_workbook(place: Place, page: DashboardPage, today: date) -> bytes:
    """Return an .xlsx of the page's strip and of every table behind its panels."""
    found = page.found
    first = [
        ["項目", "値", "補足"],
        ["計画", place.plan.title, page.name],
        ["内容", "　".join(found.lead), f"{show_day(today)}現在"],
        *(
            [f"{fact.label} {fact.aside}".strip(), plain(fact.number), "、".join([fact.unit, *fact.notes])]
            for fact in found.facts
        ),
        *(["注", "", remark] for remark in found.remarks),
    ]
    sheets = {"進捗一覧": first}
    for table in found.tables:
        sheets[sheet_name(table.title, sheets)] = _rows(table)
    return workbook_of(sheets)


def _rows(table: FigureTable) -> list[list]:
    return [list(table.head), *([plain(cell) for cell in row] for row in table.rows)]


def sheet_name(title: str, taken) -> str:
    """Return a title as Excel takes it: without its special signs, short, and each once."""
    name = NOT_IN_A_NAME.sub("", title)[:LONGEST_NAME]
    return name if name not in taken else f"{name[: LONGEST_NAME - 3]} {len(taken)}"
