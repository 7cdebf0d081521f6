"""What typesetting asks: of lines (禁則), of figures in columns, of the ends of pages, of gutters."""

from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from weasyprint import CSS
from weasyprint.formatting_structure import boxes
from weasyprint.urls import URLFetcher

from portal.printing.glyphs import printable
from portal.printing.html import book_css, book_html
from portal.printing.plan_book import plan_book
from portal.printing.quick_page import QuickPage
from tests.portal.printing.conftest import bare

pytestmark = pytest.mark.once
MAY_NOT_BEGIN = "、。，．）」』】〕］｝・：；？！ーッャュョァィゥェォっゃゅょぁぃぅぇぉ々〻"
MAY_NOT_END = "（「『【〔［｛"
MILLIMETRE, DAY = 96 / 25.4, date(2026, 11, 21)  # in CSS pixels
LONG = "この計画（第2次）は、「デジタル市役所」をめざし、サーバーの更新・ネットワークの強化を進める。" * 60


@pytest.fixture(scope="module")
def pages(print_book, full_document):
    chapters = [{"title": "はじめに", "body": LONG}]
    return print_book(bare(full_document, chapters=chapters))


def test_no_line_begins_or_ends_with_what_may_not(pages):
    lines = [line.strip() for page in pages.reader.pages for line in page.extract_text().splitlines()]
    lines = [line for line in lines if len(line) > 20]
    assert len(lines) >= 40
    assert [line for line in lines if line[0] in MAY_NOT_BEGIN] == []
    assert [line for line in lines if line[-1] in MAY_NOT_END] == []


class Sheet:
    """A page as it was laid out, without its running heads."""

    def __init__(self, page: Any):
        body = next(part for part in page._page_box.children if not isinstance(part, boxes.MarginBox))
        self.parts = list(body.descendants())
        self.lines = [part for part in self.parts if isinstance(part, boxes.TextBox) and part.text.strip()]

    @property
    def tables(self) -> list[boxes.TableBox]:
        return [part for part in self.parts if isinstance(part, boxes.TableBox)]

    @property
    def first(self) -> boxes.TextBox:
        return min(self.lines, key=lambda line: line.position_y)

    @property
    def last(self) -> boxes.TextBox:
        return max(self.lines, key=lambda line: line.position_y)


def tall_tables(head: dict, *, lines: int, rows: int, group: int = 0) -> dict:
    """Return a chapter of so many lines, a heading and a table, so that pages end all over the table."""
    number = f"表{lines}-{rows}"
    told = [
        {"label": f"事業{n}", "values": [7 * n**3, 1234567 * n]}
        | ({"group": f"区分{n // group}"} if group else {})
        for n in range(1, rows + 1)
    ]
    columns = [{"label": "件数", "unit": "件"}, {"label": "金額", "unit": "千円"}]
    head["tables"].append(
        {
            "number": number, "title": "件数の見通し", "kind": "table", "source": "決算",
            "columns": columns, "rows": told,
        }
    )  # fmt: skip
    body = "\n\n".join(["この計画は、市の情報化を進めるためのものである。"] * lines)
    child = {"title": "見通し", "insert": f"table:{number}"}
    return {"title": f"章{number}", "kind": "text", "body": body, "children": [child]}


@pytest.fixture(scope="module")
def sheets(full_document) -> list[Sheet]:
    document = bare(full_document, tables=[])
    document["chapters"] = [
        *(tall_tables(document, lines=2, rows=rows) for rows in range(28, 34)),
        *(tall_tables(document, lines=lines, rows=20) for lines in range(24, 29)),
        tall_tables(document, lines=12, rows=60, group=15),
    ]
    fetcher, css = URLFetcher(allowed_protocols=["data"]), book_css()
    page = QuickPage(printable(book_html(plan_book(document, DAY, None))), css, fetcher)
    laid_out = page.render(stylesheets=[CSS(string=css, url_fetcher=fetcher)])
    return [Sheet(page) for page in laid_out.pages]


@pytest.fixture(scope="module")
def pieces(sheets) -> list[list[boxes.TableBox]]:
    """The tables that run over several pages, each with its piece of every page."""
    found = defaultdict(list)
    for sheet in sheets:
        for table in sheet.tables:
            found[id(table.element)].append(table)
    split = [tables for tables in found.values() if len(tables) > 1]
    assert len(split) >= 6
    return split


def rows_of(table: boxes.TableBox) -> list[boxes.TableRowBox]:
    return [row for group in table.children if not group.is_header for row in group.children]


def test_figures_in_columns_are_of_one_width_and_line_up(sheets):
    ends = defaultdict(set)
    for place, sheet in enumerate(sheets):
        for table in sheet.tables:
            for row in rows_of(table):
                for column, cell in enumerate(row.children):
                    if {"number", "figure"} & set((cell.element.get("class") or "").split()):
                        [text] = [part for part in cell.descendants() if isinstance(part, boxes.TextBox)]
                        assert text.style["font_family"][0] == "BIZ UDGothic"
                        assert text.width == pytest.approx(
                            len(text.text) * text.style["font_size"] / 2, abs=0.05
                        )
                        ends[place, id(table), column].add(round(text.position_x + text.width, 2))
    assert len(ends) >= 20
    assert {len(found) for found in ends.values()} == {1}


def test_a_table_names_its_columns_on_every_page(pieces):
    for tables in pieces:
        heads = [[group for group in table.children if group.is_header] for table in tables]
        assert all(heads)


def test_no_head_or_row_of_a_table_stands_alone_at_the_end_of_a_page(pieces):
    assert [len(rows_of(tables[0])) for tables in pieces if len(rows_of(tables[0])) < 2] == []
    assert [len(rows_of(tables[-1])) for tables in pieces if len(rows_of(tables[-1])) < 2] == []
    for tables in pieces:
        last = [rows_of(table)[-1] for table in tables]
        assert [row for row in last if row.element.find("th") is not None] == []  # the band of a group


def test_no_heading_is_the_last_of_its_page_and_no_source_the_first(sheets):
    with_text = [sheet for sheet in sheets if sheet.lines]
    assert [s.last.text for s in with_text if s.last.element.tag in {"h1", "h2", "h3", "h4"}] == []
    assert [s.first.text for s in with_text if "foot" in (s.first.element.get("class") or "")] == []


def test_the_gutter_is_wide_on_the_side_of_the_binding(sheets):
    inner = [min(line.position_x for line in sheet.lines) / MILLIMETRE for sheet in sheets[4:] if sheet.lines]
    assert inner[0::2] == pytest.approx([22] * len(inner[0::2]), abs=0.1)
    assert inner[1::2] == pytest.approx([16] * len(inner[1::2]), abs=0.1)
