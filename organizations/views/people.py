"""職員: the people of a city, kept by its planning section."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.edits import picked
from organizations.exceptions import EditConflict, PortalError
from organizations.forms.people import InvitePersonForm, PersonForm
from organizations.history import Author
from organizations.invitations import invitation_path
from organizations.people import after_conflict, person_lines
from organizations.services import people as services
from organizations.views.finding import find_city


@require_safe
def user_list(request, code):
    city = find_city(request, code)
    return render(request, "organizations/user_list.html", {"city": city, "people": person_lines(city)})


@require_http_methods(["GET", "POST"])
def user_create(request, code):
    city, today = find_city(request, code), timezone.localdate()
    form = InvitePersonForm(request.POST or None, municipality=city, today=today)
    if form.is_valid():
        try:
            person = services.user_create(
                municipality=city, now=timezone.now(), author=Author.of(request), **form.cleaned_data
            )
        except (PortalError, ValidationError) as refusal:
            form.add_error(None, getattr(refusal, "messages", None) or str(refusal))
        else:
            return _invitation(request, city, person)
    return render(request, "organizations/user_create.html", {"city": city, "form": form})


@require_http_methods(["GET", "POST"])
def user_edit(request, code, pk):
    city, today = find_city(request, code), timezone.localdate()
    person = city.users.select_related("department").find_for_change(request.user, pk=pk)
    options = {"municipality": city, "today": today, "instance": person}
    form = PersonForm(picked(request.POST) or None, **options)
    conflict = None
    if form.is_valid():
        try:
            person = services.user_edit(user=person, edits=form.edits(), author=Author.of(request))
        except EditConflict as refusal:
            form, conflict = after_conflict(form, refusal, options), refusal
        except (PortalError, ValidationError) as refusal:
            form.add_error(None, getattr(refusal, "messages", None) or str(refusal))
        else:
            messages.success(request, f"「{person}」を保存しました。")
            return redirect("organizations:user_list", code)
    context = {"city": city, "person": person, "form": form, "conflict": conflict}
    return render(request, "organizations/user_edit.html", context)


@require_POST
def user_deactivate(request, code, pk):
    done = "停止しました。ログイン中の画面も終わりました"
    return _switch(request, code, pk, services.user_deactivate, done)


@require_POST
def user_reactivate(request, code, pk):
    return _switch(request, code, pk, services.user_reactivate, "再開しました")


def _switch(request, code, pk, service, done: str):
    city = find_city(request, code)
    person = city.users.find_for_change(request.user, pk=pk)
    try:
        service(user=person, author=Author.of(request))
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{person}」を{done}。")
    return redirect("organizations:user_list", code)


@require_POST
def user_invite(request, code, pk):
    city = find_city(request, code)
    person = city.users.find_for_change(request.user, pk=pk)
    try:
        person = services.user_invite(user=person, now=timezone.now())
    except PortalError as refusal:
        messages.error(request, str(refusal))
        return redirect("organizations:user_edit", code, pk)
    return _invitation(request, city, person)


def _invitation(request, city, person):
    """Show the link, this once: it is kept nowhere."""
    link = request.build_absolute_uri(invitation_path(person))
    context = {"city": city, "person": person, "link": link}
    return render(request, "organizations/user_invitation.html", context)
