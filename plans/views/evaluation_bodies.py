"""評価する会議体, in the order of their stages."""

from django.views.decorators.http import require_http_methods

from plans.edit_page import RowPage
from plans.finding import find_plan
from plans.forms.evaluation import EvaluationBodyForm
from plans.row_pages import RowKind, row_create, row_delete, row_edit, row_list


class EvaluationBodyPage(RowPage):
    """A body; its name is proposed from the plan's committees."""

    template = "plans/evaluation_body_form.html"


BODIES = RowKind(
    noun="evaluation_body",
    rows="evaluation_bodies",
    form=EvaluationBodyForm,
    columns=(
        ("会議体", lambda row: row.name),
        ("評価の言葉", lambda row: "・".join(word.label for word in row.verdict_words)),
        ("方向性", lambda row: "決める" if row.rates_direction else ""),
    ),
    lead="毎年度の実施状況を評価する会議体。並んだ順に評価し、後の会議体には前の会議体の評価が示されます。",
    page=EvaluationBodyPage,
)


@require_http_methods(["GET", "POST"])
def evaluation_body_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), BODIES)


@require_http_methods(["GET", "POST"])
def evaluation_body_create(request, code, plan):
    return row_create(request, find_plan(request, code, plan), BODIES)


@require_http_methods(["GET", "POST"])
def evaluation_body_edit(request, code, plan, pk):
    return row_edit(request, find_plan(request, code, plan), BODIES, pk)


@require_http_methods(["GET", "POST"])
def evaluation_body_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), BODIES, pk)
