"""From the book to HTML, and the style of paper."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from portal.printing.plan_book import PlanBook
from portal.printing.term_marks import marked_terms

STYLES = (
    "page",
    "text",
    "cover",
    "contents",
    "table",
    "plan",
    "tree",
    "sheet",
    "list",
    "steps",
    "schedule-sheet",
)
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
_IN_ATTRIBUTE = re.compile(r'="var\((--[\w-]+)\)"')
_LINK_OUT = re.compile(r'<a\b[^>]*? href="([^#"][^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_DRAWING = re.compile(r'<svg\b[^>]* aria-label="([^"]*)"[^>]*>')


def book_html(book: PlanBook) -> str:
    """Return the book as one page without style."""
    return on_paper(marked_terms(render_to_string("print/book.html", {"book": book})))


def on_paper(page: str) -> str:
    """Return a page as paper needs it: drawings name tokens, paper wants their values.

    What a drawing shows goes into the file from its title alone. A link that leads out of the paper becomes
    its words and, where it is an address of the web, the address.
    """
    values = dict(_TOKEN.findall(_file("css/tokens.css")))
    valued = _IN_ATTRIBUTE.sub(lambda found: f'="{values[found[1]]}"', page)
    return _LINK_OUT.sub(_in_words, _DRAWING.sub(r"\g<0><title>\1</title>", valued))


def _in_words(link: re.Match) -> str:
    address, words = link[1], link[2]
    return f"{words}（{address}）" if address.startswith("http") and address not in words else words


def book_css() -> str:
    return style_of(STYLES)


@cache
def style_of(names: tuple[str, ...]) -> str:
    """Return the style of a print: the tokens, one file a component."""
    return "\n".join([_file("css/tokens.css"), *(_file(f"css/print/{name}.css") for name in names)])


def stand_alone(page: str, css: str) -> str:
    """Return a print as one HTML file that needs no other: style and pictures inside."""
    style = f"<style>\n{css}\n{_file('css/print/screen.css')}\n</style>\n</head>"
    return page.replace("</head>", style, 1)


@cache
def _file(name: str) -> str:
    return Path(finders.find(name)).read_text(encoding="utf-8")
