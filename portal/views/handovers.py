"""引継書 of a department: the page, and the same on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from portal.handover.figures import handover_of
from portal.handover.rights import find_handed_over
from portal.place import find_place
from portal.printing.handover_press import handover_file_name, handover_pdf
from portal.printing.press import PDF


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
    handover = handover_of(place, department, today)
    answer = HttpResponse(handover_pdf(handover), content_type=PDF)
    answer["Content-Disposition"] = content_disposition_header(True, handover_file_name(handover))
    return answer
