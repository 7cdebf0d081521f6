"""From a 概要版 to HTML and style: the gaps between its sections become lengths."""

from django.template.loader import render_to_string

from portal.printing.html import on_paper, style_of
from portal.printing.summary import TITLES, Summary
from portal.printing.summary_sections import WIDTH
from portal.printing.summary_words import with_signs

STYLES = ("steps", "plan", "summary")
NUMBER, LABEL = 13.0, 70.0  # mm of the timetable


def summary_html(summary: Summary) -> str:
    """Return the pages without style, ※ behind the first place of each word that is explained."""
    return on_paper(with_signs(render_to_string("print/summary.html", {"summary": summary}), summary.terms))


def summary_css(summary: Summary) -> str:
    leading = dict(TITLES)[summary.title_size]
    rules = [f".summary__title {{ font-size: {summary.title_size}pt; line-height: {leading} }}"]
    rules += [
        f".summary__gap-{place} {{ height: {page.gap:.2f}mm }}" for place, page in enumerate(summary.pages, 1)
    ]
    rules += [f".summary__col-year {{ width: {_year_width(summary):.2f}mm }}"]
    return "\n".join([style_of(STYLES), *rules])


def _year_width(summary: Summary) -> float:
    """Return the width of a year in the timetable, 0 where there is none."""
    parts = [section.part for page in summary.pages for section in page.sections]
    charts = [part for part in parts if getattr(part, "years", None)]
    return (WIDTH - NUMBER - charts[0].name_width) / len(charts[0].years) if charts else 0.0
