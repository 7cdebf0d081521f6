"""図表: the list of tables, and the page of one with its sheet."""

from functools import partial

from django.views.decorators.http import require_http_methods

from plans import services
from plans.book_pages import DataTablePage
from plans.edit_page import answer_row, posted
from plans.finding import find_plan
from plans.forms.tables import DataTableForm
from plans.models import DataTable, Plan
from plans.row_pages import RowKind, row_delete, row_list

TABLES = RowKind(
    noun="data_table",
    rows="tables",
    form=DataTableForm,
    columns=(
        ("番号", lambda row: row.number),
        ("題名", lambda row: row.title),
        ("種類", lambda row: row.get_kind_display()),
        ("行×列", lambda row: f"{len(row.rows)}×{len(row.columns)}" if row.rows else ""),
    ),
    lead="計画書に載る表とグラフ。章には番号で差し込みます。番号を変えると章もついていきます。",
    delete=services.data_table_delete,
)


@require_http_methods(["GET", "POST"])
def data_table_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), TABLES)


@require_http_methods(["GET", "POST"])
def data_table_create(request, code, plan):
    plan = find_plan(request, code, plan)
    return _answer(request, plan, DataTable(plan=plan))


@require_http_methods(["GET", "POST"])
def data_table_edit(request, code, plan, pk):
    plan = find_plan(request, code, plan)
    return _answer(request, plan, plan.tables.find_for_change(request.user, pk=pk))


@require_http_methods(["GET", "POST"])
def data_table_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), TABLES, pk)


def _answer(request, plan: Plan, table: DataTable):
    page = DataTablePage(
        plan=plan,
        row=table,
        form=DataTableForm,
        list_url=TABLES.url(plan, "list"),
        list_name=TABLES.name,
        delete_url=TABLES.url(plan, "delete", table.pk) if table.pk else "",
        data=posted(request),
    )
    save = partial(services.data_table_save, plan=plan, table=table, sheet=page.sheet)
    return answer_row(request, page, save)
