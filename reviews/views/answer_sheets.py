"""Excelで回答: the sheet of a department goes out and comes back, all or nothing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from organizations.exceptions import PortalError
from organizations.history import Author
from organizations.models import Department
from organizations.spreadsheets import ExcelFormat
from reviews import services
from reviews.exceptions import SheetDoesNotFit
from reviews.finding import find_round, whole, with_plan
from reviews.forms.sheets import AnswerSheetForm
from reviews.models import ProgressReport, ReviewRound
from reviews.sheets.reading import read_answer_sheet
from reviews.sheets.writing import answer_sheet


@require_safe
def answer_sheet_export(request, code, plan, key, pk):
    review_round, department, reports = _find(request, code, plan, key, pk)
    response = HttpResponse(answer_sheet(reports), content_type=ExcelFormat.content_type)
    name = f"回答様式_{review_round.name}_{department.name}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_http_methods(["GET", "POST"])
def answer_sheet_import(request, code, plan, key, pk):
    review_round, department, reports = _find(request, code, plan, key, pk)
    is_proxy = department.pk != request.user.department_id
    form = AnswerSheetForm(request.POST or None, request.FILES or None, is_proxy=is_proxy)
    problems = []
    if form.is_valid():
        try:
            done = _take_over(request, form, reports)
        except SheetDoesNotFit as refusal:
            problems = refusal.problems
        except PortalError as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, done)
            return redirect(review_round) if is_proxy else redirect("portal:my_updates", code, plan)
    context = {"round": review_round, "department": department, "form": form, "problems": problems,
               "count": len(reports)}  # fmt: skip
    return render(request, "reviews/answer_sheet_import.html", context)


def _take_over(request, form: AnswerSheetForm, reports: list[ProgressReport]) -> str:
    """Take a sheet over; return the sentence that says so."""
    is_handed_in = request.POST.get("action") == "submit"
    count = services.answer_sheet_import(
        sheet=read_answer_sheet(form.cleaned_data["file"].read(), reports),
        author=Author.of(request),
        now=timezone.localtime(),
        is_handed_in=is_handed_in,
        proxy=form.proxy,
    )
    done = (
        "提出しました（課長確認がある調査では、課長確認に回しました）"
        if is_handed_in
        else "下書きとして保存しました"
    )
    return f"Excelの {count} 件を{done}。" if count else "Excelに回答がありませんでした。"


def _find(request, code, plan, key, pk) -> tuple[ReviewRound, Department, list[ProgressReport]]:
    """Return round, department and what it has still to answer; 404 for strangers, 403 for other people."""
    review_round = find_round(request.user, code=code, plan=plan, key=key)
    city = review_round.plan.municipality
    department = Department.objects.find_visible(request.user, municipality=city, pk=pk)
    own = ProgressReport.objects.filter(round=review_round).answerable_by(request.user)
    own = own.answered_by([department])
    if not own.exists():
        raise PermissionDenied
    waiting = whole(own.outstanding().filter(awaits_check=False)).order_by("order", "pk")
    return review_round, department, [with_plan(report) for report in waiting]
