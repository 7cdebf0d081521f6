"""From the book to HTML and its style."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from portal.printing.plan_book import PlanBook

STYLES = ("page", "text", "cover", "contents", "table", "plan", "tree", "sheet", "list")
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
_IN_ATTRIBUTE = re.compile(r'="var\((--[\w-]+)\)"')


def book_html(book: PlanBook) -> str:
    """Return the book as one page without style. Drawings name tokens; paper needs their values."""
    values = dict(_TOKEN.findall(_file("css/tokens.css")))
    page = render_to_string("print/book.html", {"book": book})
    return _IN_ATTRIBUTE.sub(lambda found: f'="{values[found[1]]}"', page)


@cache
def book_css() -> str:
    """Return the style of the book: the tokens, one file a component, widths, heights and bars in steps."""
    steps = [f".w-{share} {{ width: {share}% }}" for share in range(1, 101)]
    steps += [f".meter-{share} {{ background-size: {share}% 2.6mm }}" for share in range(101)]
    steps += [f".h-{height} {{ height: {height}mm }}" for height in range(6, 61)]
    return "\n".join([_file("css/tokens.css"), *(_file(f"css/print/{name}.css") for name in STYLES), *steps])


def stand_alone(book: PlanBook) -> str:
    """Return the book as one HTML file that needs no other: style and pictures inside."""
    style = f"<style>\n{book_css()}\n{_file('css/print/screen.css')}\n</style>\n</head>"
    return book_html(book).replace("</head>", style, 1)


@cache
def _file(name: str) -> str:
    return Path(finders.find(name)).read_text(encoding="utf-8")
