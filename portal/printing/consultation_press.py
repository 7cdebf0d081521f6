"""From 事前協議 to paper: one as the form the department files (A4), the list for 財政課 (A4, landscape)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from organizations.fiscal_years import show_day, show_fiscal_year_by_era, show_month_by_letter
from portal.consultations.listing import ConsultationList, Line, added
from portal.consultations.page import ConsultationPage
from portal.place import Place
from portal.printing.html import on_paper, style_of
from portal.printing.pdf import pdf_bytes
from portal.printing.tables import Cell, Column, Group, PrintedTable, Row, printed_table, row
from systems.models import Consultation

SHEET_STYLES = ("consultation",)
TO_WRITE = "\N{IDEOGRAPHIC SPACE}"  # a cell that the finance section fills in by hand
LIST_STYLES = ("page", "text", "table", "list", "consultation-list", "steps")


@dataclass(frozen=True)
class ListPaper:
    city: str
    title: str
    table: PrintedTable | None
    remark: str
    as_of: str
    created: str


def consultation_html(page: ConsultationPage, today: date) -> str:
    """Return the form of one consultation, filled in."""
    context = {
        "page": page,
        "one": page.consultation,
        "city": page.consultation.municipality.name,
        "budget": f"{show_fiscal_year_by_era(page.consultation.fiscal_year)}予算",
        "as_of": show_day(today),
        "created": today.isoformat(),
    }
    return on_paper(render_to_string("print/consultation.html", context))


def consultation_css() -> str:
    return style_of(SHEET_STYLES)


def consultation_pdf(page: ConsultationPage, today: date) -> bytes:
    return pdf_bytes(consultation_html(page, today), consultation_css())


def sheet_file_name(consultation: Consultation) -> str:
    """Return the name under which it is downloaded: 事前協議_2027年度_市民課_住民記録システムの更新.pdf."""
    one = consultation
    return f"事前協議_{one.fiscal_year}年度_{one.department.name}_{one.name}.pdf"


def consultation_list_html(place: Place, page: ConsultationList, today: date) -> str:
    paper = ListPaper(
        city=place.municipality.name,
        title=f"{show_fiscal_year_by_era(page.year)}予算 情報システム事前協議一覧",
        table=list_table(page) if page.lines else None,
        remark=page.remark,
        as_of=show_day(today),
        created=today.isoformat(),
    )
    return on_paper(render_to_string("print/consultation_list.html", {"paper": paper}))


def consultation_list_css() -> str:
    return style_of(LIST_STYLES)


def consultation_list_pdf(place: Place, page: ConsultationList, today: date) -> bytes:
    return pdf_bytes(consultation_list_html(place, page, today), consultation_list_css())


def list_file_name(place: Place, page: ConsultationList, extension: str) -> str:
    """Return the name under which it is downloaded: 事前協議一覧_132039_2027年度.pdf."""
    return f"事前協議一覧_{place.municipality.code}_{page.year}年度.{extension}"


def list_table(page: ConsultationList) -> PrintedTable:
    """Return the list: a line a consultation, a band a department, the sums at its foot."""
    columns = [
        Column("件名", 18, "label"), Column("区分", 5), Column("稼働", 6), Column("調達の方法", 11),
        *(Column(head, 6, "number") for head in page.heads), Column("5年間の計", 7, "number"),
        Column("要求額", 7, "number"), Column("査定額", 7, "number"), Column("計画主管課の意見", 17),
    ]  # fmt: skip
    by_department: dict[str, list[Row]] = {}
    for line in page.lines:
        by_department.setdefault(line.consultation.department.name, []).append(row(columns, _values(line)))
    groups = [Group(rows, band=name) for name, rows in by_department.items()]
    *years, _, assessed = page.sums
    whole = ["計", "", "", "", *years, added(_requested(line) for line in page.counted), assessed, ""]
    total = row(columns, [Cell(_shown(value), "total") for value in whole])
    return printed_table(columns, [*groups, Group([total])], remark="単位 千円")


def _values(line: Line) -> Sequence:
    one = line.consultation
    starts_on = show_month_by_letter(one.starts_on) if one.starts_on else None
    assessed = Cell(TO_WRITE) if one.assessed is None else one.assessed
    return [
        one.name, one.get_kind_display(), starts_on, one.procurement, *line.costs, line.total,
        _requested(line), assessed, one.opinion,
    ]  # fmt: skip


def _requested(line: Line) -> int | None:
    """Return what is asked for: until the list is sent, the first year's cost."""
    asked = line.consultation.requested
    return line.costs[0] if asked is None else asked


def _shown(value) -> str:
    return f"{value:,}" if isinstance(value, int) else value or ""
