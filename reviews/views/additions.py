"""What others add to an answer: related departments supplement it, members of a body remark on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organizations.exceptions import PortalError
from organizations.history import Author
from organizations.models import User
from reviews import services
from reviews.finding import find_report
from reviews.forms.decisions import AdditionForm, CommentForm
from reviews.models import ProgressReport


@require_http_methods(["GET", "POST"])
def related_addition_edit(request, **address):
    report = find_report(request.user, **address)
    if not ProgressReport.objects.supplementable_by(request.user).filter(pk=report.pk).exists():
        raise PermissionDenied
    department = request.user.department
    stored = report.additions.filter(department=department).first()
    form = AdditionForm(request.POST or None, initial={"text": stored.text if stored else ""})
    if form.is_valid():
        try:
            services.related_addition_save(
                report=report, department=department, text=form.cleaned_data["text"],
                author=Author.of(request), today=timezone.localdate(),
            )  # fmt: skip
        except PortalError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{report.subject}」への補足を保存しました。")
            return redirect(report)
    context = {"report": report, "form": form, "department": department}
    return render(request, "reviews/related_addition_edit.html", context)


@require_http_methods(["GET", "POST"])
def review_comment_create(request, **address):
    report = find_report(request.user, **address)
    is_readable = ProgressReport.objects.readable_by(request.user).filter(pk=report.pk).exists()
    if request.user.role != User.Role.COMMITTEE or not is_readable:
        raise PermissionDenied
    form = CommentForm(request.POST or None)
    if form.is_valid():
        try:
            services.review_comment_create(
                report=report, text=form.cleaned_data["text"], author=Author.of(request)
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, f"「{report.subject}」への意見を残しました。")
            return redirect(report)
    return render(request, "reviews/review_comment_create.html", {"report": report, "form": form})
