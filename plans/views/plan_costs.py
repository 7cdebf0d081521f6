"""計画の経費."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.views.decorators.http import require_http_methods

from organizations.fiscal_years import show_fiscal_year
from plans.finding import find_plan
from plans.forms.making import PlanCostForm
from plans.row_pages import RowKind, row_create, row_delete, row_edit, row_list

COSTS = RowKind(
    noun="plan_cost",
    rows="costs",
    form=PlanCostForm,
    columns=(
        ("年度", lambda row: show_fiscal_year(row.fiscal_year)),
        ("金額", lambda row: f"{'約 ' if row.approximate else ''}{intcomma(row.amount)} 千円"),
        ("範囲", lambda row: row.basis),
    ),
    lead="計画全体の年度ごとの経費。施策ごとの経費は施策の編集で入力します。",
)


@require_http_methods(["GET", "POST"])
def plan_cost_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), COSTS)


@require_http_methods(["GET", "POST"])
def plan_cost_create(request, code, plan):
    return row_create(request, find_plan(request, code, plan), COSTS)


@require_http_methods(["GET", "POST"])
def plan_cost_edit(request, code, plan, pk):
    return row_edit(request, find_plan(request, code, plan), COSTS, pk)


@require_http_methods(["GET", "POST"])
def plan_cost_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), COSTS, pk)
