"""情報システム: registering, changing, ending and deleting one, and its files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from organizations.edit_page import answer_page, author_and_reason
from organizations.edits import picked
from organizations.exceptions import PortalError
from organizations.forms import ReasonForm
from organizations.history import Author
from organizations.models import Municipality
from plans.finding import current_plan
from systems import services
from systems.consulting import find_city_of_filer
from systems.end_page import EndPage
from systems.models import InformationSystem, SystemFile, SystemShare
from systems.services.inventory_saving import page_of
from systems.system_page import SharePage, SystemPage


@require_http_methods(["GET", "POST"])
def information_system_create(request, code):
    city, today = find_city_of_filer(request.user, code), timezone.localdate()
    page = SystemPage(
        city=city, user=request.user, today=today, data=picked(request.POST) or None, files=request.FILES
    )

    def save(page):
        return services.information_system_create(
            municipality=city, edit=page.edit, today=today, **author_and_reason(request, page)
        )

    return _answer(request, page, save, "systems/information_system_form.html")


@require_http_methods(["GET", "POST"])
def information_system_edit(request, code, pk):
    system, today = _find(request, code, pk), timezone.localdate()
    page = SystemPage(
        city=system.municipality,
        user=request.user,
        today=today,
        system=system,
        data=picked(request.POST) or None,
        files=request.FILES,
    )

    def save(page):
        return services.information_system_edit(
            system=system, edit=page.edit, today=today, **author_and_reason(request, page)
        )

    return _answer(request, page, save, "systems/information_system_form.html")


@require_http_methods(["GET", "POST"])
def system_share_edit(request, code, pk):
    shares = SystemShare.objects.select_related("system__municipality", "municipality")
    share = shares.find_for_change(request.user, municipality__code=code, system=pk)
    today = timezone.localdate()
    page = SharePage(share=share, user=request.user, today=today, data=picked(request.POST) or None)
    if "leave" in request.POST:
        return _leave(request, page)

    def save(page):
        saved = services.system_share_edit(
            share=share, edit=page.edit, today=today, **author_and_reason(request, page)
        )
        return saved.system

    return _answer(request, page, save, "systems/system_share_form.html")


def _leave(request, page: SharePage) -> HttpResponse:
    """Take the city out of a shared system; the page again with what keeps it in."""
    if not page.may_leave:
        raise PermissionDenied
    city, system = page.city, page.system
    try:
        services.system_share_leave(share=page.share, author=Author.of(request), today=page.today)
    except PortalError as refusal:
        messages.error(request, str(refusal))
        return redirect("systems:system_share_edit", city.code, system.pk)
    messages.success(request, f"「{system}」の共同利用から外れました。")
    return redirect(page_of(city, None))


@require_http_methods(["GET", "POST"])
def information_system_end(request, code, pk):
    system, today = _find(request, code, pk), timezone.localdate()
    page = EndPage(system=system, data=picked(request.POST) or None)

    def save(page):
        return services.information_system_end(
            system=system, edits=page.edits, today=today, **author_and_reason(request, page)
        )

    return _answer(request, page, save, "systems/information_system_end.html")


@require_http_methods(["GET", "POST"])
def information_system_delete(request, code, pk):
    system, refusal = _find(request, code, pk), ""
    reason = ReasonForm(request.POST or None)
    if request.method == "POST" and reason.is_valid():
        try:
            services.information_system_delete(
                system=system, author=Author.of(request), today=timezone.localdate(), reason=reason.reason
            )
        except PortalError as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"「{system}」を削除しました。")
            return redirect(page_of(system.municipality, None))
    context = {"row": system, "back": system.get_absolute_url(), "form": reason, "refusal": refusal}
    return render(request, "systems/delete.html", {**context, "files": system.files.count()})


@require_safe
def information_system_saved(request, code, pk):
    """Say what is to be done next after a save."""
    city = find_city_of_filer(request.user, code)
    system = InformationSystem.objects.of_city(city).find_visible(request.user, pk=pk)
    if not InformationSystem.objects.own_part_changeable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    context = {"city": city, "system": system, "plan": current_plan(city, timezone.localdate())}
    return render(request, "systems/information_system_saved.html", context)


@require_safe
def system_file_download(request, code, pk):
    files = SystemFile.objects.select_related("system")
    file = files.find_visible(request.user, system__municipality__code=code, pk=pk)
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    return HttpResponse(
        bytes(file.content),
        content_type=file.content_type,
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )


def _find(request, code: str, pk: int) -> InformationSystem:
    """Return a system the city of the address keeps, if this person may change its facts: else 404 or 403."""
    city = Municipality.objects.find_visible(request.user, code=code)
    systems = InformationSystem.objects.select_related("municipality")
    return systems.find_for_change(request.user, municipality=city, pk=pk)


def _answer(request, page, save, template: str) -> HttpResponse:
    def then(system):
        return reverse("systems:information_system_saved", args=[page.city.code, system.pk])

    return answer_page(request, page, save, template, {"city": page.city}, then=then)
