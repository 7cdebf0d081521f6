"""Numbers, tables and drawings of a dashboard. A page has hundreds of cells: no template per cell.

What was drawn once is kept by its value: the same figures are the same drawing, on whatever page and when.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.dashboard.tables import Cell, FigureTable

register = template.Library()

NAMES = {"state_bar": "bar", "meter": "meter", "year_strip": "strip", "year_axis": "ticks", "mark": "paint"}


@register.filter
def linked(number) -> SafeString:
    """Return a count as a link to what it counts; 0 leads nowhere, and what is unknown says why."""
    if number.count is None:
        return format_html('<span class="dash-untold">{}</span>', number.text)
    if not number.count or not number.url:
        return format_html("{}", number.count)
    return format_html('<a href="{}">{}</a>', number.url, number.count)


@register.simple_tag
def drawn_chart(piece: str, drawing, id: str) -> SafeString:
    """Draw `drawing` (a hashable value) by `portal/charts/_<piece>.html`; `id` is unique in the page."""
    return _drawn(piece, tuple(drawing) if isinstance(drawing, list) else drawing, id)


@lru_cache(maxsize=4096)
def _drawn(piece: str, drawing, id: str) -> SafeString:
    context = {NAMES.get(piece, "chart"): drawing, "id": id}
    return render_to_string(f"portal/charts/_{piece}.html", context)


@register.simple_tag
def state_chip(look: str, icon: str, word: str) -> SafeString:
    """Return a state as a sign and a word."""
    return _chip(look, icon, word)


@lru_cache(maxsize=256)
def _chip(look: str, icon: str, word: str) -> SafeString:
    return render_to_string("portal/dashboard/_state.html", {"look": look, "icon": icon, "word": word})


@register.filter
def table_rows(table: FigureTable) -> SafeString:
    """Return the head and the rows of a table."""
    return _rows(table.heads, table.lines)


@lru_cache(maxsize=512)
def _rows(heads: tuple, lines: tuple) -> SafeString:
    head = format_html_join(
        "",
        '<th class="table__head{}" scope="col">{}</th>',
        ((" number" if is_figure else "", label) for label, is_figure in heads),
    )
    rows = format_html_join("\n", "<tr>{}</tr>", ((_cells(line),) for line in lines))
    return format_html("<thead><tr>{}</tr></thead>\n<tbody>{}</tbody>", head, rows)


def _cells(line: tuple[tuple[Cell, bool], ...]) -> SafeString:
    (first, _), *others = line
    head = format_html('<th class="table__cell" scope="row">{}</th>', _cell(first))
    rest = format_html_join(
        "",
        '<td class="table__cell{}">{}</td>',
        ((" number" if is_figure else "", _cell(cell)) for cell, is_figure in others),
    )
    return format_html("{}{}", head, rest)


def _cell(cell: Cell) -> SafeString | str:
    if cell.url and cell.count != 0:
        return format_html('<a href="{}">{}</a>', cell.url, cell.shown)
    if "\n" in cell.shown:
        return format_html_join(format_html("<br>"), "{}", ((part,) for part in cell.shown.split("\n")))
    return cell.shown
