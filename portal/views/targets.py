"""目標: all indicators of a plan with their judgement in a fiscal year."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.place import find_place
from portal.targets import target_list as targets_of
from portal.targets import target_rows
from portal.views.money import CURRENT, excel_answer
from workspace.saved_views import views_for


@require_safe
def target_list(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    targets = targets_of(place.plan, request.GET.dict(), this_year=place.this_year)
    saved_views = views_for(request.user, request.path)
    context = {"place": place, "targets": targets, "saved_views": saved_views}
    return render(request, "portal/target_list.html", context)


@require_safe
def target_export(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    rows = target_rows(targets_of(place.plan, request.GET.dict(), this_year=place.this_year))
    return excel_answer("目標", rows, f"{place.plan.title}_目標.xlsx")
