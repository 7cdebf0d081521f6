"""照会文, 再依頼, 結果通知 of a round: written, corrected; and one 再依頼 to many."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations.edits import picked, refreshed
from organizations.exceptions import EditConflict, PortalError
from organizations.history import Author
from reviews import services
from reviews.finding import find_round_to_change
from reviews.forms.letters import RoundLetterForm
from reviews.letters import letter_of
from reviews.models import ReviewRound, RoundLetter


@require_http_methods(["GET", "POST"])
def round_letter_create(request, code, plan, key):
    found = find_round_to_change(request.user, code=code, plan=plan, key=key)
    kind = request.GET.get("kind", "")
    kind = kind if kind in RoundLetter.Kind else RoundLetter.Kind.INQUIRY
    proposed = letter_of(found, kind, None, request.user)
    instance = RoundLetter(round=found, kind=kind, sent_on=timezone.localdate(), **proposed)
    form = RoundLetterForm(request.POST or None, instance=instance, departments=_departments(found))
    if form.is_valid():
        try:
            letter = services.round_letter_create(
                review_round=found, kind=kind, values=form.cleaned_data, author=Author.of(request)
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"「{letter}」を作成しました。PDFかWordで保存できます。")
            return redirect(f"{found.get_absolute_url()}#letters")
    return _page(request, found, form, f"{RoundLetter.Kind(kind).label}の文書を作る")


@require_http_methods(["GET", "POST"])
def round_letter_edit(request, code, plan, key, pk):
    found, conflict = find_round_to_change(request.user, code=code, plan=plan, key=key), None
    letter = get_object_or_404(found.letters.select_related("department"), pk=pk)
    data = picked(request.POST) if request.method == "POST" else None
    form = RoundLetterForm(data, instance=letter, departments=_departments(found))
    if form.is_valid():
        try:
            services.round_letter_edit(letter=letter, edits=form.edits(), author=Author.of(request))
        except EditConflict as refusal:
            letter.refresh_from_db()
            data, conflict = refreshed(form.data, refusal.clashes), refusal
            form = RoundLetterForm(data, instance=letter, departments=_departments(found))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"「{letter}」を保存しました。")
            return redirect(f"{found.get_absolute_url()}#letters")
    return _page(request, found, form, f"「{letter}」を直す", conflict)


@require_POST
def review_round_remind(request, code, plan, key):
    found = find_round_to_change(request.user, code=code, plan=plan, key=key)
    reports = found.reports.filter(pk__in=_keys(request))
    try:
        departments = services.review_round_remind(
            review_round=found, reports=reports, author=Author.of(request), today=timezone.localdate()
        )
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        names = "、".join(department.name for department in departments)
        told = f"{len(departments)}課に再依頼しました：{names}。文書は下の「文書」にあります。"
        messages.success(request, told)
    return redirect(found)


@require_POST
def progress_report_list_confirm(request, code, plan, key):
    found = find_round_to_change(request.user, code=code, plan=plan, key=key)
    chosen = found.reports.filter(pk__in=_keys(request))
    reports = chosen.filter(status="submitted")
    left = chosen.count() - reports.count()
    try:
        confirmed = services.progress_reports_confirm(
            review_round=found, reports=reports, author=Author.of(request), today=timezone.localdate()
        )
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{confirmed}件を確認済にしました。")
        if left:
            messages.warning(request, f"提出済でない{left}件は、そのままです。")
    return redirect(found)


def _keys(request) -> list[int]:
    return [int(key) for key in request.POST.getlist("report") if key.isascii() and key.isdigit()]


def _departments(review_round: ReviewRound) -> list[int]:
    return list(review_round.assignments.leads().values_list("department", flat=True).distinct())


def _page(request, review_round: ReviewRound, form, title: str, conflict=None):
    context = {
        "round": review_round, "plan": review_round.plan, "form": form, "title": title, "conflict": conflict,
    }  # fmt: skip
    return render(request, "reviews/round_letter_form.html", context)
