"""分類軸, and the 分類 of each."""

from functools import partial

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from plans import services
from plans.edit_page import RowPage, answer_row, posted
from plans.finding import find_plan
from plans.forms.words import AxisForm, CategoryForm
from plans.models import Category, Plan
from plans.row_pages import RowKind, row_create, row_delete, row_edit, row_list
from plans.rows_page import RowsPage, RowsTable, answer_rows

CATEGORIES_LEAD = (
    "分類の名称を変えても、施策の分類はそのままついていきます。施策が使っている分類は削除できません。"
)


class AxisPage(RowPage):
    template = "plans/axis_form.html"


AXES = RowKind(
    noun="axis",
    rows="axes",
    form=AxisForm,
    columns=(
        ("名称", lambda row: row.name),
        ("コード", lambda row: row.code),
        ("分類", lambda row: f"{len(row.categories.all())}件"),
    ),
    lead="施策を分ける軸（分野、視点、SDGs など）。軸の分類は、軸の編集から直します。",
    prefetch=("categories",),
    delete=services.axis_delete,
    page=AxisPage,
)


@require_http_methods(["GET", "POST"])
def axis_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), AXES)


@require_http_methods(["GET", "POST"])
def axis_create(request, code, plan):
    return row_create(request, find_plan(request, code, plan), AXES)


@require_http_methods(["GET", "POST"])
def axis_edit(request, code, plan, pk):
    return row_edit(request, find_plan(request, code, plan), AXES, pk)


@require_http_methods(["GET", "POST"])
def axis_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), AXES, pk)


@require_http_methods(["GET", "POST"])
def category_list(request, code, plan, axis_id):
    """All categories of an axis in one table, saved at once."""
    plan = find_plan(request, code, plan)
    axis = plan.axes.find_for_change(request.user, pk=axis_id)
    among = axis.categories.order_by("order", "pk")
    table = partial(
        RowsTable, plan=plan, prefix="category", title="分類", rows=list(among), blank=Category(axis=axis),
        form=CategoryForm, edit_name="plans:category_edit",
    )  # fmt: skip
    page = RowsPage(
        plan=plan, title=f"{axis}の分類", lead=CATEGORIES_LEAD, tables=[table], data=posted(request),
        list_url=AXES.url(plan, "list"), list_name=AXES.name,
    )  # fmt: skip

    def save(**common):
        [table] = page.tables
        services.rows_save(
            plan=plan, wishes=table.wishes(), among=among, is_reordered=table.is_reordered, **common
        )

    return answer_rows(request, page, save)


@require_http_methods(["GET", "POST"])
def category_edit(request, code, plan, pk):
    plan = find_plan(request, code, plan)
    row = Category.objects.filter(axis__plan=plan).find_for_change(request.user, pk=pk)
    page = RowPage(
        plan=plan, row=row, form=CategoryForm, data=posted(request),
        list_url=_categories_url(plan, row), list_name=f"{row.axis}の分類",
    )  # fmt: skip
    return answer_row(request, page, partial(services.row_save, plan=plan, row=row))


def _categories_url(plan: Plan, row: Category) -> str:
    return reverse("plans:category_list", args=[*plan.url_args, row.axis_id])
