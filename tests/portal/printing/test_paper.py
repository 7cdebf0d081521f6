"""The printed book, read back: pages, contents, outline, fonts, repeated heads, metadata."""

import re

import pytest
from pypdf.generic import IndirectObject

from portal.printing.html import book_css
from portal.printing.pdf import pdf_bytes
from portal.printing.plan_book import Contents
from tests.portal.printing.conftest import bare, previous
from tests.portal.printing.printed import squeezed

pytestmark = pytest.mark.once  # no database is asked
OURS = {"BIZ-UDPGothic", "BIZ-UDPGothic-Bold", "BIZ-UDGothic"}
PORTRAIT, LANDSCAPE = (595, 842), (842, 595)


def size(page):
    return round(page.mediabox.width), round(page.mediabox.height)


def test_every_page_says_its_number_of_how_many(full):
    total = len(full.pages)
    for number, text in enumerate(full.pages[1:], 2):
        assert f"{number}/{total}" in text


def test_the_contents_promise_the_page_where_each_part_stands(full):
    contents = full.reader.pages[1].extract_text()
    index = next(piece.index for piece in full.book.pieces if isinstance(piece, Contents))
    for line in [*full.book.contents, *(line for half in index for line in half)]:
        promised = re.search(re.escape(line.title) + r"\s*\.+\s+(\d+)\b", contents)
        page = full.page_of(line.href)
        assert int(promised[1]) == page
        assert squeezed(line.title) in full.pages[page - 1]


def test_the_outline_is_the_headings(full):
    assert [name for _, name in full.outline] == [name for _, name in full.headings]
    assert [level for level, _ in full.outline] == [level for level, _ in full.headings]


def test_every_link_leads_somewhere(full):
    links = [note.get_object() for page in full.reader.pages for note in page.get("/Annots", [])]
    targets = {str(link["/Dest"]) for link in links}
    assert targets
    assert targets <= set(full.reader.named_destinations)


def test_fonts_are_ours_and_embedded(full):
    assert set(full.fonts) == OURS
    assert all(full.fonts.values())


def test_a_character_ours_lack_comes_from_noto_alone(print_book, full_document):
    measures = [{"number": "1", "name": "𠮷野家の跡地"}]
    printed = print_book(bare(full_document, measures=measures))
    assert set(printed.fonts) - OURS == {"Noto-Sans-CJK-JP", "Noto-Sans-CJK-JP-Bold"}
    assert "𠮷野家の跡地" in printed.text


def test_the_schedule_alone_lies_on_landscape_pages(full):
    wide = [text for page, text in zip(full.reader.pages, full.pages, strict=True) if size(page) == LANDSCAPE]
    assert len(wide) == 1
    assert "令和4年度2022" in wide[0]
    assert {size(page) for page in full.reader.pages} == {PORTRAIT, LANDSCAPE}


def test_gutters_change_sides(full):
    """A right page has its number at the right, a left page at the left."""

    def across(number):
        return next(left for left, text in full.places(number) if re.fullmatch(r"\s*\d+ / \d+\s*", text))

    assert across(2) < 100 < 400 < across(3)


def test_metadata_come_from_the_document(full):
    assert full.reader.metadata.title == "東大和市 第二次情報化計画"
    assert full.reader.metadata.author == "見本市"
    assert full.reader.metadata.creation_date.strftime("%Y-%m") == "2022-09"
    root = full.reader.trailer["/Root"]
    assert root["/Lang"] == "ja"
    assert root["/MarkInfo"]["/Marked"]


def test_no_day_of_creation_stands_in_the_file_where_the_document_gives_none(empty):
    assert "/CreationDate" not in empty.reader.metadata


def test_running_heads_name_chapter_and_measure(full):
    page = full.pages[full.page_of("m-1") - 1]
    assert "第2章施策№1電子申請の拡充東大和市第二次情報化計画5/14" in page


def test_a_long_table_repeats_its_head_and_keeps_every_name(print_book, full_document):
    systems = [{"name": f"第{number}号システム"} for number in range(1, 84)]
    printed = print_book(bare(full_document, systems=systems))
    names = [re.findall(r"第\d+号システム", text) for text in printed.pages]
    assert sorted(name for page in names for name in page) == sorted(part["name"] for part in systems)
    with_rows = [text for text, found in zip(printed.pages, names, strict=True) if found]
    assert len(with_rows) >= 2
    assert all("情報システム一覧83システム" in text for text in with_rows)


def test_the_same_input_gives_the_same_bytes(full):
    assert pdf_bytes(full.html, book_css()) == full.pdf


def test_what_did_not_change_prints_as_before(full, print_book, full_document):
    changed = full_document | {"procedures": [{"name": "まったく別の手続"}]}
    again = print_book(changed, previous(full_document))
    differing = [
        n for n, pair in enumerate(zip(full.pages, again.pages, strict=True), 1) if len(set(pair)) > 1
    ]
    assert differing[1:] == [len(full.pages)]  # the imprint has another digest
    assert "まったく別の手続" in again.pages[differing[0] - 1]


def test_an_empty_plan_says_what_it_lacks(empty):
    for name in (
        "施策体系",
        "工程表",
        "施策",
        "情報システム",
        "市民調査",
        "前計画の結果",
        "会議体",
        "策定経過",
        "用語集",
    ):
        assert f"{name}該当なし" in empty.text


def test_an_inserted_list_that_is_empty_says_so_at_its_place(print_book, full_document):
    chapters = [{"title": "手続", "insert": "procedures\ntable:表99\nsurvey:無い調査"}]
    document = {key: full_document[key] for key in ("format", "municipality", "plan")} | {
        "chapters": chapters
    }
    page = print_book(document).pages[2]
    assert all(f"{name}該当なし" in page for name in ("オンライン手続", "表99", "無い調査"))


@pytest.mark.parametrize("what", ["/JavaScript", "/EmbeddedFile", "/Launch", "/URI"])
def test_nothing_active_is_in_the_file(full, what):
    kinds = {
        str(value)
        for number in range(1, len(full.reader.xref[0]) + 1)
        for value in [full.reader.get_object(IndirectObject(number, 0, full.reader))]
        if isinstance(value, dict)
        for value in [value.get("/S"), value.get("/Type")]
    }
    assert what not in kinds
