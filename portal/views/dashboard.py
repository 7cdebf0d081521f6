"""進捗一覧: one page on the plan's progress, the same on paper and as a workbook."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from organizations.spreadsheets import ExcelFormat
from portal.annual_report.reading import last_final
from portal.dashboard.choice import dashboard_page
from portal.dashboard.rounds import rounds_of
from portal.dashboard.workbook import dashboard_workbook
from portal.papers.answering import printed_later
from portal.place import find_place
from portal.printing.dashboard_press import dashboard_file_name, dashboard_pdf
from portal.printing.press import PDF
from workspace.saved_views import views_for

CURRENT = "portal:dashboard"


@require_safe
def dashboard(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    page = dashboard_page(place, request.user, request.GET.dict(), today)
    context = {"place": place, "page": page, "saved_views": views_for(request.user, request.path)}
    return render(request, "portal/dashboard.html", context)


@require_safe
def dashboard_export(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    page = dashboard_page(place, request.user, request.GET.dict(), today)
    name = dashboard_file_name(place, page, today, ExcelFormat.extension)
    return _download(dashboard_workbook(place, page, today), ExcelFormat.content_type, name)


@require_POST
def dashboard_print(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    page = dashboard_page(place, request.user, request.POST.dict(), today)
    name = dashboard_file_name(place, page, today, "pdf")
    return _download(dashboard_pdf(place, page, today), PDF, name)


@require_POST
def annual_report_print(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    chosen = rounds_of(place.plan, request.POST.get("round", "") or last_final(place.plan)).chosen
    return printed_later(request, place, "annual-report", round=chosen.key if chosen else "")


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
