"""予算・決算 of a measure: the lines of the city's budget by year, thousand yen."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.models import BudgetLine
from organizations.fiscal_years import show_fiscal_year_by_era
from portal.sheet.figures import show_number
from portal.sheet.notes import Marks, NoteBook

COLUMNS = ["initial", "supplementary", "carried_in", "obligation", "settled", "national", "prefectural",
           "other", "general"]  # fmt: skip


@dataclass(frozen=True)
class BudgetRow:
    year: str
    name: str
    account: str
    cells: Sequence[str]
    remarks: Sequence[str]
    marks: Marks


@dataclass(frozen=True)
class BudgetTable:
    """`columns` name what some line gives."""

    columns: Sequence[str]
    rows: Sequence[BudgetRow]


def budget_table(lines: Sequence[BudgetLine], book: NoteBook) -> BudgetTable | None:
    """Return the lines by year, None where there are none."""
    if not lines:
        return None
    used = [name for name in COLUMNS if any(getattr(line, name) is not None for line in lines)]
    ordered = sorted(lines, key=lambda line: (line.fiscal_year, line.order))
    return BudgetTable(
        columns=[str(BudgetLine._meta.get_field(name).verbose_name) for name in used],
        rows=[_row(line, used, book) for line in ordered],
    )


def _row(line: BudgetLine, used: Sequence[str], book: NoteBook) -> BudgetRow:
    year = show_fiscal_year_by_era(line.fiscal_year)
    remarks = (f"決算は{line.settled_state}" if line.settled_state else "", line.disagreement)
    return BudgetRow(
        year=year,
        name=line.name or "予算事業名の記載なし",
        account=line.account,
        cells=[show_number(getattr(line, name)) for name in used],
        remarks=[remark for remark in remarks if remark],
        marks=book.take(line.notes, f"予算・決算（{year}）"),
    )
