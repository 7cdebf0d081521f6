"""The timetable and the findings as rows of a sheet, the head first."""

from typing import Any

from organizations.fiscal_years import show_day, show_fiscal_year
from organizations.spreadsheets import workbook_of
from portal.renewals.costs import BASES, UNKNOWN
from portal.renewals.counts import WORDS
from portal.renewals.finding_page import FindingPage
from portal.renewals.timetable_page import TimetablePage

COMPUTED = "（計算）"


def timetable_rows(page: TimetablePage) -> list[list[Any]]:
    """Return the systems shown, in the page's order; computed months are marked."""
    rows = [["情報システム", "主管課", "確認事項", *page.heads]]
    for row in page.rows:
        cells = [shown + COMPUTED * is_computed for shown, is_computed in row.cells]
        severity = WORDS.get(row.entry.severity, "なし")
        rows.append([row.entry.name, row.entry.department, severity, *cells, row.gap])
    return rows


def cost_rows(page: TimetablePage) -> list[list[Any]]:
    """Return the costs of the years shown, in thousand yen; 記載なし where nobody wrote one."""
    rows: list[list[Any]] = [["年度", "合計（千円）", *(f"{name}（千円）" for name in BASES.values())]]
    for cost in page.costs:
        known = cost.by_basis
        amounts = [UNKNOWN if cost.total is None else cost.total, *(known.get(basis, "") for basis in BASES)]
        rows.append([show_fiscal_year(cost.fiscal_year), *amounts])
    return rows


def timetable_workbook(page: TimetablePage) -> bytes:
    """Return an .xlsx of the timetable and the costs beneath it."""
    return workbook_of({"更新の工程": timetable_rows(page), "更新の経費": cost_rows(page)})


def finding_rows(page: FindingPage) -> list[list[Any]]:
    """Return the findings shown, in the page's order, with what was accepted."""
    head = ["重さ", "情報システム", "主管課", "内容", "確認事項", "対応の例"]
    rows = [[*head, "了承の理由", "了承した人", "了承した日", "了承の期限"]]
    for item in page.items:
        finding, row = item.finding, item.finding.acceptance
        until = show_day(row.until) if row and row.until else ""
        accepted = [row.reason, row.accepted_by_name, show_day(row.accepted_on), until] if row else [""] * 4
        words = [WORDS[item.code], finding.system.name, item.department, finding.rule.label]
        rows.append([*words, finding.found.sentence, finding.rule.remedy, *accepted])
    return rows
