"""確定版: the list, making one, reading one from its document, 公表可."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.exceptions import PortalError
from organizations.history import Author
from plans.models import Edition, EditionBook, EditionClearance, Plan
from plans.services import editions as services
from portal.editions import creating
from portal.editions.forms import ClearanceForm, EditionForm, WithdrawalForm
from portal.editions.reading import EditionPages
from portal.place import find_place
from portal.printing.press import PDF

JSON = "application/json; charset=utf-8"
STANDING = Prefetch("clearances", EditionClearance.objects.standing(), to_attr="cleared")


@require_safe
def edition_list(request, code, plan):
    place = _place(request, code, plan)
    context = {
        "place": place,
        "editions": _with_what_stands(place.plan.editions.without_documents()),
        "is_adopted": place.plan.has_initial,
        "may_change": _may_change(request.user, place.plan),
    }
    return render(request, "portal/editions/edition_list.html", context)


@require_http_methods(["GET", "POST"])
def edition_create(request, code, plan):
    found = Plan.objects.select_related("municipality")
    found = found.find_for_change(request.user, municipality__code=code, code=plan)
    form = EditionForm(request.POST or None, plan=found)
    if form.is_valid():
        try:
            edition = creating.edition_create(plan=found, author=Author.of(request), **form.decision)
        except (PortalError, ValidationError) as refusal:
            _add_refusal(form, refusal)
        else:
            messages.success(request, f"確定版「{edition}」を作りました。")
            return redirect(edition)
    context = {"place": _place(request, code, plan), "form": form, "preview": creating.preview(found)}
    return render(request, "portal/editions/edition_create.html", context)


@require_safe
def edition_detail(request, code, plan, number):
    pages, context = _read(request, code, plan, number, "overview")
    prefetch_related_objects([pages.edition], STANDING)
    pages.edition.has_book = EditionBook.objects.filter(edition=pages.edition).exists()
    context["may_change"] = _may_change(request.user, pages.plan)
    context["may_clear"] = Edition.objects.clearable_by(request.user).filter(pk=pages.edition.pk).exists()
    return render(request, "portal/editions/edition_detail.html", context)


@require_safe
def edition_schedule(request, code, plan, number):
    _, context = _read(request, code, plan, number, "schedule")
    return render(request, "portal/editions/edition_schedule.html", context)


@require_safe
def edition_measure_list(request, code, plan, number):
    _, context = _read(request, code, plan, number, "measures")
    return render(request, "portal/editions/edition_measure_list.html", context)


@require_safe
def edition_measure_detail(request, code, plan, number, key):
    pages, context = _read(request, code, plan, number, "measures")
    context["found"] = pages.sheet(key)
    context["living"] = pages.plan.measures.filter(key=key).first()
    return render(request, "portal/editions/edition_measure_detail.html", context)


@require_safe
def edition_system_list(request, code, plan, number):
    _, context = _read(request, code, plan, number, "systems")
    return render(request, "portal/editions/edition_system_list.html", context)


@require_safe
def edition_glossary(request, code, plan, number):
    _, context = _read(request, code, plan, number, "glossary")
    return render(request, "portal/editions/edition_glossary.html", context)


@require_safe
def edition_export(request, code, plan, number):
    """Hand out the exact bytes that were frozen."""
    edition = _find(request, code, plan, number)
    name = f"{edition.plan.municipality.code}-{edition.plan.code}-{edition.number}.json"
    return _download(edition.document.encode(), name, JSON)


@require_safe
def edition_book_download(request, code, plan, number):
    edition = _find(request, code, plan, number)
    book = get_object_or_404(EditionBook.objects.visible_to(request.user), edition=edition)
    return _download(bytes(book.content), book.name, PDF)


@require_POST
def edition_book_create(request, code, plan, number):
    edition = _find(request, code, plan, number)
    if not _may_change(request.user, edition.plan):
        raise PermissionDenied
    return redirect(creating.edition_book_order(edition=edition, owner=request.user))


@require_http_methods(["GET", "POST"])
def edition_clear(request, code, plan, number):
    edition = _find(request, code, plan, number)
    if not request.user.is_planning:
        raise PermissionDenied
    form = ClearanceForm(request.POST or None)
    if form.is_valid():
        now = {"author": Author.of(request), "today": timezone.localdate()}
        try:
            services.edition_clear(edition=edition, **form.cleaned_data, **now)
        except (PortalError, ValidationError) as refusal:
            _add_refusal(form, refusal)
        else:
            messages.success(request, f"「{edition}」を公表可にしました。")
            return redirect(edition)
    context = {"place": _place(request, code, plan), "edition": edition, "form": form}
    return render(request, "portal/editions/edition_clear.html", context)


@require_http_methods(["GET", "POST"])
def edition_clearance_withdraw(request, code, plan, number):
    edition = _find(request, code, plan, number)
    if not request.user.is_planning:
        raise PermissionDenied
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            now = {"author": Author.of(request), "now": timezone.now()}
            services.edition_clearance_withdraw(edition=edition, **form.cleaned_data, **now)
        except (PortalError, ValidationError) as refusal:
            _add_refusal(form, refusal)
        else:
            messages.success(request, f"「{edition}」の公表可を取り下げました。")
            return redirect(edition)
    context = {"place": _place(request, code, plan), "edition": edition, "form": form}
    return render(request, "portal/editions/edition_clearance_withdraw.html", context)


def _add_refusal(form, refusal: PortalError | ValidationError) -> None:
    """Show a service's refusal in the form: beside the field it names, else at the head."""
    if not isinstance(refusal, ValidationError):
        form.add_error(None, str(refusal))
        return
    for name, sentences in refusal.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)


def _place(request, code, plan):
    return find_place(request.user, code, plan, today=timezone.localdate(), current="portal:plan_detail")


def _find(request, code, plan, number) -> Edition:
    editions = Edition.objects.select_related("plan__municipality")
    return editions.find_visible(request.user, plan__municipality__code=code, plan__code=plan, number=number)


def _read(request, code, plan, number, page):
    """Return the pages of an edition, and what the templates of all of them are handed."""
    place = _place(request, code, plan)
    edition = Edition.objects.find_visible(request.user, plan=place.plan, number=number)
    edition.plan = place.plan
    pages = EditionPages(edition, place.plan)
    return pages, {"place": place, "edition": edition, "pages": pages, "page": page}


def _with_what_stands(editions):
    """Give each edition its standing clearance (`cleared`) and whether a book is kept (`has_book`)."""
    books = EditionBook.objects.filter(edition=OuterRef("pk"))
    return editions.annotate(has_book=Exists(books)).prefetch_related(STANDING)


def _may_change(user, plan: Plan) -> bool:
    return Plan.objects.changeable_by(user).filter(pk=plan.pk).exists()


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
