"""事前協議: the list of a budget's year and one of them, on screen, as Excel and on paper."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from organizations.spreadsheets import ExcelFormat, workbook_of
from organizations.trail import touching
from portal.consultations.listing import (
    LIST,
    ConsultationList,
    consultation_rows,
)
from portal.consultations.listing import (
    consultation_list as list_of,
)
from portal.consultations.page import consultation_page
from portal.history_feed import hidden_from, recent_saves
from portal.place import Place, find_place
from portal.printing.consultation_press import (
    consultation_list_pdf,
    consultation_pdf,
    list_file_name,
    sheet_file_name,
)
from portal.printing.press import PDF
from portal.system_tabs import system_tabs
from portal.views.coverage import download
from systems.consulting import find_consultation, find_rule, may_file
from systems.models import Consultation

CURRENT = "portal:information_system_list"


@require_safe
def consultation_list(request, code):
    place, page = _list(request, code, request.GET.dict())
    context = {
        "place": place,
        "page": page,
        "rule": find_rule(place.municipality),
        "may_file": may_file(request.user),
        "tabs": system_tabs(place, "portal:consultation_list"),
    }
    return render(request, "portal/consultations/consultation_list.html", context)


@require_safe
def consultation_export(request, code):
    place, page = _list(request, code, request.GET.dict())
    content = workbook_of({f"事前協議 {page.year}年度": consultation_rows(page)})
    return download(content, ExcelFormat.content_type, list_file_name(place, page, "xlsx"))


@require_POST
def consultation_list_print(request, code):
    params = request.POST.dict()
    place, page = _list(
        request, code, {"state": LIST} | {name: value for name, value in params.items() if value}
    )
    content = consultation_list_pdf(place, page, timezone.localdate())
    return download(content, PDF, list_file_name(place, page, "pdf"))


def _list(request, code: str, params: dict[str, str]) -> tuple[Place, ConsultationList]:
    place = find_place(request.user, code, today=timezone.localdate(), current=CURRENT)
    page = list_of(place.municipality, request.user, params, this_year=place.fiscal_year)
    return place, page


@require_safe
def consultation_detail(request, code, pk):
    today = timezone.localdate()
    found = find_consultation(request.user, code, pk)
    place = find_place(request.user, code, today=today, current=CURRENT)
    reads_history = Consultation not in hidden_from(request.user)
    context = {
        "place": place,
        "page": consultation_page(found, request.user, today),
        "consultation": found,
        "recent": recent_saves(place, request.user, touching(Consultation, [pk])) if reads_history else None,
    }
    return render(request, "portal/consultations/consultation_detail.html", context)


@require_POST
def consultation_print(request, code, pk):
    today = timezone.localdate()
    found = find_consultation(request.user, code, pk)
    content = consultation_pdf(consultation_page(found, request.user, today), today)
    return download(content, PDF, sheet_file_name(found))
