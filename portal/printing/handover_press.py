"""From the figures of a 引継書 to its PDF, and what the file is called."""

from django.template.loader import render_to_string

from portal.handover.figures import Handover
from portal.printing.handover import handover_paper
from portal.printing.html import on_paper, style_of

STYLES = ("page", "text", "table", "plan", "list", "handover", "steps")


def handover_html(handover: Handover) -> str:
    return on_paper(render_to_string("print/handover.html", {"paper": handover_paper(handover)}))


def handover_css() -> str:
    return style_of(STYLES)


def handover_file_name(handover: Handover) -> str:
    """Return the name under which it is downloaded: 引継書_情報管理課_20261121."""
    return f"引継書_{handover.department.name}_{handover.day:%Y%m%d}"
