"""For the committee and the budget: next year's list, 標準化, ICT-BCP, and the whole inventory as a book."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from organizations.spreadsheets import ExcelFormat
from portal.boards.bcp import bcp_board as bcp_of
from portal.boards.budget import budget_list as budget_of
from portal.boards.budget_sheet import budget_file_name, budget_workbook
from portal.boards.standardisation import standardisation_board as standardisation_of
from portal.papers.answering import printed_later
from portal.papers.options import AUDIENCES, PUBLIC
from portal.place import find_place
from portal.printing.budget_press import budget_pdf
from portal.printing.press import PDF
from portal.system_tabs import system_tabs
from portal.views.coverage import download

CURRENT = "portal:information_system_list"


@require_safe
def budget_list(request, code):
    place, page = _budget(request, code, request.GET)
    context = {"place": place, "page": page, "tabs": system_tabs(place, "portal:budget_list")}
    return render(request, "portal/boards/budget_list.html", context)


@require_safe
def budget_export(request, code):
    place, page = _budget(request, code, request.GET)
    content = budget_workbook(place, page)
    return download(content, ExcelFormat.content_type, budget_file_name(place, page, "xlsx"))


@require_POST
def budget_print(request, code):
    place, page = _budget(request, code, request.POST)
    content = budget_pdf(place, page, timezone.localdate())
    return download(content, PDF, budget_file_name(place, page, "pdf"))


def _budget(request, code: str, params):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=CURRENT)
    return place, budget_of(place=place, params=params.dict(), user=request.user, today=today)


@require_safe
def standardisation_board(request, code):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=CURRENT)
    context = {
        "place": place,
        "board": standardisation_of(place=place, params=request.GET.dict(), today=today),
        "tabs": system_tabs(place, "portal:standardisation_board"),
    }
    return render(request, "portal/boards/standardisation.html", context)


@require_safe
def bcp_board(request, code):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=CURRENT)
    context = {
        "place": place,
        "board": bcp_of(place=place, params=request.GET.dict(), today=today),
        "tabs": system_tabs(place, "portal:bcp_board"),
    }
    return render(request, "portal/boards/bcp.html", context)


@require_POST
def systems_print(request, code):
    place = find_place(request.user, code, today=timezone.localdate(), current=CURRENT)
    asked = request.POST.get("edition", "")
    return printed_later(request, place, "systems", audience=asked if asked in AUDIENCES else PUBLIC)
