"""From a letter to its PDF."""

from django.template.loader import render_to_string

from portal.printing.html import on_paper, style_of
from portal.printing.letter import LetterPaper
from portal.printing.pdf import pdf_bytes

STYLES = ("letter",)


def letter_html(paper: LetterPaper) -> str:
    return on_paper(render_to_string("print/letter.html", {"paper": paper}))


def letter_css() -> str:
    return style_of(STYLES)


def letter_pdf(paper: LetterPaper) -> bytes:
    return pdf_bytes(letter_html(paper), letter_css())
