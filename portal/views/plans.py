"""計画: its overview, and how the measures of the plan before it ended."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.home import state_of
from portal.place import find_place
from portal.plan_overview import plan_overview
from portal.results import results


@require_safe
def plan_detail(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:plan_detail")
    context = {
        "place": place,
        "overview": plan_overview(place),
        "state": state_of(place.plan, place.fiscal_year),
    }
    return render(request, "portal/plan_detail.html", context)


@require_safe
def previous_results(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:plan_detail")
    context = {"place": place, "results": results(place, request.GET)}
    return render(request, "portal/previous_results.html", context)
