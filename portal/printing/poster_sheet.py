"""From a poster to HTML and style: what `poster_fit` reckoned becomes lengths."""

from django.template.loader import render_to_string

from portal.printing.html import on_paper, style_of
from portal.printing.poster import MARGIN, SCALE, TITLE, TYPE, Poster
from portal.printing.poster_fit import BAND, BAR, BETWEEN, GUTTER, HEAD, LEADING
from portal.printing.type_width import POINT

STYLES = ("plan", "poster")
TALLEST_BAR = 1.3  # a row drawn out has a taller bar, up to this


def poster_html(poster: Poster) -> str:
    return on_paper(render_to_string("print/poster.html", {"poster": poster}))


def poster_css(poster: Poster) -> str:
    """Return the style: the files, then the lengths of this poster in mm and pt."""
    fit, scale = poster.fit, SCALE[poster.size]
    em = fit.size * POINT
    widths = fit.widths
    column = {
        "number": widths.number, "name": widths.name, "text": widths.text,
        "label": widths.label, "year": widths.year,
    }  # fmt: skip
    whole = sum(column.values()) - widths.year + widths.bars
    bar, between = (
        BAR[fit.detail] * em * min(*fit.stretches, TALLEST_BAR),
        BETWEEN[fit.detail] * em / 2 - 0.05,
    )
    rows = [row for sheet in poster.sheets for blocks in sheet.columns for b in blocks for row in b.rows]
    heights = {height for row in rows for height in (row.height, row.lowest)}
    rules = [
        f"@page {{ size: {poster.width}mm {poster.height}mm; margin: {MARGIN * scale:.2f}mm }}",
        f"html {{ font-size: {TYPE * scale:.2f}pt; --poster-gutter: {GUTTER * em:.3f}mm }}",
        f".poster__title {{ height: {(TITLE - 3.2) * scale:.2f}mm }}",
        f".poster__legend {{ height: {poster.legend - 2.7 * scale:.2f}mm }}",
        f".poster__columns {{ height: {poster.room}mm }}",
        f".poster__column {{ width: {whole * em:.3f}mm; font-size: {fit.size}pt }}",
        f".poster__head {{ height: {(HEAD - 0.5) * em:.3f}mm }}",
        f".poster__band {{ height: {(BAND + LEADING) * em:.3f}mm }}",
        f".poster__counted {{ width: {poster.foot.label}rem }}",
        f".poster__notes {{ width: {poster.foot.notes}rem }}",
        f".poster__lane {{ padding: {between:.3f}mm 0.12em; line-height: {bar:.3f}mm }}",
        *(f".poster__{name}-width {{ width: {size * em:.3f}mm }}" for name, size in column.items() if size),
        *(f".poster__h-{height} {{ height: {height / 10}mm }}" for height in sorted(heights - {0})),
    ]
    return "\n".join([style_of(STYLES), *rules])
