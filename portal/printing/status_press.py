"""From the sheets to HTML and style, and what the file is called."""

from django.template.loader import render_to_string

from plans.models import Plan
from portal.printing.html import on_paper, style_of
from portal.printing.status_sheets import StatusBook

STYLES = ("status", "text", "table", "plan", "steps", "status-sheet")


def status_html(book: StatusBook) -> str:
    return on_paper(render_to_string("print/status_sheets.html", {"book": book}))


def status_css() -> str:
    return style_of(STYLES)


def status_file_name(plan: Plan, key: str, *, is_blank: bool) -> str:
    """Return the name of the file without extension: 132209-ict-2022-sheets-2023-1-blank."""
    parts = [plan.municipality.code, plan.code, "sheets", key, "blank" if is_blank else ""]
    return "-".join(filter(None, parts))
