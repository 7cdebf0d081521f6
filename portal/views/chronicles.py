"""検討の経過: one measure through all plans, and its paper for the assembly."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.chronicle.reading import chronicle
from portal.chronicle.summary import summary
from portal.place import find_place
from portal.printing.chronicle_press import chronicle_file_name, chronicle_note, chronicle_pdf
from portal.printing.press import PDF
from portal.views.coverage import download

CURRENT = "portal:measure_list"


@require_safe
def measure_chronicle(request, code, plan, key):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    measure = get_object_or_404(place.plan.measures, key=key)
    found = chronicle(measure, place, today)
    context = {"place": place, "chronicle": found, "summary": summary(found)}
    return render(request, "portal/measure_chronicle.html", context)


@require_POST
def measure_chronicle_print(request, code, plan, key):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    measure = get_object_or_404(place.plan.measures, key=key)
    found = chronicle(measure, place, today)
    content = chronicle_pdf(place, found, today)
    chronicle_note(found, by=request.user, today=today)
    return download(content, PDF, chronicle_file_name(place, found, today))
