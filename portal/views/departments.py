"""部署: the tree of a city's departments and the page of one."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.models import Department
from portal.departments import department_profile, department_tree
from portal.place import find_place


@require_safe
def department_list(request, code):
    place = find_place(request.user, code, today=timezone.localdate())
    return render(request, "portal/department_list.html", {"place": place, "tree": department_tree(place)})


@require_safe
def department_detail(request, code, pk):
    place = find_place(request.user, code, today=timezone.localdate())
    department = Department.objects.find_visible(request.user, municipality=place.municipality, pk=pk)
    context = {"place": place, "profile": department_profile(place, department)}
    return render(request, "portal/department_detail.html", context)
