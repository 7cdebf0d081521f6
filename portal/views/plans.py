"""計画: its overview, and how the measures of the plan before it ended."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.models import Plan
from portal.history_feed import recent_saves
from portal.place import find_place
from portal.plan_overview import plan_overview
from portal.results import results


@require_safe
def plan_detail(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:plan_detail")
    context = {
        "place": place,
        "overview": plan_overview(place),
        "recent": recent_saves(place, request.user),
        "may_change": Plan.objects.changeable_by(request.user).filter(pk=place.plan.pk).exists(),
        "state": place.plan.state(place.fiscal_year, is_adopted=place.plan.has_initial),
    }
    return render(request, "portal/plan_detail.html", context)


@require_safe
def previous_results(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:plan_detail")
    context = {"place": place, "results": results(place, request.GET)}
    return render(request, "portal/previous_results.html", context)
