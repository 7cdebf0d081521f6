"""部署: correct one at once; rename, merge, split or end it from a day on, by way of a previewed 組織改正."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organizations.edits import picked, refreshed
from organizations.exceptions import EditConflict
from organizations.forms.departments import (
    DepartmentForm,
    EndForm,
    MergeForm,
    NewDepartmentsForm,
    RenameForm,
    SplitForm,
)
from organizations.history import Author
from organizations.reorganising.page import ReorganisationPage
from organizations.services.departments import department_create as create
from organizations.services.departments import department_edit as edit
from organizations.views.finding import find_city, standing


@require_http_methods(["GET", "POST"])
def department_edit(request, code, pk):
    city, today = find_city(request, code), timezone.localdate()
    department = _find(request, city, pk)
    form = DepartmentForm(picked(request.POST) or None, instance=department, today=today)
    conflict = None
    if form.is_valid():
        try:
            edit(department=department, edits=form.edits(), author=Author.of(request), today=today)
        except EditConflict as refusal:
            form = DepartmentForm(
                refreshed(form.data, refusal.clashes), instance=_find(request, city, pk), today=today
            )
            conflict = refusal
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"「{department}」を保存しました。")
            return redirect(department)
    context = {"city": city, "department": department, "form": form, "conflict": conflict}
    return render(request, "organizations/department_edit.html", context)


@require_http_methods(["GET", "POST"])
def department_create(request, code):
    city, today = find_city(request, code), timezone.localdate()
    form = NewDepartmentsForm(request.POST or None, municipality=city, today=today)
    if form.is_valid():
        try:
            made = create(municipality=city, author=Author.of(request), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("names", refusal.messages)
        else:
            messages.success(request, f"部署を{len(made)}件追加しました。")
            return redirect(_back(request, city))
    context = {"city": city, "form": form, "back": _back(request, city)}
    return render(request, "organizations/department_create.html", context)


def _back(request, city) -> str:
    """Return the page of this city that led here, else the list of departments."""
    asked = request.GET.get("next", "")
    is_ours = asked.startswith(f"/{city.code}/")
    return asked if is_ours else reverse("portal:department_list", args=[city.code])


@require_http_methods(["GET", "POST"])
def department_rename(request, code, pk):
    return _from_a_day(request, code, pk, RenameForm, "名称を変える")


@require_http_methods(["GET", "POST"])
def department_split(request, code, pk):
    return _from_a_day(request, code, pk, SplitForm, "分ける")


@require_http_methods(["GET", "POST"])
def department_end(request, code, pk):
    return _from_a_day(request, code, pk, EndForm, "廃止する")


@require_http_methods(["GET", "POST"])
def department_merge(request, code):
    return _from_a_day(request, code, None, MergeForm, "部署を統合する")


def _find(request, city, pk):
    department = city.departments.select_related("parent").find_for_change(request.user, pk=pk)
    department.municipality = city
    return department


def _from_a_day(request, code, pk, form_class, title: str):
    """Ask what changes from which day, then show all that follows from it; saving is the preview's."""
    city = find_city(request, code)
    department = _find(request, city, pk) if pk else None
    form = form_class(request.POST or None, departments=standing(city), department=department)
    if form.is_valid():
        page = ReorganisationPage(city, today=timezone.localdate(), head=form.head, rows=form.rows)
        if page.fits():
            return render(request, "organizations/reorganisation_preview.html", {"city": city, "page": page})
        for problem in page.problems:
            form.add_error(None, problem.sentence)
    context = {"city": city, "department": department, "form": form, "title": title}
    return render(request, "organizations/department_reorganise.html", context)
