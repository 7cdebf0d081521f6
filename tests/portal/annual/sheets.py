"""An annual report made of a document or a plan, and read back."""

import io
from datetime import date

from pypdf import PdfReader

from portal.annual_report.report import AnnualReport, annual_report
from portal.papers.kind import Asked, Paper
from portal.papers.kinds.annual_report import KIND
from portal.papers.options import Options
from portal.place import place_of
from portal.printing.annual_report_press import annual_report_css, annual_report_html
from portal.printing.pdf import pdf_bytes
from tests.factories import make_municipality
from tests.portal.printing.printed import squeezed

DAY = date(2024, 7, 1)


def pages_of(html: str) -> list[str]:
    reader = PdfReader(io.BytesIO(pdf_bytes(html, annual_report_css())))
    return [squeezed(page.extract_text()) for page in reader.pages]


def of_document(document: dict, *, day: date = DAY, parts=(), **options) -> list[str]:
    """Print a document and return the text of each page."""
    return pages_of(annual_report_html(annual_report(document, day, **options), parts=parts))


def asked(*, municipality=None, plan="ict-2022", day: date = DAY, user=None, **options) -> Asked:
    place = place_of(municipality or make_municipality(), plan, today=day)
    return Asked(place, user, day, Options(**options))


def made(**options) -> Paper:
    """Make the paper of the plan as it stands, or as `options` ask for it."""
    return KIND.make(asked(**options))


def figures(**options) -> AnnualReport:
    return made(**options).told


def text_of(paper: Paper) -> str:
    return "".join(pages_of(paper.html))
