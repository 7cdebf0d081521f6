"""Texts that would reach out, run off the page or lack a glyph are printed as texts."""

import unicodedata

import pytest
from weasyprint.urls import URLFetcher

from portal.printing.glyphs import printable
from portal.printing.html import book_css, book_html, stand_alone
from portal.printing.pdf import pdf_bytes
from tests.portal.printing.conftest import bare
from tests.portal.printing.printed import Printed

pytestmark = pytest.mark.once  # no database is asked
HOSTILE = {
    "a file": '<img src="file:///etc/hostname">',
    "another host": '<img src="//example.jp/x.png"><link rel="stylesheet" href="http://example.jp/x.css">',
    "an attachment": '<link rel="attachment" href="file:///etc/hostname">',
    "the end of the style": "</style></head><body><object data='file:///etc/hostname'>",
    "a template": "{{ book.title }}{% include 'x' %}",
    "a style": "var(--ink) url(file:///etc/hostname) @import 'x'",
}


@pytest.fixture(scope="module")
def hostile(make_book, full_document):
    """The book of a document whose every place bears hostile texts."""
    words = list(HOSTILE.values())
    measures = [
        {"number": str(n), "name": text, "content": text, "goal": f"- [x]({text})", "departments_text": text}
        for n, text in enumerate(words, 1)
    ]
    chapters = [
        {"title": text, "body": f"{text}\n\n![x](file:///etc/hostname)\n\n[y](javascript:alert)"}
        for text in words
    ]
    glossary = [{"term": text, "explanation": text} for text in words]
    return make_book(bare(full_document, measures=measures, chapters=chapters, glossary=glossary))


def test_nothing_is_fetched_for_a_text(hostile, monkeypatch):
    asked = []
    fetch = URLFetcher.fetch

    def note(self, url, *args, **kwargs):
        asked.append(url)
        return fetch(self, url, *args, **kwargs)

    monkeypatch.setattr(URLFetcher, "fetch", note)
    pdf_bytes(book_html(hostile), book_css())
    assert [url for url in asked if not url.startswith("data:")] == []


def test_hostile_texts_are_printed_as_they_are(hostile):
    printed = Printed(hostile, "", pdf_bytes(book_html(hostile), book_css()))
    for text in HOSTILE.values():
        assert "".join(text.split()) in printed.text
    assert "/EmbeddedFiles" not in str(printed.reader.trailer["/Root"])


def test_the_file_that_stands_alone_has_no_tag_from_a_text(hostile):
    html = stand_alone(book_html(hostile), book_css())
    assert html.count("<style>") == html.count("</style>") == 1
    for tag in ("<img", "<link", "<object", "<script", "<iframe"):
        assert tag not in html


def test_a_text_without_a_space_stays_on_the_page(print_book, full_document):
    measures = [{"number": "1", "name": "x" * 200, "content": "w" * 10_000}]
    printed = print_book(bare(full_document, measures=measures))
    assert printed.text.count("w") == 10_000
    for number, page in enumerate(printed.reader.pages, 1):
        assert max(left for left, text in printed.places(number)) <= page.mediabox.width


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("か\u3099き\u3099", "がぎ"),
        ("葛\U000e0100飾区", "葛飾区"),
        ("完了✔ 未☐", "完了✓ 未□"),
        ("注意⚠️", "注意△"),
        ("遅れ🔴", "遅れ〓"),
        ("𠮷野", "𠮷野"),
        ("一\u200b二\ufeff三\x07四", "一二三四"),
        ("Ｎo.①㈱㎡～〜", "Ｎo.①㈱㎡～〜"),
        ("改行\nと\tタブ", "改行\nと\tタブ"),
        ("空\u2003白\xa0", "空 白 "),
    ],
)
def test_a_text_is_made_printable(typed, printed):
    assert printable(typed).replace("\u2003", " ").replace("\xa0", " ") == printed


def test_characters_without_a_glyph_warn_nobody(print_book, full_document):
    texts = "🔴👨‍👩‍👧が葛\U000e0100✗☑𠮷\u0001"
    measures = [{"number": "1", "name": f"絵文字{texts}", "content": texts}]
    printed = print_book(bare(full_document, measures=measures))
    assert unicodedata.normalize("NFC", "絵文字〓〓〓〓が葛×■𠮷") in printed.text
