"""検討の経過: one measure through all plans, and its paper for the assembly."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.chronicle.reading import chronicle
from portal.chronicle.summary import summary
from portal.papers.answering import printed_now
from portal.place import find_place

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
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    measure = get_object_or_404(place.plan.measures, key=key)
    return printed_now(request, place, "briefing", measure=measure.key)
