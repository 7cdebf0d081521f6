"""新旧対照表: two versions of a plan side by side, on the page and on paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from organizations.spreadsheets import ExcelFormat, workbook_of
from portal.comparison import chosen, compared, reasons_of, versions_of
from portal.comparison_page import comparison_page
from portal.comparison_table import comparison_table
from portal.papers.answering import printed_later
from portal.place import find_place
from portal.printing.comparison_press import form_file_name

CURRENT = "portal:plan_detail"


@require_safe
def edition_compare(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    versions = versions_of(place.plan, today)
    old, new = _chosen(versions, request.GET)
    context = {"place": place, "versions": versions, "old": old, "new": new}
    if len(versions) > 1:
        context["shown"] = comparison_page(place.plan, old, new, request.GET)
    return render(request, "portal/edition_compare.html", context)


@require_POST
def edition_compare_print(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    old, new = _chosen(versions_of(place.plan, today), request.POST)
    return printed_later(request, place, "comparison", old=old.value, new=new.value)


@require_safe
def edition_compare_export(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    old, new = _chosen(versions_of(place.plan, today), request.GET)
    comparison, reasons = compared(place.plan, old, new), reasons_of(place.plan, old, new)
    rows = comparison_table(comparison, reasons=reasons, decision=new.decision)
    answer = HttpResponse(workbook_of({"新旧対照表": rows}), content_type=ExcelFormat.content_type)
    name = f"{form_file_name(place.plan, old, new)}.{ExcelFormat.extension}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _chosen(versions, params):
    """Return the versions asked for. Raise Http404 for one that does not exist."""
    pair = chosen(versions, params.get("old", ""), params.get("new", ""))
    if pair is None:
        raise Http404
    return pair
