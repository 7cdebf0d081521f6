"""部署: the tree of a city's departments and the page of one."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.models import Department
from portal.departments import department_profile, department_tree
from portal.handover.rights import handovers_readable_by
from portal.history_feed import recent_saves
from portal.history_filters import touching_department
from portal.place import find_place
from portal.renewals.standing import standing_findings
from portal.reports.owed import updates_for
from systems.feeding import departments_followed_by


@require_safe
def department_list(request, code):
    place = find_place(request.user, code, today=timezone.localdate())
    return render(request, "portal/department_list.html", {"place": place, "tree": department_tree(place)})


@require_safe
def department_detail(request, code, pk):
    today = timezone.localdate()
    place = find_place(request.user, code, today=today)
    department = Department.objects.find_visible(request.user, municipality=place.municipality, pk=pk)
    held = touching_department(department.pk)
    context = {
        "place": place,
        "profile": department_profile(place, department, today),
        "reads_handover": handovers_readable_by(request.user, today).filter(pk=department.pk).exists(),
        "may_follow": departments_followed_by(request.user, place.municipality).filter(pk=pk).exists(),
        "updates": updates_for(place, request.user, today, department=department),
        "standing": standing_findings(place.municipality, today, department.pk),
        "recent": recent_saves(place, request.user, held, department=department.pk),
    }
    return render(request, "portal/department_detail.html", context)
