"""From the figures of a year to its 年次報告 as HTML and style, and what the file is called."""

import re

from django.template.loader import render_to_string

from portal.annual_report.reading import AnnualReport
from portal.printing.annual_report import annual_paper
from portal.printing.html import on_paper, style_of

STYLES = ("page", "text", "table", "plan", "list", "sheet", "dashboard-charts", "annual", "steps")
_LINK = re.compile(r'<a\b[^>]*href="/[^>]*>(.*?)</a>', re.DOTALL)


def annual_report_html(report: AnnualReport) -> str:
    """Return the report without style; what leads to a page of the portal is left as words."""
    page = render_to_string("print/annual_report.html", {"paper": annual_paper(report)})
    return on_paper(_LINK.sub(r"\1", page))


def annual_report_css() -> str:
    return style_of(STYLES)


def annual_report_file_name(report: AnnualReport) -> str:
    """Return the name under which it is downloaded: 132209-ict-2022-annual-report-2023-1.pdf."""
    key = report.round.key if report.round else report.fiscal_year
    return f"{report.plan.municipality.code}-{report.plan.code}-annual-report-{key}.pdf"
