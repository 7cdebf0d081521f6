"""根拠・関連計画."""

from django.views.decorators.http import require_http_methods

from organizations.fiscal_years import show_partial_date
from plans import services
from plans.finding import find_plan
from plans.forms.book import ReferenceForm
from plans.row_pages import RowKind, row_create, row_delete, row_edit, row_list

REFERENCES = RowKind(
    noun="reference",
    rows="references",
    form=ReferenceForm,
    columns=(
        ("種類", lambda row: row.get_kind_display()),
        ("題名", lambda row: row.title),
        ("関係", lambda row: row.relation),
        ("制定・策定", lambda row: show_partial_date(row.issued_on)),
    ),
    lead="計画のもとになる法令や計画。施策の根拠に挙げたものは、施策から外すまで削除できません。",
    save=services.reference_save,
)


@require_http_methods(["GET", "POST"])
def reference_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), REFERENCES)


@require_http_methods(["GET", "POST"])
def reference_create(request, code, plan):
    return row_create(request, find_plan(request, code, plan), REFERENCES)


@require_http_methods(["GET", "POST"])
def reference_edit(request, code, plan, pk):
    return row_edit(request, find_plan(request, code, plan), REFERENCES, pk)


@require_http_methods(["GET", "POST"])
def reference_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), REFERENCES, pk)
