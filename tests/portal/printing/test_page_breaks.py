"""Pages are filled: what is tall may break, what belongs to a page says so in its head."""

from datetime import date

import pytest

from exchange.canonical import ordered
from portal.annual_report.report import annual_report
from portal.printing.annual_report_press import annual_report_css, annual_report_html
from portal.printing.annual_room import is_tall
from portal.printing.figure_list import FigureLine, FigureList
from portal.printing.pdf import pdf_bytes
from portal.printing.tables import Column, Group, printed_table, row, table
from tests.portal.printing.printed import Printed

DAY = date(2026, 11, 21)
COLUMNS = [Column("施策", 40), Column("結果", 60)]
PLAN = {
    "code": "ict-2022", "title": "計画", "start_fiscal_year": 2022, "end_fiscal_year": 2026,
}  # fmt: skip


@pytest.mark.parametrize(("text", "is_kept"), [("終えた。", True), ("長い結果。" * 60, False)])
def test_rows_of_long_texts_are_not_kept_together(text, is_kept):
    group = Group([row(COLUMNS, [str(number), text]) for number in range(6)], "方針")
    assert group.is_kept is is_kept
    assert printed_table(COLUMNS, [group]).is_short is is_kept


def test_a_tall_entry_of_the_annual_report_may_break():
    verdicts = [table(COLUMNS, [("会議", "了承")], name="評価")]
    assert not is_tall(2, ["実施した。"], verdicts)
    assert is_tall(2, ["実施した。"], verdicts * 4)
    assert is_tall(12, ["実施した。"], verdicts)


def test_a_long_list_of_figures_has_pages_of_its_own():
    line = FigureLine("図1", "名", "#f-1")
    assert FigureList([line] * 6).is_short
    assert not FigureList([line] * 60).is_short


def test_a_page_that_goes_on_with_a_policy_names_it_though_the_next_begins_below():
    document = {
        "format": "ict-plan/1",
        "municipality": {"code": "132209", "name": "東大和市", "kind": "city"},
        "plan": PLAN,
        "policies": [{"code": "1", "name": "窓口の改革"}, {"code": "2", "name": "庁内の改革"}],
        "measures": [
            {"number": str(number), "name": f"施策{number}", "policy": policy, "content": "進める。" * 9}
            for number, policy in enumerate("111111112", 1)
        ],
    }
    report = annual_report(ordered(document), DAY)
    html = annual_report_html(report, parts=(), edition="", is_internal=False)
    paper = Printed(None, html, pdf_bytes(html, annual_report_css()))
    [mixed] = [page for page in paper.pages if "施策8" in page and "施策9" in page and "頁" not in page]
    assert "庁内の改革" in mixed
    assert "窓口の改革" in mixed
