"""分類の対応: measures × the categories of an axis, on screen, as a workbook and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from organizations.spreadsheets import ExcelFormat
from portal.coverage import coverage as coverage_of
from portal.coverage_workbook import coverage_workbook
from portal.papers.answering import printed_now
from portal.place import find_place
from portal.printing.coverage_press import coverage_file_name
from workspace.saved_views import views_for

CURRENT = "portal:measure_list"


@require_safe
def coverage(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    context = {
        "place": place,
        "page": coverage_of(place, request.GET.get("axis", "")),
        "saved_views": views_for(request.user, request.path),
    }
    return render(request, "portal/coverage.html", context)


@require_safe
def coverage_export(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    content = coverage_workbook(coverage_of(place, request.GET.get("axis", "")))
    return download(content, ExcelFormat.content_type, f"{coverage_file_name(place, today)}.xlsx")


@require_POST
def coverage_print(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    found = coverage_of(place, request.POST.get("axis", ""))
    return printed_now(request, place, "coverage", axis=found.matrix.axis.code if found.matrix else "")


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Return a file to download under a name."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
