"""評価の観点."""

from django.views.decorators.http import require_http_methods

from plans.finding import find_plan
from plans.forms.evaluation import CriterionForm
from plans.models import DEFAULT_CRITERION
from plans.row_pages import RowKind, row_create, row_delete, row_edit, row_list

CRITERIA = RowKind(
    noun="criterion",
    rows="criteria",
    form=CriterionForm,
    columns=(
        ("観点", lambda row: row.name),
        ("段階（よい順）", lambda row: "・".join(row.best_first)),
        ("意味", lambda row: row.meaning),
    ),
    lead="評価するときにみる観点と、その段階。"
    f"一つもなければ「{DEFAULT_CRITERION}」（{'・'.join(DEFAULT_CRITERION.labels)}）だけで評価します。",
)


@require_http_methods(["GET", "POST"])
def criterion_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), CRITERIA)


@require_http_methods(["GET", "POST"])
def criterion_create(request, code, plan):
    return row_create(request, find_plan(request, code, plan), CRITERIA)


@require_http_methods(["GET", "POST"])
def criterion_edit(request, code, plan, pk):
    return row_edit(request, find_plan(request, code, plan), CRITERIA, pk)


@require_http_methods(["GET", "POST"])
def criterion_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), CRITERIA, pk)
