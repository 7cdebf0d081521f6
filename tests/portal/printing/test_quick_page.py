"""The short way to paper gives the bytes of the long one."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pydyf
import pytest
import tinyhtml5
import weasyprint
from weasyprint.urls import URLFetcher

from portal.printing.glyphs import printable
from portal.printing.html import book_css
from portal.printing.quick_page import QuickPage, element_tree

pytestmark = pytest.mark.once  # no database is asked
CSS = "@page { size: 90mm 60mm; @top-left { content: string(x) } } p { string-set: x content() }"
PAGE = """<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>題 &amp; 副題</title></head>
<body><p id="a">一<br>二 &#x27;三&#x27;</p><ul><li>項</ul></body></html>"""


def fetcher():
    return URLFetcher(allowed_protocols=["data"])


def quick(page: str, css: str) -> bytes:
    return QuickPage(page, css, fetcher()).write_pdf(stylesheets=[weasyprint.CSS(string=css)], pdf_tags=True)


def usual(page: str, css: str) -> bytes:
    whole = weasyprint.HTML(string=page, url_fetcher=fetcher())
    return whole.write_pdf(stylesheets=[weasyprint.CSS(string=css)], pdf_tags=True)


def test_a_book_has_the_same_bytes_either_way(full):
    page = printable(full.html)
    assert element_tree(page) is not None
    assert quick(page, book_css()) == usual(page, book_css())


@pytest.mark.parametrize(
    "css",
    [
        CSS,
        CSS + "@page { @bottom-center { content: counter(page) } }",
        CSS + "p { float: footnote }",
        CSS + "p { display: list-item; list-style: disc inside }",
    ],
)
def test_a_style_with_more_in_it_keeps_the_whole_style_of_the_browser(css):
    assert quick(PAGE, css) == usual(PAGE, css)


def test_a_page_that_is_not_well_formed_is_read_as_html():
    assert element_tree(PAGE) is None
    closed = PAGE.replace("<li>項", "<li>項</li>")
    assert element_tree(closed) is not None
    assert quick(closed, CSS) == usual(closed, CSS)


@pytest.mark.parametrize(
    "body",
    [
        "<table><colgroup><col><col></colgroup><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>",
        "<table><thead><tr><th>1</th></tr></thead><tr><td>2</td></tr><tbody><tr></tr></tbody></table>",
        '<svg viewBox="0 0 2 2" role="img"><title>図</title><path d="M0 0"/></svg><p>&lt;!DOCTYPE&gt;</p>',
    ],
)
def test_elements_are_those_of_an_html_parser(body):
    page = f'<!doctype html><html lang="ja"><head><title>題</title></head><body>{body}</body></html>'
    expected = tinyhtml5.parse(page, namespace_html_elements=False)
    assert shape(element_tree(page)) == shape(expected)


def shape(element: ElementTree.Element) -> tuple:
    return element.tag, dict(element.attrib), element.text or "", [(shape(e), e.tail or "") for e in element]


def test_a_declaration_of_entities_is_not_read():
    bomb = PAGE.replace("<!doctype html>", '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>')
    assert element_tree(bomb.replace("<li>項", "<li>&b;</li>")) is None


def test_the_references_of_pages_are_those_of_the_library():
    assert pydyf.VERSION == "0.13.0", "compare quick_page._page_references with the new release"
    pdf = pydyf.PDF()
    for expected in range(1, 4):
        pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
        plain = [f"{number} 0 R".encode() for number in pdf.pages["Kids"][::3]]
        assert list(pdf.page_references) == plain
        assert len(plain) == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.name for path in Path("fixtures").glob("*.json")))
def test_a_citys_book_is_well_formed(name, make_book):
    from portal.printing.html import book_html

    document = json.loads(Path("fixtures", name).read_text(encoding="utf-8"))
    assert element_tree(printable(book_html(make_book(document)))) is not None
