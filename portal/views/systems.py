"""情報システム: the city's inventory and the page of one system."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from measures.models import Measure
from organizations.trail import touching
from portal.fragments import render_page_or_part
from portal.history_feed import recent_saves
from portal.journal import journal_of
from portal.life_line import life_line
from portal.place import find_place
from portal.system_filters import InformationSystemFilter
from portal.systems import grouped, reference_month, system_rows, visible_systems
from systems.models import InformationSystem

CURRENT = "portal:information_system_list"


@require_safe
def information_system_list(request, code):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=CURRENT)
    since = reference_month(place.plan, today)
    systems = visible_systems(request.user, place.plan)
    filters = InformationSystemFilter(request.GET, systems, plan=place.plan, since=since)
    rows = system_rows(filters.qs)
    context = {
        "place": place,
        "filters": filters,
        "groups": grouped(rows),
        "shown": len(rows),
        "total": InformationSystem.objects.visible_to(request.user).filter(municipality__code=code).count(),
        "has_renewals": any(row.renewal for row in rows),
        "since": since,
    }
    return render_page_or_part(
        request, "portal/information_system_list.html", "portal/_system_table.html", context
    )


@require_safe
def information_system_detail(request, code, pk):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today, current=CURRENT)
    system = visible_systems(request.user, place.plan).select_related("successor").find_visible(
        request.user, pk=pk
    )
    row = system_rows([system])[0]
    context = {
        "place": place,
        "row": row,
        "journal": journal_of(system, request.user),
        "life_line": life_line(row, today=today),
        "measures": Measure.objects.visible_to(request.user)
        .filter(systems=system)
        .select_related("plan__municipality"),
        "recent": recent_saves(
            place, request.user, touching(InformationSystem, [system.pk]), system=system.pk
        ),
        "predecessors": system.predecessors.select_related("municipality"),
    }
    return render(request, "portal/information_system_detail.html", context)
