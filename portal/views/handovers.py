"""引継書 of a department: the page, and the same on paper."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.handover.figures import handover_of
from portal.handover.rights import find_handed_over
from portal.papers.answering import printed_now
from portal.place import find_place


@require_safe
def department_handover(request, code, pk):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today)
    department = find_handed_over(request.user, place, pk, today)
    context = {"place": place, "handover": handover_of(place, department, today)}
    return render(request, "portal/department_handover.html", context)


@require_POST
def department_handover_print(request, code, pk):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today)
    department = find_handed_over(request.user, place, pk, today)
    return printed_now(request, place, "handover", department=str(department.pk))
