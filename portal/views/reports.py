"""実施状況報告: what a department owes, and one answer as it is read."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.place import find_place
from portal.reports.owed import updates_of
from portal.reports.page import report_page
from reviews.finding import find_report

CURRENT = "portal:review_round_list"


@require_safe
def my_updates(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    department = request.user.department
    updates = updates_of([place.plan], department, request.user, today) if department else None
    return render(request, "portal/my_updates.html", {"place": place, "updates": updates})


@require_safe
def progress_report_detail(request, **address):
    today = timezone.localdate()
    place = find_place(request.user, address["code"], address["plan"], today=today, current=CURRENT)
    report = find_report(request.user, **address)
    context = {"place": place, "page": report_page(report, request.user, today)}
    return render(request, "portal/progress_report_detail.html", context)
