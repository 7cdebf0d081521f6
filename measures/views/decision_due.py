"""The year by which a measure in long consideration is to be decided, set by the planning section."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from measures.forms.decision_due import DecisionDueForm
from organizations.edits import picked, refreshed
from organizations.exceptions import EditConflict
from organizations.history import Author
from plans.finding import find_plan
from plans.services import row_save


@require_http_methods(["GET", "POST"])
def decision_due_edit(request, code, plan, key):
    plan = find_plan(request, code, plan)
    measure = plan.measures.find_for_change(request.user, key=key)
    form = DecisionDueForm(picked(request.POST) or None, measure=measure)
    conflict = None
    if form.is_valid():
        try:
            row_save(plan=plan, row=measure, edits=form.edits(), author=Author.of(request))
        except ValidationError as refusal:
            form.add_error("decision_due_fiscal_year", refusal.messages)
        except EditConflict as refusal:
            conflict = refusal
            form = DecisionDueForm(refreshed(request.POST, refusal.clashes), measure=measure)
        else:
            messages.success(request, f"「{measure}」の決定の期限を保存しました。")
            return redirect(reverse("portal:consideration_list", args=plan.url_args))
    context = {"form": form, "plan": plan, "measure": measure, "conflict": conflict}
    return render(request, "measures/decision_due_edit.html", context)
