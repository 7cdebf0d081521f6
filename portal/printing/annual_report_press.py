"""From the figures of a year to its 年次報告 as HTML and style."""

import re

from django.template.loader import render_to_string

from portal.annual_report.report import AnnualReport
from portal.printing.annual_report import annual_paper
from portal.printing.html import on_paper, style_of

STYLES = ("page", "text", "table", "plan", "list", "sheet", "dashboard-charts", "annual", "steps")
_LINK = re.compile(r'<a\b[^>]*href="/[^>]*>(.*?)</a>', re.DOTALL)


def annual_report_html(report: AnnualReport, **options) -> str:
    """Return the report without style (`options` are those of `annual_paper`); what leads to a page of the
    portal is left as words.
    """
    page = render_to_string("print/annual_report.html", {"paper": annual_paper(report, **options)})
    return on_paper(_LINK.sub(r"\1", page))


def annual_report_css() -> str:
    return style_of(STYLES)
