"""進行管理の手順."""

from django.views.decorators.http import require_http_methods

from plans.finding import find_plan
from plans.forms.making import CycleStepForm
from plans.row_pages import RowKind, row_create, row_delete, row_edit, row_list

CYCLE = RowKind(
    noun="cycle_step",
    rows="cycle",
    form=CycleStepForm,
    columns=(
        ("時期", lambda row: row.months),
        ("主体", lambda row: row.actor),
        ("手順", lambda row: row.step),
    ),
    lead="毎年度の進行管理で、だれが、いつ、何をするか。",
)


@require_http_methods(["GET", "POST"])
def cycle_step_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), CYCLE)


@require_http_methods(["GET", "POST"])
def cycle_step_create(request, code, plan):
    return row_create(request, find_plan(request, code, plan), CYCLE)


@require_http_methods(["GET", "POST"])
def cycle_step_edit(request, code, plan, pk):
    return row_edit(request, find_plan(request, code, plan), CYCLE, pk)


@require_http_methods(["GET", "POST"])
def cycle_step_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), CYCLE, pk)
