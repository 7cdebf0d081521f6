"""次の予算で要求するもの as an Excel workbook: a row an item, the sums at the foot, the parts apart."""

from typing import Any

from organizations.fiscal_years import show_day
from organizations.spreadsheets import workbook_of
from portal.boards.budget import BudgetList, Line, Sum
from portal.boards.budget_items import Item
from portal.place import Place

HEAD = ["所管課", "情報システム", "区分", "内容", "この年度に要る理由", "金額（千円）", "査定額（千円）",
        "合計に数える", "確認事項"]  # fmt: skip
UNKNOWN = "記載なし"


def budget_workbook(place: Place, page: BudgetList) -> bytes:
    sheets = {"予算で要求するもの": budget_rows(page), "内訳": _parts(page), "条件": _remarks(place, page)}
    return workbook_of(sheets)


def budget_rows(page: BudgetList) -> list[list[Any]]:
    """Return the list as rows, its head first; an amount nobody wrote says 記載なし."""
    rows: list[list[Any]] = [HEAD]
    for group in page.groups:
        rows += [_row(group.name, line, item) for line in group.lines for item in line.items]
    return [*rows, _sum_row(page.whole)] if page.whole.items else rows


def _row(department: str, line: Line, item: Item) -> list[Any]:
    findings = "\n".join(f"{one.severity} {one.found.sentence}" for one in line.findings)
    amount = UNKNOWN if item.amount is None else item.amount
    return [
        department, line.name or "（システムの登録なし）", item.kind_name, item.name, item.why, amount,
        item.assessed, "はい" if item.is_counted else "いいえ（二重になるため）", findings,
    ]  # fmt: skip


def _sum_row(whole: Sum) -> list[Any]:
    return [whole.label, "", "", "", f"金額の記載なし {whole.untold}件", whole.amount, whole.assessed, "", ""]


def _parts(page: BudgetList) -> list[list[Any]]:
    head = ["区分", "件数", "金額（千円）", "金額の記載なし（件）", "査定額（千円）"]
    sums = [*page.parts, *(group.sum for group in page.groups), page.whole]
    return [head, *([one.label, len(one.items), one.amount, one.untold, one.assessed] for one in sums)]


def _remarks(place: Place, page: BudgetList) -> list[list[Any]]:
    rows = [["項目", "内容"], ["団体", place.municipality.name], ["予算の年度", page.year_shown]]
    rows.append(["基準日", show_day(page.conditions.as_of)])
    return rows + [["注", sentence] for sentence in page.sentences]


def budget_file_name(place: Place, page: BudgetList, extension: str) -> str:
    """Return the name under which it is downloaded: 武蔵野市_予算で要求するもの_2027年度.pdf."""
    return f"{place.municipality.name}_予算で要求するもの_{page.fiscal_year}年度.{extension}"
