"""予算と決算 on a measure's sheet: what was given and spent, a row a line of the budget, thousand yen."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from organizations.fiscal_years import show_fiscal_year_short
from portal.printing.tables import Cell, Column, PrintedTable, shown, table
from portal.printing.words import Part

GIVEN = ("initial", "supplementary", "carried_in")
SOURCES = {"national": "国", "prefectural": "都道府県", "other": "その他", "general": "一般財源"}
COLUMNS = [
    Column("年度", 8, "label"), Column("予算事業", 22), Column("当初", 11, "figure"),
    Column("補正", 11, "figure"), Column("繰越", 9, "figure"), Column("予算計", 11, "figure"),
    Column("決算", 11, "figure"), Column("財源", 17, "soft"),
]  # fmt: skip


def budget_table(lines: Sequence[Part]) -> PrintedTable | None:
    """Return the lines of the budget by fiscal year, with a sum where a year has several."""
    if not lines:
        return None
    in_order = sorted(lines, key=_year)
    rows = [row for _, found in groupby(in_order, _year) for row in _of_year(list(found))]
    return table(COLUMNS, rows, name="予算と決算", remark="千円")


def _year(line: Part) -> int:
    return line["fiscal_year"]


def _of_year(lines: Sequence[Part]) -> Iterator[list[str | Cell]]:
    year = show_fiscal_year_short(_year(lines[0]))
    for place, line in enumerate(lines):
        yield [
            Cell(year if place == 0 else "", "label"),
            _name(line),
            *_amounts([line]),
            _spent(line),
            _sources(line),
        ]
    if len(lines) > 1:
        settled = _sum(line.get("settled") for line in lines)
        yield [Cell(""), Cell("計", "label"), *_amounts(lines), shown(settled), Cell("")]


def _name(line: Part) -> str:
    limit = f"債務負担行為の限度額 {shown(line['obligation'])}" if "obligation" in line else ""
    return "\n".join(filter(None, [line.get("name"), line.get("account"), limit]))


def _amounts(lines: Sequence[Part]) -> list[str]:
    """Return what was given by kind and together; of what is not known nothing is added."""
    columns = [_sum(line.get(key) for line in lines) for key in GIVEN]
    return [shown(amount) for amount in (*columns, _sum(columns))]


def _spent(line: Part) -> str:
    state = f"（{line['settled_state']}）" if line.get("settled_state") else ""
    return "\n".join(filter(None, [shown(line.get("settled")), state]))


def _sources(line: Part) -> str:
    return "\n".join(f"{word} {shown(line[key])}" for key, word in SOURCES.items() if key in line)


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
