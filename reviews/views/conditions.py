"""付帯意見: given in a meeting, changed, answered by the department, closed by the body."""

from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations.edits import picked, refreshed
from organizations.exceptions import EditConflict, PortalError
from organizations.fiscal_years import fiscal_year_of
from organizations.history import Author
from reviews.forms.conditions import (
    ConditionAnswerForm,
    ConditionCloseForm,
    ConditionForm,
    NewConditionForm,
)
from reviews.meeting_finding import (
    find_condition_for_change,
    find_condition_to_answer,
    find_meeting_for_change,
)
from reviews.models import Condition
from reviews.services import conditions as services
from reviews.subjects import subjects_of


@dataclass(frozen=True)
class Act:
    """One thing that is done with a condition: the form, the words of its page, and what is said after."""

    form: type[forms.Form]
    title: str
    verb: str
    done: str


GIVE = Act(NewConditionForm, "付帯意見を付ける", "付ける", "付帯意見を記録し、担当課に知らせました。")
EDIT = Act(ConditionForm, "付帯意見を直す", "保存する", "付帯意見を保存しました。")
ANSWER = Act(ConditionAnswerForm, "対応の報告", "報告する", "対応を報告しました。次の会議で確かめられます。")
CLOSE = Act(ConditionCloseForm, "対応の確認", "記録する", "確認の結果を記録しました。")


@require_http_methods(["GET", "POST"])
def meeting_condition_create(request, code, plan, pk):
    meeting = find_meeting_for_change(request.user, code=code, plan=plan, pk=pk)
    plan, row = meeting.plan, Condition(plan=meeting.plan, meeting=meeting)
    year = meeting.round.fiscal_year if meeting.round else fiscal_year_of(meeting.held_on)
    form = GIVE.form(request.POST or None, instance=row, plan=plan, subjects=subjects_of(plan, year))
    if form.is_valid():
        try:
            services.condition_create(
                plan=plan, subject=form.chosen, edits=form.new_edits(), meeting=meeting,
                author=Author.of(request),
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, GIVE.done)
            return redirect(meeting)
    return _page(request, GIVE, form, plan=plan, meeting=meeting, back=meeting.get_absolute_url())


@require_http_methods(["GET", "POST"])
def condition_edit(request, code, plan, pk):
    condition = find_condition_for_change(request.user, code=code, plan=plan, pk=pk)
    return _answer(request, condition, EDIT, services.condition_edit)


@require_http_methods(["GET", "POST"])
def condition_answer(request, code, plan, pk):
    condition = find_condition_to_answer(request.user, code=code, plan=plan, pk=pk)
    save = partial(services.condition_answer, today=timezone.localdate())
    return _answer(request, condition, ANSWER, save)


def _answer(request, condition: Condition, act: Act, save):
    """Save one of the forms of a condition and go to the list, or show it with what keeps it from saving."""
    plan, conflict = condition.plan, None
    data = picked(request.POST) if request.method == "POST" else None
    form = act.form(data, instance=condition, plan=plan)
    if form.is_valid():
        try:
            save(condition=condition, edits=form.edits(), author=Author.of(request))
        except EditConflict as refusal:
            conflict, condition = refusal, Condition.objects.find_visible(request.user, pk=condition.pk)
            form = act.form(refreshed(request.POST, refusal.clashes), instance=condition, plan=plan)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except PortalError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, act.done)
            return redirect(condition)
    return _page(request, act, form, condition=condition, conflict=conflict)


@require_http_methods(["GET", "POST"])
def condition_close(request, code, plan, pk):
    condition = find_condition_for_change(request.user, code=code, plan=plan, pk=pk)
    meetings = condition.plan.meetings.order_by("-held_on")
    form = CLOSE.form(request.POST or None, meetings=meetings)
    if form.is_valid():
        try:
            services.condition_close(
                condition=condition, state=form.cleaned_data["state"], meeting=form.chosen,
                author=Author.of(request), today=timezone.localdate(),
            )  # fmt: skip
        except PortalError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, CLOSE.done)
            return redirect(condition)
    return _page(request, CLOSE, form, condition=condition)


@require_POST
def condition_reopen(request, code, plan, pk):
    condition = find_condition_for_change(request.user, code=code, plan=plan, pk=pk)
    services.condition_reopen(condition=condition, author=Author.of(request))
    messages.success(request, "付帯意見を未対応に戻しました。")
    return redirect(condition)


def _page(request, act: Act, form, *, condition: Condition | None = None, **more):
    context = {"form": form, "title": act.title, "verb": act.verb, "condition": condition, "conflict": None}
    if condition is not None:
        context |= {"plan": condition.plan, "back": condition.get_absolute_url()}
    return render(request, "reviews/condition_form.html", context | more)
