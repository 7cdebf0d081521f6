"""From a dashboard to its one sheet of paper (A3, landscape), and what the file is called."""

import re
from datetime import date
from math import sqrt

from django.template.loader import render_to_string

from organizations.fiscal_years import show_day
from portal.dashboard.choice import DashboardPage
from portal.dashboard.panels import columns_of, in_rows
from portal.place import Place
from portal.printing.html import on_paper, style_of
from portal.printing.pdf import pdf_bytes

STYLES = ("dashboard-charts", "dashboard", "dashboard-phase")
A3 = sqrt(0.5)  # the style lays out an A2, on which a drawing of the screen has its size
_LINK = re.compile(r"<a\b[^>]*>|</a>")


def dashboard_html(place: Place, page: DashboardPage, today: date) -> str:
    """Return the sheet without style, of the pieces of the page; what leads elsewhere is words here."""
    context = {
        "place": place,
        "page": page,
        "found": page.found,
        "rows": in_rows(page.found.panels),
        "columns": columns_of(page.found.panels),
        "as_of": show_day(today),
        "created": today.isoformat(),
    }
    return on_paper(_LINK.sub("", render_to_string("print/dashboard.html", context)))


def dashboard_css() -> str:
    return style_of(STYLES)


def dashboard_pdf(place: Place, page: DashboardPage, today: date) -> bytes:
    return pdf_bytes(dashboard_html(place, page, today), dashboard_css(), zoom=A3)


def dashboard_file_name(place: Place, page: DashboardPage, today: date, extension: str) -> str:
    """Return the name under which it is downloaded: 進捗一覧_計画の全体_132209-ict-2022_20261121.pdf."""
    plan = place.plan
    return f"進捗一覧_{page.name}_{place.municipality.code}-{plan.code}_{today:%Y%m%d}.{extension}"
