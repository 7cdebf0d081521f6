"""施策: the list, the schedule grid and the sheet of one measure."""

from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from measures.models import Measure
from organizations.fiscal_years import show_fiscal_years
from organizations.trail import touching
from plans.models import Plan
from portal.fragments import render_page_or_part
from portal.glossary import terms_of
from portal.history_feed import recent_saves
from portal.journal import journal_of
from portal.measure_lines import measure_lines
from portal.measure_selection import select_measures
from portal.place import find_place
from portal.schedule_grid import schedule_grid as draw_grid
from portal.sheet.reports import reports_of
from portal.sheet.sheet import measure_sheet, with_all_parts
from portal.summary import summary_of
from workspace.saved_views import views_for


@require_safe
def measure_list(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:measure_list")
    context = _selected(request, place)
    context["listing"] = measure_lines(context["selection"], place.this_year)
    context["may_change"] = Plan.objects.changeable_by(request.user).filter(pk=place.plan.pk).exists()
    return render_page_or_part(request, "portal/measure_list.html", "portal/_measure_table.html", context)


@require_safe
def schedule_grid(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:schedule_grid")
    context = _selected(request, place)
    context["grid"] = grid = draw_grid(context["selection"], place)
    context["may_change"] = Plan.objects.changeable_by(request.user).filter(pk=place.plan.pk).exists()
    context["year_strip"] = render_to_string("portal/_year_strip.html", {"years": grid.years})
    return render_page_or_part(request, "portal/schedule_grid.html", "portal/_schedule_grid.html", context)


def _selected(request, place):
    """Return what list and grid have in common: the measures the query string selects, and their summary."""
    plan = place.plan
    selection = select_measures(place=place, params=request.GET, user=request.user)
    return {
        "place": place,
        "span": show_fiscal_years(plan.start_fiscal_year, plan.end_fiscal_year),
        "selection": selection,
        "summary": summary_of(selection.table, place),
        "saved_views": views_for(request.user, request.path),
    }


@require_safe
def measure_detail(request, code, plan, key):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current="portal:measure_list")
    measure = get_object_or_404(with_all_parts(place.plan.measures, place.plan), key=key)
    context = {
        "place": place,
        "sheet": measure_sheet(measure, place),
        "terms": terms_of(place.plan),
        "reports": reports_of(measure, request.user),
        "journal": journal_of(measure, request.user, place.municipality),
        "recent": recent_saves(place, request.user, touching(Measure, [measure.pk]), measure=measure.key),
        "may_change": Measure.objects.changeable_by(request.user).filter(pk=measure.pk).exists(),
    }
    return render(request, "portal/measure_detail.html", context)
