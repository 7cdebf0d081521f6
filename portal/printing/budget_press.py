"""From next year's list to paper (A4, landscape): the table of `systems_press` too, as part of its book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from organizations.fiscal_years import show_day
from portal.boards.budget import Budget, BudgetList, Group, Line, Sum
from portal.boards.budget_items import Item
from portal.place import Place
from portal.printing.html import on_paper, style_of
from portal.printing.pdf import pdf_bytes
from portal.printing.tables import NOTHING, Cell, Column, PrintedTable, Row, printed_table, row
from portal.printing.tables import Group as PrintedGroup

STYLES = ("page", "text", "table", "list", "budget", "steps")
UNKNOWN = "記載なし"
COLUMNS = [
    Column("情報システム", 18, "label"), Column("区分", 8), Column("内容", 19),
    Column("この年度に要る理由", 18), Column("金額", 8, "number"), Column("査定額", 8, "number"),
    Column("確認事項", 21),
]  # fmt: skip


@dataclass(frozen=True)
class BudgetPaper:
    """The sheet. `table` is None where nothing has to be asked for, `scope` what is not told the reader."""

    city: str
    title: str
    table: PrintedTable | None
    parts: str
    sentences: Sequence[str]
    scope: str
    as_of: str
    created: str


def budget_paper(city: str, budget: Budget, *, as_of: date, created: date) -> BudgetPaper:
    return BudgetPaper(
        city=city,
        title=f"{budget.name}で要求するもの（情報システム）",
        table=budget_table(budget) if budget.whole.items else None,
        parts=parts_in_words(budget),
        sentences=budget.sentences,
        scope=budget.consultation_scope,
        as_of=show_day(as_of),
        created=created.isoformat(),
    )


def budget_html(place: Place, page: BudgetList, today: date) -> str:
    paper = budget_paper(place.municipality.name, page, as_of=page.conditions.as_of, created=today)
    return on_paper(render_to_string("print/budget.html", {"paper": paper}))


def budget_css() -> str:
    return style_of(STYLES)


def budget_pdf(place: Place, page: BudgetList, today: date) -> bytes:
    return pdf_bytes(budget_html(place, page, today), budget_css())


def parts_in_words(page: Budget) -> str:
    """Say the sum with its parts: 計 12,000千円（更新の経費 9,000、契約 3,000）。"""
    parts = "、".join(f"{one.label} {_money(one.amount)}" for one in page.parts if one.items)
    unit = "千円" if page.whole.amount is not None else ""
    return f"計 {_money(page.whole.amount)}{unit}（{parts}）" if parts else ""


def budget_table(page: Budget) -> PrintedTable:
    """Return the list: a band a department with its sum beside it, the whole at the foot."""
    groups = [
        PrintedGroup(list(_rows(group)), band=group.name, remark=_sum_in_words(group.sum))
        for group in page.groups
    ]
    whole = page.whole
    foot = ["計", "", "", _untold(whole), _money(whole.amount), _assessed(whole.assessed), ""]
    total = row(
        COLUMNS, [Cell(text, f"{column.kind} total") for text, column in zip(foot, COLUMNS, strict=True)]
    )
    return printed_table(COLUMNS, [*groups, PrintedGroup([total])], page.name, "単位 千円")


def _rows(group: Group) -> Sequence[Row]:
    return [
        row(COLUMNS, _values(line, item, place))
        for line in group.lines
        for place, item in enumerate(line.items)
    ]


def _values(line: Line, item: Item, place: int) -> list:
    """Write the system's name and findings at its first item alone."""
    findings = "\n".join(f"{one.severity}　{one.rule.label}" for one in line.findings) if place == 0 else ""
    amount = _money(item.amount) if item.is_counted else f"（{_money(item.amount)}）"
    name = (line.name or "（登録なし）") if place == 0 else Cell("", "label")
    return [
        name, item.kind_name, item.name, Cell(item.why, "soft"), amount, _assessed(item.assessed),
        Cell(findings, "soft"),
    ]  # fmt: skip


def _sum_in_words(found: Sum) -> str:
    amount = "" if found.amount is None else f"{found.amount:,}千円"
    return "　".join(filter(None, [amount, _untold(found)]))


def _untold(found: Sum) -> str:
    return f"金額の記載なし {found.untold}件" if found.untold else ""


def _money(amount: int | None) -> str:
    return UNKNOWN if amount is None else f"{amount:,}"


def _assessed(amount: int | None) -> str:
    return NOTHING if amount is None else f"{amount:,}"
