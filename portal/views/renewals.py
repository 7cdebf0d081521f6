"""更新: the timetable, 確認事項, the calendar of ten years, 試算. Pages to read; GET changes nothing."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.spreadsheets import ExcelFormat
from portal.place import Place, find_place
from portal.renewals.calendar import calendar_page
from portal.renewals.finding_page import finding_page
from portal.renewals.timetable_page import timetable_page
from portal.renewals.trial_page import trial_page
from portal.renewals.workbook import finding_rows, timetable_workbook
from portal.system_tabs import system_tabs
from portal.views.coverage import download
from portal.views.money import excel_answer
from workspace.saved_views import views_for

SYSTEMS = "portal:information_system_list"


def _answer(request, template: str, tab: str, place: Place, page):
    context = {
        "place": place,
        "tabs": system_tabs(place, tab),
        "page": page,
        "saved_views": views_for(request.user, request.path),
    }
    return render(request, template, context)


@require_safe
def renewal_timetable(request, code):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=SYSTEMS)
    page = timetable_page(place=place, params=request.GET.dict(), user=request.user, today=today)
    return _answer(request, "portal/renewals/timetable.html", "portal:renewal_timetable", place, page)


@require_safe
def renewal_timetable_export(request, code):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=SYSTEMS)
    page = timetable_page(place=place, params=request.GET.dict(), user=request.user, today=today)
    name = f"{place.municipality.name}_システム更新の工程_{page.conditions.as_of:%Y%m%d}.xlsx"
    return download(timetable_workbook(page), ExcelFormat.content_type, name)


@require_safe
def finding_list(request, code):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=SYSTEMS)
    page = finding_page(place=place, params=request.GET.dict(), user=request.user, today=today)
    return _answer(request, "portal/renewals/finding_list.html", "portal:finding_list", place, page)


@require_safe
def finding_list_export(request, code):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=SYSTEMS)
    page = finding_page(place=place, params=request.GET.dict(), user=request.user, today=today)
    name = f"{place.municipality.name}_確認事項_{page.conditions.as_of:%Y%m%d}.xlsx"
    return excel_answer("確認事項", finding_rows(page), name)


@require_safe
def renewal_calendar(request, code):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=SYSTEMS)
    page = calendar_page(place=place, params=request.GET.dict(), today=today)
    return _answer(request, "portal/renewals/calendar.html", "portal:renewal_calendar", place, page)


@require_safe
def renewal_trial(request, code):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=SYSTEMS)
    page = trial_page(place=place, params=request.GET.dict(), today=today)
    return _answer(request, "portal/renewals/trial.html", "", place, page)
