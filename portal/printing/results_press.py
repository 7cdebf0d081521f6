"""From the table of results to HTML and style, and what the file is called."""

from django.template.loader import render_to_string

from plans.models import Edition, Plan
from portal.printing.html import on_paper, style_of
from portal.printing.results_table import ResultsTable

STYLES = ("page", "text", "table", "list", "steps")


def results_html(paper: ResultsTable) -> str:
    return on_paper(render_to_string("print/results_table.html", {"paper": paper}))


def results_css() -> str:
    return style_of(STYLES)


def results_file_name(plan: Plan, edition: Edition | None) -> str:
    """Return the name of the file without extension: 132209-ict-2022-results-1."""
    number = f"-{edition.number}" if edition else ""
    return f"{plan.municipality.code}-{plan.code}-results{number}"
