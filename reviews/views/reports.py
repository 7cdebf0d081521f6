"""Answering: the form of one report, its draft as one types, taking it back; the files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.exceptions import PortalError
from organizations.history import Author
from reviews import services
from reviews.answer_page import AnswerPage
from reviews.answer_rows import SAME
from reviews.asking import asked_of
from reviews.exceptions import DraftConflict
from reviews.finding import find_report_to_answer
from reviews.forms.answers import AnswerForm
from reviews.models import ProgressReport, ReportFile
from reviews.typed import picked, typed_by


@require_http_methods(["GET", "POST"])
def progress_report_edit(request, **address):
    report = find_report_to_answer(request.user, **address)
    if request.method == "GET" and (not report.is_outstanding or report.awaits_check):
        return redirect(report)
    data = picked(request.POST) if request.method == "POST" else None
    page = AnswerPage(report, request.user, timezone.localdate(), data, request.FILES or None)
    action = data.get("action", "submit") if data else ""
    if action.startswith(SAME):
        page.fill(action.removeprefix(SAME))
    elif action:
        handle = _submit if action == "submit" else _save
        try:
            target = handle(request, page)
        except (PortalError, ValidationError) as refusal:
            page.refuse(refusal)
        else:
            if target:
                return redirect(target)
    return render(request, "reviews/progress_report_edit.html", {"page": page})


def _save(request, page: AnswerPage) -> str | None:
    """Keep what is typed, with the files, and stay; None where a file cannot be taken. Nothing has to be
    complete.
    """
    _keep(request, page)
    page.form.full_clean()
    if page.form.errors.keys() & {"uploads", "scan", "remove"}:
        return None
    services.report_files_save(
        report=page.report, author=Author.of(request), wanted=page.form.files_wanted
    )
    messages.success(request, "下書きを保存しました。提出するまで、計画主管課への提出にはなりません。")
    return request.path


def _submit(request, page: AnswerPage) -> str | None:
    """Hand the answer in and go to the next one; None where the form has errors. What was typed is kept
    even where it is refused.
    """
    _keep(request, page)
    if not page.form.is_valid():
        return None
    report = services.progress_report_submit(
        report=page.report,
        answer=page.form.answer(),
        author=Author.of(request),
        today=page.today,
        proxy=page.form.proxy,
        files=page.form.files_wanted,
    )
    done = "課長確認に回しました" if report.awaits_check else "提出しました"
    messages.success(request, f"「{page.report.subject}」を{done}。")
    return page.after_submit


def _keep(request, page: AnswerPage) -> None:
    draft = services.report_draft_save(
        report=page.report,
        data=page.typed,
        revision=page.revision,
        author=Author.of(request),
        now=timezone.localtime(),
    )
    page.revision = draft.revision


@require_POST
def report_draft_save(request, **address):
    """Keep a draft while it is typed; answer what became of it, for static/js/answers.js."""
    report = find_report_to_answer(request.user, **address)
    now = timezone.localtime()
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isdecimal() else 0
    try:
        draft = services.report_draft_save(
            report=report,
            data=typed_by(request.POST),
            revision=revision,
            author=Author.of(request),
            now=now,
        )
    except PortalError as refusal:
        is_conflict = isinstance(refusal, DraftConflict)
        return JsonResponse({"refused": str(refusal), "is_conflict": is_conflict}, status=409)
    form = AnswerForm(request.POST, asked=asked_of(report))
    return JsonResponse({"revision": draft.revision, "at": f"{now:%H:%M}", "is_short": form.is_short})


@require_POST
def progress_report_withdraw(request, **address):
    report = find_report_to_answer(request.user, **address)
    try:
        services.progress_report_withdraw(
            report=report, author=Author.of(request), today=timezone.localdate()
        )
    except PortalError as refusal:
        messages.error(request, str(refusal))
        return redirect(report)
    messages.success(request, "取り下げました。直してから、もう一度提出してください。")
    return redirect("reviews:progress_report_edit", **address)


@require_safe
def report_file_download(request, code, pk):
    files = ReportFile.objects.select_related("report")
    file = files.find_visible(request.user, report__round__plan__municipality__code=code, pk=pk)
    if not ProgressReport.objects.readable_by(request.user).filter(pk=file.report_id).exists():
        raise PermissionDenied
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    return HttpResponse(
        bytes(file.content),
        content_type=file.content_type,
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )
