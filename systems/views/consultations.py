"""事前協議: written, handed in, given an opinion or back, sent, decided; its terms and checks."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations.edits import picked, refreshed
from organizations.exceptions import EditConflict, PortalError
from organizations.history import Author
from organizations.models import Municipality
from plans.edit_page import posted
from systems.consultation_page import ConsultationPage, proposed
from systems.consulting import (
    city_list_url,
    find_check,
    find_city_of_filer,
    find_consultation,
    find_consultation_to_move,
    find_rule,
    find_system,
    summary_of,
)
from systems.forms.consultations import (
    ConsultationRuleForm,
    DecisionForm,
    EffectCheckForm,
    OpinionForm,
    ReturnForm,
)
from systems.models import Consultation
from systems.services import consultation_rules as rules
from systems.services import consultations as services
from systems.services import effect_checks

State = Consultation.State


@require_http_methods(["GET", "POST"])
def consultation_create(request, code):
    city = find_city_of_filer(request.user, code)
    today = timezone.localdate()
    system = find_system(request.user, city, request.GET.get("system", ""))
    row, costs = proposed(city, request.user, system=system, today=today)
    page = ConsultationPage(row=row, user=request.user, today=today, data=posted(request), costs=costs)
    return _answer_page(request, page)


@require_http_methods(["GET", "POST"])
def consultation_edit(request, code, pk):
    row = find_consultation(request.user, code, pk)
    page = ConsultationPage(row=row, user=request.user, today=timezone.localdate(), data=posted(request))
    return _answer_page(request, page)


def _answer_page(request, page: ConsultationPage):
    """Save what was typed and show the consultation, or the form again with what keeps it from saving."""
    if request.method == "POST" and page.is_valid():
        try:
            row = services.consultation_save(
                consultation=page.row, edits=page.edits, costs=page.costs, author=Author.of(request)
            )
        except ValidationError as refusal:
            page.explain(refusal)
        except EditConflict as conflict:
            page.after(conflict)
        except PortalError as refusal:
            page.form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"「{row}」を保存しました。提出するまで、計画主管課は作業中として見ます。"
            )
            return redirect(row)
    return render(request, page.template, {"page": page, "city": page.row.municipality})


@require_POST
def consultation_submit(request, code, pk):
    found = find_consultation_to_move(request.user, code, pk, State.SUBMITTED)
    save = partial(services.consultation_submit, today=timezone.localdate())
    return _answer_move(request, found, save, "提出しました。計画主管課に知らせました。")


@require_POST
def consultation_withdraw(request, code, pk):
    found = find_consultation_to_move(request.user, code, pk, State.WITHDRAWN)
    save = partial(services.consultation_withdraw, today=timezone.localdate())
    return _answer_move(request, found, save, "取り下げました。")


@require_POST
def consultation_unsend(request, code, pk):
    found = find_consultation(request.user, code, pk, for_planning=True)
    return _answer_move(request, found, services.consultation_unsend, "意見付きに戻しました。")


@require_POST
def consultation_reopen(request, code, pk):
    found = find_consultation(request.user, code, pk)
    return _answer_move(request, found, services.consultation_reopen, "作成中に戻しました。")


def _answer_move(request, found: Consultation, save: Callable, done: str):
    """Make a move that asks for nothing more, and show the consultation with what became of it."""
    try:
        save(consultation=found, author=Author.of(request))
    except ValidationError as refusal:
        for text in refusal.messages:
            messages.error(request, text)
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{found}」を{done}")
    return redirect(found)


@require_POST
def consultation_send(request, code):
    city = Municipality.objects.find_for_change(request.user, code=code)
    year = request.POST.get("year", "")[:4]
    fiscal_year = int(year) if year.isdecimal() else 0
    try:
        found = services.consultations_send(
            municipality=city, fiscal_year=fiscal_year,
            author=Author.of(request), today=timezone.localdate(),
        )  # fmt: skip
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{len(found)}件を「財政課へ送付」にし、担当課に知らせました。")
    return redirect(f"{city_list_url(code)}?year={year}")


@require_http_methods(["GET", "POST"])
def consultation_advise(request, code, pk):
    found = find_consultation_to_move(request.user, code, pk, State.ADVISED)
    form = OpinionForm(request.POST or None, initial={"text": found.opinion})
    save = partial(services.consultation_advise, today=timezone.localdate())
    return _answer_text(request, found, form, save, "opinion", "意見を付ける")


@require_http_methods(["GET", "POST"])
def consultation_return(request, code, pk):
    found = find_consultation(request.user, code, pk, for_planning=True)
    form = ReturnForm(request.POST or None)
    save = partial(services.consultation_return, today=timezone.localdate())
    return _answer_text(request, found, form, save, "reason", "差し戻す")


def _answer_text(request, found: Consultation, form, save: Callable, name: str, title: str):
    """Make a move that comes with a text, or ask for the text."""
    if form.is_valid():
        try:
            save(consultation=found, author=Author.of(request), **{name: form.cleaned_data["text"]})
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except PortalError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{found}」を保存し、担当課に知らせました。")
            return redirect(found)
    return _form_page(request, found, form, title)


@require_http_methods(["GET", "POST"])
def consultation_decide(request, code, pk):
    found = find_consultation_to_move(request.user, code, pk, State.DECIDED)
    save = partial(services.consultation_decide, consultation=found, today=timezone.localdate())
    return _answer_row(request, found, found, DecisionForm, save, "査定の結果を記録する")


@require_http_methods(["GET", "POST"])
def effect_check_edit(request, code, pk):
    check = find_check(request.user, code, pk)
    save = partial(effect_checks.effect_check_save, check=check, today=timezone.localdate())
    title = f"効果の検証（稼働後{check.after_years}年）を書く"
    return _answer_row(request, check.consultation, check, EffectCheckForm, save, title)


def _answer_row(request, found: Consultation, row, form_class, save: Callable, title: str):
    """Save the form of a row, or show it with what keeps it from saving."""
    data, conflict = (picked(request.POST) if request.method == "POST" else None), None
    form = form_class(data, instance=row)
    if form.is_valid():
        try:
            save(edits=form.edits(), author=Author.of(request))
        except EditConflict as refusal:
            conflict = refusal
            row.refresh_from_db()
            form = form_class(refreshed(data, refusal.clashes), instance=row)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except PortalError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{found}」に保存しました。")
            return redirect(found)
    return _form_page(request, found, form, title, conflict)


def _form_page(request, found: Consultation, form, title: str, conflict: EditConflict | None = None):
    context = {
        "consultation": found, "form": form, "title": title, "verb": title.partition("（")[0],
        "summary": summary_of(found), "conflict": conflict,
    }  # fmt: skip
    return render(request, "systems/consultation_act.html", context)


@require_http_methods(["GET", "POST"])
def consultation_rule_edit(request, code):
    city = Municipality.objects.find_for_change(request.user, code=code)
    rule = find_rule(city)
    data, conflict = (picked(request.POST) if request.method == "POST" else None), None
    form = ConsultationRuleForm(data, instance=rule)
    if form.is_valid():
        try:
            rules.consultation_rule_save(rule=rule, edits=form.edits(), author=Author.of(request))
        except EditConflict as refusal:
            conflict = refusal
            form = ConsultationRuleForm(refreshed(data, refusal.clashes), instance=find_rule(city))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "事前協議の定めを保存しました。")
            return redirect(city_list_url(code))
    context = {"form": form, "city": city, "conflict": conflict, "list_url": city_list_url(code)}
    return render(request, "systems/consultation_rule_form.html", context)
