"""The book as it is chosen: its parts and their order, the sheet of the schedule, mark, figures, terms."""

import re
from datetime import date

import pytest

from organizations.exceptions import PortalError
from portal.printing.book_parts import PARTS
from portal.printing.html import book_css, book_html
from portal.printing.measure_sheets import Sheet
from portal.printing.pdf import pdf_bytes
from portal.printing.plan_book import Choices, PlanBook, plan_book
from tests.pictures import data_uri
from tests.portal.printing.conftest import bare
from tests.portal.printing.printed import Printed

pytestmark = pytest.mark.once  # no database is asked
DAY = date(2026, 11, 21)
CHAPTERS = [
    {"number": "第1章", "title": "考え方", "body": "電子申請を進める。RPAも使う。電子申請は便利だ。"},
    {
        "number": "第2章",
        "title": "施策",
        "insert": "measures\nschedule",
        "children": [
            {"title": "体系", "insert": "policies"},
            {"title": "図", "insert": "table:図1"},
        ],
    },
    {"number": "第3章", "title": "言葉", "insert": "glossary"},
]
PARTS_OF_IT = {
    "policies": [{"code": "1", "name": "窓口"}],
    "measures": [
        {
            "number": "1",
            "name": "受付",
            "policy": "1",
            "content": "電子申請を受け、RPAで処理する。",
            "schedule": [{"years": {"2022": "検討"}}],
        },
        {"number": "2", "name": "研修", "policy": "1", "content": "RPAを学ぶ。"},
    ],
    "tables": [
        {
            "number": "図1",
            "title": "普及率",
            "columns": [{"label": "率"}],
            "rows": [{"label": "市", "values": [1]}],
        }
    ],
    "glossary": [
        {"term": "電子申請", "explanation": "来庁しない申請。"},
        {"term": "RPA"},
        {"term": "使われない語"},
    ],
}


@pytest.fixture(scope="module")
def document(full_document):
    return bare(full_document, chapters=CHAPTERS, **PARTS_OF_IT)


@pytest.fixture(scope="module")
def whole(document):
    return on_paper(document)


def book(document: dict, *parts: str, **choices) -> PlanBook:
    return plan_book(document, DAY, choices=Choices(parts=parts, **choices))


def on_paper(document: dict, *parts: str, **choices) -> Printed:
    made = book(document, *parts, **choices)
    html = book_html(made)
    return Printed(made, html, pdf_bytes(html, book_css()))


def titles(made: PlanBook) -> list[str]:
    return [section.title for section in made.sections]


def dead_links(html: str) -> set[str]:
    return set(re.findall(r'href="#([^"]+)"', html)) - set(re.findall(r' id="([^"]+)"', html))


def test_the_usual_book_has_cover_contents_figures_chapters_and_the_rest(document):
    made = book(document)
    assert [type(piece).__name__ for piece in made.pieces[:4]] == [
        "Cover",
        "Contents",
        "FigureList",
        "Section",
    ]
    assert titles(made)[:4] == ["考え方", "施策", "体系", "図"]
    assert "資料" in titles(made)


@pytest.mark.parametrize("left_out", PARTS)
def test_a_part_that_is_left_out_leaves_no_trace_and_no_dead_link(left_out, document):
    html = book_html(book(document, *[code for code in PARTS if code != left_out]))
    assert dead_links(html) == set()
    assert 'href="#"' not in html


def test_a_section_that_was_there_for_a_part_goes_with_it(document):
    made = book(document, "contents", "chapters", "schedule")
    assert titles(made) == ["考え方", "施策", "図"]
    assert [line.title for line in made.contents] == ["考え方", "施策", "図"]
    assert not [block for section in made.sections for block in section.blocks if isinstance(block, Sheet)]


def test_without_the_glossary_nothing_is_marked(document):
    assert 'class="term"' not in book_html(book(document, "chapters", "measures"))


def test_parts_stand_in_the_order_they_are_asked_for(document):
    made = book(document, "glossary", "measures", "cover", "policies")
    assert titles(made) == ["用語集", "個別計画", "施策体系"]
    assert type(made.pieces[2]).__name__ == "Cover"
    assert {section.level for section in made.sections} == {1}


def test_what_stands_before_the_chapters_is_a_chapter_and_what_comes_after_is_an_appendix(document):
    made = book(document, "facts", "chapters", "committees", "making")
    levels = [(section.level, section.title) for section in made.sections]
    assert levels[0] == (1, "計画の概要")
    assert levels[-2:] == [(1, "資料"), (2, "該当のない事項")]


def test_a_part_the_document_has_nothing_for_says_so(document):
    html = book_html(book(document, "procedures"))
    assert "<b>オンライン手続</b>　該当なし" in html


def test_a_part_that_there_is_not_is_refused(document):
    with pytest.raises(PortalError, match="計画書に「annex」という部分はありません。"):
        book(document, "cover", "annex")


@pytest.mark.parametrize(
    ("size", "orientation", "points"),
    [
        ("", "", (842, 595)),
        ("A3", "", (1191, 842)),
        ("A4", "portrait", (595, 842)),
        ("A3", "portrait", (842, 1191)),
    ],
)
def test_the_schedule_takes_the_sheet_it_is_given(size, orientation, points, document):
    printed = on_paper(document, "schedule", size=size, orientation=orientation)
    box = printed.reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == points
    assert "受付" in printed.pages[0]


def test_other_pages_stay_upright_beside_a_large_schedule(document):
    printed = on_paper(document, "facts", "schedule", "glossary", size="A3")
    assert [round(page.mediabox.width) for page in printed.reader.pages] == [595, 1191, 595]


def test_the_mark_stands_on_the_cover_with_its_name(document):
    with_mark, without = (on_paper(document, "cover", mark=mark) for mark in (data_uri(), ""))
    assert len(with_mark.reader.pages[0].images) == 1
    assert "の市章" in with_mark.html
    assert len(without.reader.pages[0].images) == 0
    assert len(with_mark.pages) == 2  # the cover, and where the book comes from


def test_the_cover_names_the_edition_and_the_audience(document):
    made = plan_book(document, DAY, edition="第1回改定", is_internal=True)
    assert made.pieces[0].edition == "第1回改定　内部用"


def test_the_list_of_figures_says_where_each_stands(whole):
    page = whole.pages[whole.page_of("figures") - 1]
    for line in whole.book.pieces[2].lines:
        found = re.search(rf"{line.number}{line.title}[.…・]*?(\d+)", page)
        assert int(found[1]) == whole.page_of(line.href)
    assert [line.title for line in whole.book.pieces[2].lines] == ["年次計画", "施策体系図", "普及率"]


def test_a_term_is_marked_once_a_chapter(whole):
    chapters = re.split(r'<section class="section section--1 ', whole.html)[1:]
    marked = [re.findall(r'class="term" id="(term-\d-\d)"', chapter) for chapter in chapters]
    assert marked[:2] == [["term-1-1", "term-2-1"], ["term-1-2", "term-2-2"]]


def test_the_glossary_leads_back_to_every_mark(whole):
    page = whole.pages[whole.page_of("term-1") - 1]
    first, second = (whole.page_of(f"term-1-{n}") for n in (1, 2))
    assert first != second
    assert f"来庁しない申請。{first}{second}" in page
    assert whole.html.count('class="terms__use"') == 4


def test_a_last_result_stands_beside_the_plan(full):
    assert "直近の結果（令和4年度進捗状況調査）" in full.words
    assert "状況：遅れ達成状況：一部達成情報化推進本部：保留本部会議：了承" in full.words


def test_the_budget_stands_on_the_sheet(full):
    for text in (
        "予算と決算千円",
        "債務負担行為の限度額4,000",
        "-300",
        "1,200（確定）",
        "国600都道府県100その他0",
    ):
        assert text in full.words


def test_several_lines_of_a_year_have_a_sum_and_nothing_unknown_is_nought(document):
    lines = [{"fiscal_year": 2023, "name": n, "initial": 10, "settled": 5} for n in ("甲", "乙")]
    lines.append({"fiscal_year": 2022, "name": "丙", "settled": 7})
    measures = [{"number": "1", "name": "受付", "budget_lines": lines}]
    made = plan_book(document | {"measures": measures}, DAY)
    [sheet] = [block for section in made.sections for block in section.blocks if isinstance(block, Sheet)]
    rows = [[cell.text for cell in row.cells] for row in sheet.tables[0].groups[0].rows]
    assert [row[:2] for row in rows] == [["令和4", "丙"], ["令和5", "甲"], ["", "乙"], ["", "計"]]
    assert rows[0][2:5] == ["―", "―", "7"]
    assert rows[3][2:5] == ["20", "20", "10"]
