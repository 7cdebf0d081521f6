"""オンライン手続: added, edited, deleted; the figures of a year."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organizations.exceptions import EditConflict
from organizations.fiscal_years import fiscal_year_of
from organizations.history import Author
from plans import services as plan_services
from plans.edit_page import answer_delete, answer_row, posted
from plans.finding import find_plan
from plans.models import Plan
from systems.models import OnlineProcedure
from systems.procedure_pages import OnlineProcedurePage, ProcedureUsePage, find_plan_with_procedures
from systems.services import procedures as services


@require_http_methods(["GET", "POST"])
def online_procedure_create(request, code, plan):
    found = find_plan(request, code, plan)
    return _answer(request, found, OnlineProcedure(plan=found))


@require_http_methods(["GET", "POST"])
def online_procedure_edit(request, code, plan, pk):
    found = find_plan(request, code, plan)
    return _answer(request, found, get_object_or_404(found.procedures, pk=pk))


def _answer(request, plan: Plan, row: OnlineProcedure):
    page = OnlineProcedurePage(plan=plan, row=row, data=posted(request))
    save = partial(plan_services.row_save, plan=plan, row=row, among=plan.procedures.all())
    return answer_row(request, page, save)


@require_http_methods(["GET", "POST"])
def online_procedure_delete(request, code, plan, pk):
    found = find_plan(request, code, plan)
    row = get_object_or_404(found.procedures, pk=pk)
    page = OnlineProcedurePage(plan=found, row=row, data=posted(request))
    delete = partial(plan_services.row_delete, plan=found, row=row, among=found.procedures.all())
    return answer_delete(request, page, delete)


@require_http_methods(["GET", "POST"])
def procedure_use_edit(request, code, plan, fiscal_year):
    found, procedures = find_plan_with_procedures(request.user, code, plan)
    page = ProcedureUsePage(
        plan=found, procedures=procedures, fiscal_year=fiscal_year,
        this_year=fiscal_year_of(timezone.localdate()), data=posted(request),
    )  # fmt: skip
    if request.method == "POST" and page.is_valid():
        try:
            services.procedure_uses_save(
                plan=found, fiscal_year=fiscal_year, wishes=page.wishes, author=Author.of(request)
            )
        except ValidationError as refusal:
            page.refusals = refusal.messages
        except EditConflict as conflict:
            page.after(conflict)
        else:
            messages.success(request, f"{page.title}を保存しました。")
            return redirect(page.list_url)
    return render(request, "systems/procedure_use_form.html", {"page": page, "plan": found})
