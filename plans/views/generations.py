"""過去の計画."""

from django.views.decorators.http import require_http_methods

from organizations.fiscal_years import show_partial_date
from plans.finding import find_plan
from plans.forms.making import GenerationForm
from plans.row_pages import RowKind, row_create, row_delete, row_edit, row_list

GENERATIONS = RowKind(
    noun="generation",
    rows="generations",
    form=GenerationForm,
    columns=(
        ("次", lambda row: f"第{row.ordinal}次" if row.ordinal else ""),
        ("計画名", lambda row: row.title),
        ("策定", lambda row: show_partial_date(row.issued_on)),
        ("達成率", lambda row: row.rate_text),
    ),
    lead="この計画より前の、概要だけが分かっている計画。",
)


@require_http_methods(["GET", "POST"])
def generation_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), GENERATIONS)


@require_http_methods(["GET", "POST"])
def generation_create(request, code, plan):
    return row_create(request, find_plan(request, code, plan), GENERATIONS)


@require_http_methods(["GET", "POST"])
def generation_edit(request, code, plan, pk):
    return row_edit(request, find_plan(request, code, plan), GENERATIONS, pk)


@require_http_methods(["GET", "POST"])
def generation_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), GENERATIONS, pk)
