"""計画のきまり."""

from django.views.decorators.http import require_http_methods

from plans.finding import find_plan
from plans.forms.words import PlanRuleForm
from plans.row_pages import RowKind, row_create, row_delete, row_edit, row_list

RULES = RowKind(
    noun="plan_rule",
    rows="rules",
    form=PlanRuleForm,
    columns=(
        ("きまり", lambda row: row.text),
        ("コード", lambda row: row.code),
    ),
    lead="計画が自ら守ると書いたこと（例：更新の検討は2年前に始める）。",
)


@require_http_methods(["GET", "POST"])
def plan_rule_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), RULES)


@require_http_methods(["GET", "POST"])
def plan_rule_create(request, code, plan):
    return row_create(request, find_plan(request, code, plan), RULES)


@require_http_methods(["GET", "POST"])
def plan_rule_edit(request, code, plan, pk):
    return row_edit(request, find_plan(request, code, plan), RULES, pk)


@require_http_methods(["GET", "POST"])
def plan_rule_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), RULES, pk)
