"""What the planning section decides on an answer: sent back, confirmed; a wish accepted or declined."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations.exceptions import PortalError
from organizations.history import Author
from reviews import services
from reviews.finding import find_report
from reviews.forms.decisions import ACCEPT, ReturnForm, WishForm
from reviews.models import ProgressReport


@require_http_methods(["GET", "POST"])
def progress_report_return(request, **address):
    report = _find(request, **address)
    form = ReturnForm(request.POST or None, review_round=report.round)
    if form.is_valid():
        try:
            services.progress_report_return(
                report=report, remarks=form.remarks, author=Author.of(request), today=timezone.localdate()
            )
        except PortalError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{report.subject}」を差し戻しました。担当課のお知らせに届きます。")
            return redirect(report)
    return render(request, "reviews/progress_report_return.html", {"report": report, "form": form})


@require_POST
def progress_report_confirm(request, **address):
    report = _find(request, **address)
    try:
        services.progress_reports_confirm(
            review_round=report.round,
            reports=[report],
            author=Author.of(request),
            today=timezone.localdate(),
        )
    except PortalError as refusal:
        messages.error(request, str(refusal))
        return redirect(report)
    messages.success(request, f"「{report.subject}」を確認済にしました。")
    return redirect(_next_submitted(report) or report.round)


def _next_submitted(report: ProgressReport) -> ProgressReport | None:
    """Return the next answer of the round that waits for the planning section: after it, then before."""
    waiting = report.round.reports.filter(status=ProgressReport.Status.SUBMITTED).order_by("order", "pk")
    found = list(waiting)
    after = [one for one in found if (one.order, one.pk) > (report.order, report.pk)]
    target = next(iter([*after, *found]), None)
    if target is not None:
        target.round = report.round
    return target


@require_http_methods(["GET", "POST"])
def wish_decide(request, **address):
    report = _find(request, **address)
    form = WishForm(request.POST or None)
    if form.is_valid():
        accepts = form.cleaned_data["decision"] == ACCEPT
        decide = services.wish_accept if accepts else services.wish_decline
        try:
            decide(report=report, author=Author.of(request), answer=form.cleaned_data["answer"])
        except PortalError as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            done = "受け入れ、工程表を変えました" if accepts else "見送りました"
            messages.success(request, f"「{report.subject}」の工程変更の希望を{done}。")
            return redirect(report)
    return render(request, "reviews/wish_decide.html", {"report": report, "form": form})


def _find(request, **address) -> ProgressReport:
    """Return a report for whoever compiles the round: 404 for strangers, 403 for everybody else."""
    report = find_report(request.user, **address)
    if not (request.user.is_planning or request.user.is_administrator):
        raise PermissionDenied
    return report
