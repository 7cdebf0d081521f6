"""印刷物: every print of a plan with its options, the city's templates of them, and prints on a day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.exceptions import PortalError
from portal.papers import city_templates, schedules
from portal.papers.forms import PackForm, ScheduleForm, TemplateForm, TemplateNameForm
from portal.papers.orders import print_order
from portal.papers.page import may_keep_templates, papers_page
from portal.place import find_place
from workspace.models import PrintTemplate, ScheduledPrint

CURRENT = "portal:plan_book"
PAGE = "portal/papers/paper_list.html"


@require_safe
def paper_list(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    page = papers_page(place, request.user, today, request.GET)
    return render(request, PAGE, {"place": place, "page": page})


@require_POST
def paper_print(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    page = papers_page(place, request.user, today, request.POST, typed=request.POST)
    if page.form.is_valid():
        try:
            orders = _orders(page.form, place)
            return redirect(print_order(user=request.user, place=place, orders=orders, day=today))
        except PortalError as refusal:
            page.form.add_error(None, str(refusal))
    return render(request, PAGE, {"place": place, "page": page})


@require_POST
def print_template_create(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    if not may_keep_templates(request.user):
        raise PermissionDenied
    page = papers_page(place, request.user, today, request.POST, typed=request.POST, is_naming=True)
    if page.form.is_valid() and page.naming.is_valid():
        try:
            saved = _saved(request.user, place, page)
        except (PortalError, ValidationError) as refusal:
            page.naming.add_error(None, _sentences(refusal))
        else:
            messages.success(request, f"ひな形「{saved}」を保存しました。")
            return redirect(_page_of(place, saved))
    return render(request, PAGE, {"place": place, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def print_template_edit(request, code, plan, pk):
    place, template = _find_for_change(request, code, plan, pk)
    form = TemplateForm(request.POST or None, instance=template)
    if form.is_valid():
        try:
            saved = city_templates.template_edit(template=template, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, _sentences(refusal))
        else:
            messages.success(request, f"ひな形「{saved}」を保存しました。")
            return redirect(_page_of(place, saved))
    context = {"place": place, "template": template, "form": form}
    return render(request, "portal/papers/print_template_edit.html", context)


@require_POST
def print_template_delete(request, code, plan, pk):
    place, template = _find_for_change(request, code, plan, pk)
    city_templates.template_delete(template=template)
    messages.success(request, f"ひな形「{template}」を削除しました。")
    return redirect("portal:paper_list", *place.plan.url_args)


@require_POST
def print_template_print(request, code, plan, pk):
    today = timezone.localdate()
    place, template = _find(request, code, plan, pk)
    try:
        orders = city_templates.orders_of_template(template)
        title = f"{place.plan.title} {template}"
        return redirect(print_order(user=request.user, place=place, orders=orders, day=today, title=title))
    except PortalError as refusal:
        messages.error(request, str(refusal))
    return redirect("portal:paper_list", *place.plan.url_args)


@require_http_methods(["GET", "HEAD", "POST"])
def print_template_schedule(request, code, plan, pk):
    today = timezone.localdate()
    place, template = _find(request, code, plan, pk)
    form = ScheduleForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        wanted = {"every": given["every"], "on": given["on"], "today": today, "owner": request.user}
        plan_code = "" if given["is_current"] else place.plan.code
        try:
            schedules.schedule_create(template=template, plan_code=plan_code, **wanted)
        except (PortalError, ValidationError) as refusal:
            form.add_error(None, _sentences(refusal))
        else:
            messages.success(
                request, f"「{template}」の印刷を予約しました。できあがると「お知らせ」に届きます。"
            )
            return redirect("portal:paper_list", *place.plan.url_args)
    context = {"place": place, "template": template, "form": form}
    return render(request, "portal/papers/print_template_schedule.html", context)


@require_POST
def scheduled_print_delete(request, code, plan, pk):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    own = ScheduledPrint.objects.select_related("template")
    schedule = own.find_for_change(request.user, template__municipality=place.municipality, pk=pk)
    schedule.delete()
    messages.success(request, f"「{schedule.template}」の予約を取り消しました。")
    return redirect("portal:paper_list", *place.plan.url_args)


def _page_of(place, template) -> str:
    """Return the address of the page that shows a template's options."""
    query = {"kind": template.kind, "template": template.pk}
    return reverse("portal:paper_list", args=place.plan.url_args, query=query)


def _find(request, code, plan, pk):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    found = PrintTemplate.objects.find_visible(request.user, municipality=place.municipality, pk=pk)
    return place, found


def _find_for_change(request, code, plan, pk):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    found = PrintTemplate.objects.find_for_change(request.user, municipality=place.municipality, pk=pk)
    return place, found


def _orders(form, place):
    return form.orders(place) if isinstance(form, PackForm) else [form.order]


def _saved(user, place, page) -> PrintTemplate:
    named: TemplateNameForm = page.naming
    return city_templates.template_save(
        municipality=place.municipality,
        author=user,
        name=named.cleaned_data["name"],
        orders=_orders(page.form, place),
        is_default=named.cleaned_data["is_default"],
        template=named.cleaned_data["instead_of"],
    )


def _sentences(refusal: PortalError | ValidationError) -> list[str] | str:
    return refusal.messages if isinstance(refusal, ValidationError) else str(refusal)
