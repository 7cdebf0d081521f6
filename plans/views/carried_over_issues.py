"""引き継いだ課題."""

from django.views.decorators.http import require_http_methods

from plans.finding import find_plan
from plans.forms.making import CarriedOverIssueForm
from plans.row_pages import RowKind, row_create, row_delete, row_edit, row_list

ISSUES = RowKind(
    noun="carried_over_issue",
    rows="carried_over",
    form=CarriedOverIssueForm,
    columns=(
        ("番号", lambda row: row.number),
        ("課題", lambda row: row.title),
        ("結果", lambda row: row.result),
        ("方向性", lambda row: row.direction),
    ),
    lead="前の計画から引き継いだ課題と、その結果・これからの方向。",
)


@require_http_methods(["GET", "POST"])
def carried_over_issue_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), ISSUES)


@require_http_methods(["GET", "POST"])
def carried_over_issue_create(request, code, plan):
    return row_create(request, find_plan(request, code, plan), ISSUES)


@require_http_methods(["GET", "POST"])
def carried_over_issue_edit(request, code, plan, pk):
    return row_edit(request, find_plan(request, code, plan), ISSUES, pk)


@require_http_methods(["GET", "POST"])
def carried_over_issue_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), ISSUES, pk)
