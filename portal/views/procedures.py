"""オンライン手続 of a plan, on screen and as Excel."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.models import User
from organizations.spreadsheets import ExcelFormat, workbook_of
from portal.place import Place, find_place
from portal.procedures.listing import OF_PREFECTURES, WHOLE, procedure_list, procedure_rows
from portal.views.coverage import download
from systems.procedure_pages import procedures_of

CURRENT = "portal:plan_detail"


@require_safe
def online_procedure_list(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    page = procedure_list(place.plan, request.user, request.GET.dict())
    may_change = request.user.is_planning or request.user.is_administrator
    context = {
        "place": place,
        "page": page,
        "may_change": may_change,
        "uses_url": _uses_url(place, request.user, page.year),
        "whole": WHOLE,
        "of_prefectures": OF_PREFECTURES,
    }
    return render(request, "portal/procedures/online_procedure_list.html", context)


def _uses_url(place: Place, user: User, year: int | None) -> str:
    """Return where this person writes figures, "" for who has none to write."""
    if not procedures_of(place.plan, user).exists():
        return ""
    years = place.plan.fiscal_years
    wanted = year or max(place.this_year - 1, years[0])
    return reverse("systems:procedure_use_edit", args=[*place.plan.url_args, wanted])


@require_safe
def online_procedure_export(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    page = procedure_list(place.plan, request.user, request.GET.dict())
    content = workbook_of({"オンライン手続": procedure_rows(page)})
    return download(content, ExcelFormat.content_type, f"{place.plan.title}_オンライン手続.xlsx")
