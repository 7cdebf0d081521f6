"""施策体系: the tree of policies and the page of one."""

from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.edits import Edit
from plans import services
from plans.edit_page import RowPage, answer_delete, answer_row, posted
from plans.finding import find_plan
from plans.forms.policies import PolicyForm
from plans.models import BasicPolicy, Plan
from plans.services.tree import new_place
from plans.tree_page import POLICIES
from plans.views.trees import tree_move, tree_page


@require_safe
def policy_list(request, code, plan):
    return tree_page(request, find_plan(request, code, plan), POLICIES, "portal:plan_detail")


@require_http_methods(["GET", "POST"])
def policy_create(request, code, plan):
    plan = find_plan(request, code, plan)
    initial = new_place(plan, BasicPolicy, request.GET.get("parent", ""))
    return _answer(request, _page(request, plan, BasicPolicy(plan=plan), initial=initial))


@require_http_methods(["GET", "POST"])
def policy_edit(request, code, plan, pk):
    plan = find_plan(request, code, plan)
    return _answer(request, _page(request, plan, plan.policies.find_for_change(request.user, pk=pk)))


@require_http_methods(["GET", "POST"])
def policy_delete(request, code, plan, pk):
    plan = find_plan(request, code, plan)
    policy = plan.policies.find_for_change(request.user, pk=pk)
    delete = partial(services.policy_delete, plan=plan, policy=policy)
    return answer_delete(request, _page(request, plan, policy), delete)


@require_POST
def policy_move(request, code, plan, pk):
    plan = find_plan(request, code, plan)
    return tree_move(request, plan, plan.policies.find_for_change(request.user, pk=pk), POLICIES)


def _page(request, plan: Plan, policy: BasicPolicy, **options) -> RowPage:
    own = [*plan.url_args, policy.pk]
    return RowPage(
        plan=plan,
        row=policy,
        form=PolicyForm,
        list_url=reverse("plans:policy_list", args=plan.url_args)
        + (f"#node-{policy.pk}" if policy.pk else ""),
        list_name=POLICIES.title,
        delete_url=reverse("plans:policy_delete", args=own) if policy.pk else "",
        data=posted(request),
        today=timezone.localdate(),
        **options,
    )


def _answer(request, page: RowPage):
    def save(edits: list[Edit], **saving) -> BasicPolicy:
        departments = page.form.departments_edit()
        return services.policy_save(
            plan=page.plan, policy=page.row, edits=edits, departments=departments, **saving
        )

    return answer_row(request, page, save)
