"""組織改正: planned on one page or by one Excel file, previewed whole, done on its day."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.exceptions import PortalError, ReorganisationDoesNotFit
from organizations.history import Author
from organizations.models import Reorganisation
from organizations.reorganising.page import ReorganisationPage
from organizations.reorganising.workbook import template
from organizations.services import reorganisations as services
from organizations.spreadsheets import ExcelFormat
from organizations.views.finding import find_city


@require_safe
def reorganisation_list(request, code):
    city = find_city(request, code)
    rows = city.reorganisations.visible_to(request.user).select_related("done_in__undone_by")
    return render(request, "organizations/reorganisation_list.html", {"city": city, "rows": rows})


@require_safe
def reorganisation_template(request, code):
    city, today = find_city(request, code), timezone.localdate()
    response = HttpResponse(template(city, today), content_type=ExcelFormat.content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"組織改正_{city.name}.xlsx")
    return response


@require_safe
def reorganisation_detail(request, code, pk):
    city = find_city(request, code)
    row = _find(request, city, pk)
    page = ReorganisationPage(city, today=timezone.localdate(), reorganisation=row)
    if row.is_planned:
        page.fits()
    undone = hasattr(row.done_in, "undone_by")
    context = {"city": city, "reorganisation": row, "page": page, "undone": undone}
    return render(request, "organizations/reorganisation_detail.html", context)


@require_http_methods(["GET", "POST"])
def reorganisation_create(request, code):
    return _plan(request, find_city(request, code), None)


@require_http_methods(["GET", "POST"])
def reorganisation_edit(request, code, pk):
    city = find_city(request, code)
    row = _find(request, city, pk)
    if not row.is_planned:
        messages.error(request, f"この組織改正は「{row.state}」なので、変更できません。")
        return redirect(row)
    return _plan(request, city, row)


@require_POST
def reorganisation_enact(request, code, pk):
    row = _find(request, find_city(request, code), pk)
    try:
        _enact(request, row)
    except PortalError as refusal:
        messages.error(request, str(refusal))
    return redirect(row)


@require_POST
def reorganisation_cancel(request, code, pk):
    row = _find(request, find_city(request, code), pk)
    try:
        services.reorganisation_cancel(reorganisation=row, author=Author.of(request), now=timezone.now())
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{row}」を取りやめました。")
    return redirect(row)


def _find(request, city, pk) -> Reorganisation:
    rows = city.reorganisations.select_related("municipality", "done_in__undone_by")
    return rows.find_for_change(request.user, pk=pk)


def _enact(request, row: Reorganisation) -> None:
    services.reorganisation_enact(reorganisation=row, author=Author.of(request), today=timezone.localdate())
    messages.success(request, f"「{row}」を実施しました。")


def _plan(request, city, row: Reorganisation | None):
    """Answer the button that was pressed on the page or on its preview."""
    today = timezone.localdate()
    page = ReorganisationPage(
        city, today=today, data=request.POST or None, files=request.FILES or None, reorganisation=row
    )
    if page.asked.startswith("more:"):
        page = page.with_more()
    elif page.asked and page.asked != "back" and page.is_valid():
        shown = page.uploaded() if page.asked == "upload" else page
        if page.asked in {"save", "now"} and page.fits():
            return _save(request, city, page)
        if shown is not None and shown.fits():
            return render(request, "organizations/reorganisation_preview.html", {"city": city, "page": shown})
    return render(request, "organizations/reorganisation_form.html", {"city": city, "page": page})


def _save(request, city, page: ReorganisationPage):
    try:
        row = services.reorganisation_plan(
            municipality=city, reorganisation=page.reorganisation, rows=page.rows, now=timezone.now(),
            author=Author.of(request), **page.head,
        )  # fmt: skip
    except ReorganisationDoesNotFit as refusal:
        page.problems = refusal.problems
    except (PortalError, ValidationError) as refusal:
        page.form.add_error(None, getattr(refusal, "messages", None) or str(refusal))
    else:
        messages.success(request, f"「{row}」を予定しました。")
        if page.asked == "now":
            _enact(request, row)
        return redirect(row)
    return render(request, "organizations/reorganisation_form.html", {"city": city, "page": page})
