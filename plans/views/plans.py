"""計画を編集: the hub that leads to everything of a plan that is edited, and the head of the plan itself."""

from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plans import services
from plans.edit_hub import edit_hub
from plans.edit_page import RowPage, answer_row, posted
from plans.finding import find_plan
from plans.forms.plans import PlanForm


@require_safe
def plan_edit(request, code, plan):
    plan = find_plan(request, code, plan)
    return render(request, "plans/plan_edit.html", {"plan": plan, "groups": edit_hub(plan)})


class PlanPage(RowPage):
    title = "計画の基本事項の編集"


@require_http_methods(["GET", "POST"])
def plan_head_edit(request, code, plan):
    plan = find_plan(request, code, plan)
    page = PlanPage(
        plan=plan, row=plan, form=PlanForm, data=posted(request),
        list_url=reverse("plans:plan_edit", args=plan.url_args), list_name="",
    )  # fmt: skip
    return answer_row(request, page, partial(services.plan_head_save, plan=plan, row=plan))
