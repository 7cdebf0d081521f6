"""市民調査: the list of surveys, and the page of one with its items."""

from django.views.decorators.http import require_http_methods

from plans import services
from plans.book_pages import SurveyPage
from plans.edit_page import answer_row, posted
from plans.finding import find_plan
from plans.forms.surveys import SurveyForm
from plans.models import Plan, Survey
from plans.row_pages import RowKind, row_delete, row_list

SURVEYS = RowKind(
    noun="survey",
    rows="surveys",
    form=SurveyForm,
    columns=(
        ("名称", lambda row: row.name),
        ("対象", lambda row: row.population),
        ("項目", lambda row: f"{len(row.items.all())}件" if row.items.all() else ""),
    ),
    prefetch=("items",),
    lead="市民への調査と、項目ごとの満足度・重要度。章には名称で差し込みます。名称を変えると章もついていきます。",
    delete=services.survey_delete,
)


@require_http_methods(["GET", "POST"])
def survey_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), SURVEYS)


@require_http_methods(["GET", "POST"])
def survey_create(request, code, plan):
    plan = find_plan(request, code, plan)
    return _answer(request, plan, Survey(plan=plan))


@require_http_methods(["GET", "POST"])
def survey_edit(request, code, plan, pk):
    plan = find_plan(request, code, plan)
    return _answer(request, plan, plan.surveys.find_for_change(request.user, pk=pk))


@require_http_methods(["GET", "POST"])
def survey_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), SURVEYS, pk)


def _answer(request, plan: Plan, survey: Survey):
    page = SurveyPage(
        plan=plan,
        row=survey,
        form=SurveyForm,
        list_url=SURVEYS.url(plan, "list"),
        list_name=SURVEYS.name,
        delete_url=SURVEYS.url(plan, "delete", survey.pk) if survey.pk else "",
        data=posted(request),
    )

    def save(**saving) -> Survey:
        means = page.form.means_edits()
        return services.survey_save(plan=plan, survey=survey, means=means, sheet=page.sheet, **saving)

    return answer_row(request, page, save)
