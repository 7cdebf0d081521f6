"""From a city's systems to 情報システム台帳と更新の工程: HTML, style (A3, landscape), the file's name."""

from datetime import date

from django.template.loader import render_to_string

from portal.printing.html import on_paper, style_of
from portal.printing.systems_book import SystemsBook

STYLES = ("page", "text", "table", "list", "budget", "systems", "steps")


def systems_html(book: SystemsBook) -> str:
    return on_paper(render_to_string("print/systems.html", {"book": book}))


def systems_css() -> str:
    return style_of(STYLES)


def systems_file_name(book: SystemsBook, day: date) -> str:
    """Return the name it is downloaded under: 立川市_情報システム台帳と更新の工程_内部用_20261128."""
    return f"{book.city}_{book.title}_{book.edition_name}_{day:%Y%m%d}"
