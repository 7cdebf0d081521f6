"""経費: what the plan's measures cost, added up, with the lines behind each total."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from organizations.spreadsheets import ExcelFormat, workbook_of
from portal.money_page import money_page, money_rows
from portal.place import find_place
from workspace.saved_views import views_for

CURRENT = "portal:measure_list"


@require_safe
def money_list(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    page = money_page(place.plan, request.GET.dict())
    context = {"place": place, "page": page, "saved_views": views_for(request.user, request.path)}
    return render(request, "portal/money_list.html", context)


@require_safe
def money_export(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    rows = money_rows(money_page(place.plan, request.GET.dict()))
    return excel_answer("経費", rows, f"{place.plan.title}_経費.xlsx")


def excel_answer(sheet: str, rows: list, name: str) -> HttpResponse:
    """Return a workbook of one sheet to download."""
    answer = HttpResponse(workbook_of({sheet: rows}), content_type=ExcelFormat.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
