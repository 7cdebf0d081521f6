"""調査: made, changed, opened, thrown away, reopened."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations.edits import picked, refreshed
from organizations.exceptions import EditConflict, PortalError
from organizations.history import Author
from plans.finding import find_plan
from reviews import services
from reviews.finding import find_round_to_change
from reviews.forms.rounds import ReopenForm, RoundForm
from reviews.round_page import NewRoundPage, warnings_of


@require_http_methods(["GET", "POST"])
def review_round_create(request, code, plan):
    plan, today = find_plan(request, code, plan), timezone.localdate()
    page = NewRoundPage(plan=plan, params=request.GET, today=today, data=request.POST or None)
    if page.form.is_valid():
        try:
            found = services.review_round_prepare(
                plan=plan, values=page.values, author=Author.of(request), today=today
            )
        except ValidationError as refusal:
            page.form.add_error(None, refusal)
        else:
            messages.success(request, f"「{found}」を準備中にしました。始めるまで、各課には見えません。")
            return redirect(found)
    return render(request, "reviews/review_round_create.html", {"plan": plan, "page": page})


@require_http_methods(["GET", "POST"])
def review_round_edit(request, code, plan, key):
    found, conflict = find_round_to_change(request.user, code=code, plan=plan, key=key), None
    if found.is_final:
        messages.error(request, "確定した調査は変更できません。直すときは、先に確定を取り消してください。")
        return redirect(found)
    form = RoundForm(picked(request.POST) if request.method == "POST" else None, instance=found)
    if form.is_valid():
        try:
            saved = services.review_round_change(
                review_round=found, edits=form.edits(), author=Author.of(request)
            )
        except EditConflict as refusal:
            fresh, conflict = find_round_to_change(request.user, code=code, plan=plan, key=key), refusal
            form = RoundForm(refreshed(form.data, refusal.clashes), instance=fresh)
        except (PortalError, ValidationError) as refusal:
            form.add_error(None, getattr(refusal, "messages", str(refusal)))
        else:
            messages.success(request, f"「{saved}」を保存しました。")
            return redirect(saved)
    context = {"round": found, "plan": found.plan, "form": form, "conflict": conflict}
    return render(request, "reviews/review_round_edit.html", context | {"warnings": warnings_of(found)})


@require_POST
def review_round_open(request, code, plan, key):
    found = find_round_to_change(request.user, code=code, plan=plan, key=key)
    try:
        services.review_round_open(
            review_round=found, author=Author.of(request), today=timezone.localdate()
        )
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{found}」を始めました。回答する課の職員にお知らせが届いています。")
    return redirect(found)


@require_POST
def review_round_delete(request, code, plan, key):
    found = find_round_to_change(request.user, code=code, plan=plan, key=key)
    try:
        services.review_round_delete(review_round=found, author=Author.of(request))
    except PortalError as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, f"「{found}」を削除しました。")
    return redirect("portal:review_round_list", code, plan)


@require_http_methods(["GET", "POST"])
def review_round_reopen(request, code, plan, key):
    found = find_round_to_change(request.user, code=code, plan=plan, key=key)
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        try:
            services.review_round_reopen(
                review_round=found, author=Author.of(request), reason=form.cleaned_data["reason"]
            )
        except PortalError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{found}」の確定を取り消しました。報告は「確認済」に戻りました。")
            return redirect(found)
    context = {"round": found, "plan": found.plan, "form": form}
    return render(request, "reviews/review_round_reopen.html", context)
