"""The pages about a measure's life: end, take up again, split, merge, renumber, put in order."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from measures import services
from measures.forms import EndForm, MergeForm, NumbersForm, SplitForm
from measures.life_page import LifePage, OrderPage, reason_of
from measures.models import Measure
from organizations.edits import picked
from organizations.exceptions import EditConflict, PortalError
from organizations.history import Author
from plans.finding import find_plan

VERBS = ["GET", "POST"]


@require_http_methods(VERBS)
def measure_end(request, code, plan, key):
    measure = _find(request, code, plan, key)
    build = partial(EndForm, instance=measure, today=timezone.localdate())
    page = LifePage("終了", measure.plan, build, picked(request.POST) or None, measure=measure)

    def save(**by):
        services.measure_end(measure=measure, edits=page.form.edits(), **by)
        return f"「{measure}」を{page.form.cleaned_data['ended_kind']}にしました。"

    return _answer(request, page, save, "measures/measure_end.html")


@require_http_methods(VERBS)
def measure_reopen(request, code, plan, key):
    measure = _find(request, code, plan, key)
    page = LifePage("再開", measure.plan, None, request.POST or None, measure=measure)

    def save(**by):
        services.measure_reopen(measure=measure, **by)
        return f"「{measure}」を再開しました。"

    return _answer(request, page, save, "measures/measure_reopen.html")


@require_http_methods(VERBS)
def measure_split(request, code, plan, key):
    measure, today = _find(request, code, plan, key), timezone.localdate()
    build = partial(SplitForm, plan=measure.plan, today=today)
    page = LifePage("分割", measure.plan, build, request.POST or None, measure=measure)

    def save(**by):
        form = page.form
        decided = {"parts": form.parts, "ending": form.ending, "decision": form.decision}
        made = services.measure_split(measure=measure, today=today, **decided, **by)
        return f"「{measure}」から{'、'.join(f'「{new}」' for new in made)}を作りました。"

    return _answer(request, page, save, "measures/measure_split.html")


@require_http_methods(VERBS)
def measure_merge(request, code, plan, key):
    measure = _find(request, code, plan, key)
    build = partial(MergeForm, measure=measure, today=timezone.localdate())
    page = LifePage("統合", measure.plan, build, request.POST or None, measure=measure)

    def save(**by):
        data = page.form.cleaned_data
        chosen = {"others": data["others"], "takes_departments": data["takes_departments"]}
        services.measure_merge(measure=measure, ending=page.form.ending, **chosen, **by)
        return f"{len(data['others'])}件を「{measure}」に統合しました。"

    return _answer(request, page, save, "measures/measure_merge.html")


@require_http_methods(VERBS)
def measure_renumber(request, code, plan):
    plan = find_plan(request, code, plan)
    build = partial(NumbersForm, plan=plan)
    page = LifePage("番号の変更", plan, build, picked(request.POST) or None)

    def save(**by):
        count = services.measure_renumber(plan=plan, numbers=page.form.numbers, **by)
        return f"{count}件の番号を変更しました。" if count else "変更はありません。"

    return _answer(request, page, save, "measures/measure_renumber.html")


@require_http_methods(VERBS)
def measure_order(request, code, plan):
    plan = find_plan(request, code, plan)
    if request.method == "GET":
        return render(request, "measures/measure_order.html", {"page": OrderPage(plan), "plan": plan})
    measure = plan.measures.find_for_change(request.user, key=request.POST.get("key", ""))
    measure.plan = plan
    place, to = request.POST.get("place", ""), request.POST.get("to", "")
    if to in ("up", "down") or place.isdecimal():
        there = services.measure_move(
            measure=measure,
            to=to if to in ("up", "down") else int(place) - 1,
            author=Author.of(request),
            reason=reason_of(request.POST),
        )
        messages.success(request, f"「{measure}」は{there + 1}番目です。")
    return redirect(reverse("measures:measure_order", args=plan.url_args) + f"#measure-{measure.pk}")


def _find(request, code: str, plan: str, key: str) -> Measure:
    plan = find_plan(request, code, plan)
    measure = plan.measures.find_for_change(request.user, key=key)
    measure.plan = plan
    return measure


def _answer(request, page: LifePage, save: Callable[..., str], template: str) -> HttpResponse:
    """Do what was decided and go on, or show the page again with what keeps it from being done.

    `save` is called with `author` and `reason` and returns the sentence that says what was done.
    """
    if page.is_valid():
        try:
            said = save(author=Author.of(request), reason=page.reason)
        except ValidationError as refusal:
            page.refuse(refusal.messages)
        except EditConflict as conflict:
            page.after(conflict)
        except PortalError as refusal:
            page.refuse([str(refusal)])
        else:
            messages.success(request, said)
            return redirect(page.leave_url)
    return render(request, template, {"page": page, "plan": page.plan})
