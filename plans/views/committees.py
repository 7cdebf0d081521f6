"""会議体, by post."""

from django.views.decorators.http import require_http_methods

from plans import services
from plans.finding import find_plan
from plans.forms.making import CommitteeForm
from plans.row_pages import RowKind, row_create, row_delete, row_edit, row_list

COMMITTEES = RowKind(
    noun="committee",
    rows="committees",
    form=CommitteeForm,
    columns=(
        ("名称", lambda row: row.name),
        ("種類", lambda row: row.kind),
        ("上位", lambda row: row.parent),
        ("構成", lambda row: f"{len(row.members)}職" if row.members else ""),
    ),
    lead="計画をつくり、進み具合をみる会議体。構成は職で書きます。名称を変えると、これを上位とする会議体もついていきます。",
    save=services.committee_save,
    delete=services.committee_delete,
)


@require_http_methods(["GET", "POST"])
def committee_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), COMMITTEES)


@require_http_methods(["GET", "POST"])
def committee_create(request, code, plan):
    return row_create(request, find_plan(request, code, plan), COMMITTEES)


@require_http_methods(["GET", "POST"])
def committee_edit(request, code, plan, pk):
    return row_edit(request, find_plan(request, code, plan), COMMITTEES, pk)


@require_http_methods(["GET", "POST"])
def committee_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), COMMITTEES, pk)
