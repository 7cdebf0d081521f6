"""課長確認 and 部取りまとめ: read on one page and given in one click, or recorded with day and number."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organizations.exceptions import PortalError
from organizations.history import Author
from organizations.models import Department
from reviews import services
from reviews.finding import find_round, whole, with_plan
from reviews.forms.decisions import CheckForm
from reviews.models import DepartmentCheck, ProgressReport, ReviewRound
from reviews.reading import read_answers
from reviews.services.checks import may_check

Level = DepartmentCheck.Level


@require_http_methods(["GET", "POST"])
def section_check_give(request, code, plan, key, pk):
    review_round, department = _find(request, code, plan, key, pk, Level.SECTION)
    waiting = ProgressReport.objects.filter(round=review_round, awaits_check=True).answered_by([department])
    reports = [with_plan(report) for report in whole(waiting).order_by("order", "pk")]
    if request.method == "POST":
        try:
            given = services.section_check_give(
                review_round=review_round,
                department=department,
                author=Author.of(request),
                today=timezone.localdate(),
            )
        except PortalError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{department}の {given} 件を確認して、計画主管課に提出しました。")
        return redirect("portal:my_updates", code, plan)
    context = {"round": review_round, "department": department, "answers": read_answers(reports)}
    return render(request, "reviews/section_check_give.html", context)


@require_http_methods(["GET", "POST"])
def department_check_create(request, code, plan, key, pk):
    asked = request.POST.get("level") or request.GET.get("level")
    level = Level.DIVISION if asked == Level.DIVISION else Level.SECTION
    review_round, department = _find(request, code, plan, key, pk, level)
    today = timezone.localdate()
    form = CheckForm(request.POST or None, initial={"checked_on": today})
    if form.is_valid():
        try:
            given = services.department_check_record(
                review_round=review_round, department=department, level=level,
                author=Author.of(request), today=today, **form.cleaned_data,
            )  # fmt: skip
        except (PortalError, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, PortalError) else refusal.messages)
        else:
            sent = f"待っていた {given} 件を提出しました。" if given else ""
            messages.success(request, f"{department}の{Level(level).label}を記録しました。{sent}")
            return redirect("portal:my_updates", code, plan)
    context = {"round": review_round, "department": department, "form": form, "level": Level(level)}
    return render(request, "reviews/department_check_create.html", context)


def _find(request, code, plan, key, pk, level) -> tuple[ReviewRound, Department]:
    """Return round and department of the address, or answer 404 and, for who may not check, 403."""
    review_round = find_round(request.user, code=code, plan=plan, key=key)
    city = review_round.plan.municipality
    department = Department.objects.find_visible(request.user, municipality=city, pk=pk)
    if not may_check(request.user, review_round, department, level):
        raise PermissionDenied
    return review_round, department
