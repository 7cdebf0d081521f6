"""年間予定: a fiscal year of a plan by month, on screen and on one sheet."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.place import find_place
from portal.printing.calendar_press import calendar_file_name, calendar_pdf
from portal.printing.press import PDF
from portal.views.coverage import download
from portal.year_calendar import year_calendar as calendar_of

CURRENT = "portal:plan_detail"


@require_safe
def year_calendar(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    calendar = calendar_of(place, request.user, request.GET.get("year", ""), today)
    return render(request, "portal/year_calendar.html", {"place": place, "calendar": calendar})


@require_POST
def year_calendar_print(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    calendar = calendar_of(place, request.user, request.POST.get("year", ""), today)
    return download(calendar_pdf(place, calendar, today), PDF, calendar_file_name(place, calendar))
