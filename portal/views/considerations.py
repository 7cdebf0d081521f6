"""長期検討: the list a committee decides from."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.models import Plan
from portal.long_considerations import long_considerations
from portal.place import find_place


@require_safe
def consideration_list(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current="portal:schedule_grid")
    context = {
        "place": place,
        "considerations": long_considerations(place, today),
        "may_change": Plan.objects.changeable_by(request.user).filter(pk=place.plan.pk).exists(),
    }
    return render(request, "portal/consideration_list.html", context)
