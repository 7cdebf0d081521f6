"""From HTML to paper. This module and `quick_page.py` alone reach WeasyPrint."""

from functools import partial

from weasyprint import CSS
from weasyprint.urls import URLFetcher

from portal.printing.confined import LARGEST_PAGE, PrintTooLarge, confined
from portal.printing.glyphs import printable
from portal.printing.quick_page import QuickPage
from portal.printing.tagging import conforming


def pdf_bytes(html: str, css: str, *, zoom: float = 1, variant: str = "") -> bytes:
    """Return a tagged PDF of a page and its style: the same input gives the same bytes.

    Nothing is read but what is handed over and the machine's fonts; an address in the texts leads nowhere.
    `zoom` makes all of it smaller or larger, the sheet too: an A2 at the square root of a half is an A3.
    `variant` is one of `portal.papers.options.VARIANTS`. Raise PrintTookTooLong or PrintTooLarge.
    """
    if len(html) > LARGEST_PAGE:
        raise PrintTooLarge
    page = printable(html)
    return confined(lambda: rendered_here(page, css, zoom=zoom, variant=variant))


def rendered_here(html: str, css: str, *, zoom: float = 1, variant: str = "") -> bytes:
    """Return the PDF of a printable page, made in this very process and without limits."""
    fetcher = URLFetcher(allowed_protocols=["data"])
    page = QuickPage(html, css, fetcher)
    return page.write_pdf(
        zoom=zoom,
        finisher=partial(conforming, zoom=zoom),
        stylesheets=[CSS(string=css, url_fetcher=fetcher)],
        pdf_tags=True,
        pdf_variant=variant or None,
        custom_metadata=True,
    )
