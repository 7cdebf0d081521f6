"""What templates write with: eras, months, texts with links to the glossary."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from organizations import fiscal_years
from plans import text
from portal.schedule_grid import Cell
from portal.snippets import Piece

register = template.Library()

register.filter("fiscal_year", fiscal_years.show_fiscal_year)
register.filter("fiscal_year_by_era", fiscal_years.show_fiscal_year_by_era)
register.filter("fiscal_year_short", fiscal_years.show_fiscal_year_short)
register.filter("month", fiscal_years.show_month)
register.filter("month_short", fiscal_years.show_month_by_era)
register.filter("day", fiscal_years.show_day)
register.filter("partial_date", fiscal_years.show_partial_date)
register.filter("link_terms", text.link_terms)
register.filter("markdown", text.render_markdown)


@register.filter
def in_two(shown: str) -> SafeString:
    """Return an era date and its western one in brackets as two parts that break only between them."""
    era, bracket, western = shown.partition("（")
    return format_html(
        '<span class="whole">{}</span> <span class="whole soft">{}{}</span>', era, bracket, western
    )


@register.filter
def fiscal_years_of(plan) -> str:
    """Return the span of a plan: 令和4年度～令和8年度（2022年度～2026年度）."""
    return fiscal_years.show_fiscal_years(plan.start_fiscal_year, plan.end_fiscal_year)


@register.filter
def about(notes: list[dict], fields: str) -> list[dict]:
    """Return the notes on one of some fields (names apart by spaces)."""
    return [note for note in notes if note.get("field") in fields.split()]


@register.filter
def drawn(cells: Sequence[Cell]) -> SafeString:
    """Return the cells of a schedule as HTML. Many measures run alike, so what was drawn once is kept."""
    return _drawn(tuple(cells))


@lru_cache(maxsize=2048)
def _drawn(cells: tuple[Cell, ...]) -> SafeString:
    return render_to_string("portal/_cells.html", {"cells": cells})


@register.filter
def count_of(counts: Mapping[str, int], name: str) -> int:
    """Return one of several counts, 0 where there is none."""
    return counts.get(name, 0)


@register.filter
def with_hits(pieces: Iterable[Piece]) -> SafeString:
    """Return the pieces of a text with the hits of a search as <mark>."""
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", piece.text) if piece.is_hit else piece.text,) for piece in pieces),
    )
