"""A page for WeasyPrint, made the short way: the same bytes for a quarter less time and memory.

Three things that the renderer does for any page of the web cost much and change nothing on ours. Each is left
out only where that is certain; `test_quick_page.py` compares the bytes, docs/performance.md has the figures.
"""

import re
from importlib.resources import files
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

_VOID = re.compile(r"<(meta|br|col|link|hr|img)\b([^>]*?)/?>")
_DOCTYPE = re.compile(r"\s*<!doctype html>\s*", re.IGNORECASE)
_MARGIN_BOXES = r"top-left|top-right|bottom-left|bottom-right"
# What the short style of the browser lacks: a style that speaks of it gets the long one.
_UNUSUAL = re.compile(
    r"footnote|note-|list-item|::marker|@(?:top|bottom)-center|@(?:left|right)-\w+|@[a-z-]+-corner"
)


class QuickPage(HTML):
    """A page of our own templates: well-formed, so that expat can read it, and without footnotes."""

    def __init__(self, html: str, css: str, fetcher: URLFetcher):
        self._is_usual = not _UNUSUAL.search(css)
        root = element_tree(html)
        if root is None:
            super().__init__(string=html, url_fetcher=fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_SHORT_STYLE] if self._is_usual and not forms else super()._ua_stylesheets(forms)


def element_tree(html: str) -> ElementTree.Element | None:
    """Return the elements of a page as an HTML parser would, None where it is not well-formed.

    The parser of the renderer reads character by character in Python, a twelfth of the whole time.
    """
    page = _VOID.sub(r"<\1\2/>", _DOCTYPE.sub("", html, count=1))
    if "<!" in page:  # declarations are for HTML parsers, which know no entities but HTML's
        return None
    try:
        root = ElementTree.fromstring(page.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))
    except ElementTree.ParseError:
        return None
    for table in root.iter("table"):
        _put_rows_in_bodies(table)
    return root


def _put_rows_in_bodies(table: ElementTree.Element) -> None:
    """Wrap rows that stand in a table itself, as HTML has it."""
    body = None
    for place, child in enumerate(list(table)):
        if child.tag != "tr":
            body = None
            continue
        if body is None:
            body = ElementTree.Element("tbody")
            table.insert(place, body)
        table.remove(child)
        body.append(child)


def _short_style() -> CSS:
    """Return the browser's style without marks of notes on every element and without unused margins of pages.

    Each `::footnote-call` and the like is a style of its own for every element: six a cell.
    """
    whole = files("weasyprint.css").joinpath("html5_ua.css").read_text(encoding="utf-8")
    style = whole[: whole.index("/* Counters */")]
    style = re.sub(r"(?m)^::(?:footnote|note)-.*\n", "", style)
    style = re.sub(r"(?m)^::marker", "li::marker", style)
    style = re.sub(rf"(?m)^  @(?!(?:{_MARGIN_BOXES}) )[\w-]+ .*\n", "", style)
    return CSS(string=style)


def _page_references(pdf: pydyf.PDF) -> list[bytes]:
    """Return the references of the pages so far.

    The library writes all of them anew for every tag, so that a long book takes the square of its pages.
    """
    known: list[bytes] = pdf.__dict__.setdefault("known_page_references", [])
    known += [f"{number} 0 R".encode() for number in pdf.pages["Kids"][3 * len(known) :: 3]]
    return known


_SHORT_STYLE = _short_style()
pydyf.PDF.page_references = property(_page_references)  # of pydyf 0.13, see docs/decisions/0032
