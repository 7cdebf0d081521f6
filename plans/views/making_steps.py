"""策定経過."""

from django.views.decorators.http import require_http_methods

from organizations.fiscal_years import show_partial_date
from plans.finding import find_plan
from plans.forms.making import MakingStepForm
from plans.row_pages import RowKind, row_create, row_delete, row_edit, row_list

MAKING = RowKind(
    noun="making_step",
    rows="making",
    form=MakingStepForm,
    columns=(
        ("年月日", lambda row: show_partial_date(row.on)),
        ("種類", lambda row: row.get_kind_display()),
        ("会議体", lambda row: row.body),
        ("内容", lambda row: row.subject),
    ),
    lead="計画ができるまでの会議、調査、意見公募、決定。",
)


@require_http_methods(["GET", "POST"])
def making_step_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), MAKING)


@require_http_methods(["GET", "POST"])
def making_step_create(request, code, plan):
    return row_create(request, find_plan(request, code, plan), MAKING)


@require_http_methods(["GET", "POST"])
def making_step_edit(request, code, plan, pk):
    return row_edit(request, find_plan(request, code, plan), MAKING, pk)


@require_http_methods(["GET", "POST"])
def making_step_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), MAKING, pk)
