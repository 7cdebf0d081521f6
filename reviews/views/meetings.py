"""会議: made, changed, held, thrown away; who came, what was said."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations.exceptions import EditConflict, PortalError
from organizations.history import Author
from plans.edit_page import posted
from plans.finding import find_plan
from reviews.attending import committee_of, expected
from reviews.meeting_finding import find_meeting_for_change
from reviews.meeting_page import PROPOSE, AttendancePage, MeetingPage, MinutesPage, proposed_meeting
from reviews.services import meetings as services


@require_http_methods(["GET", "POST"])
def meeting_create(request, code, plan):
    plan = find_plan(request, code, plan)
    row = proposed_meeting(plan, request.GET, timezone.localdate())
    return _answer(request, MeetingPage(plan=plan, row=row, data=posted(request)))


@require_http_methods(["GET", "POST"])
def meeting_edit(request, code, plan, pk):
    found = find_meeting_for_change(request.user, code=code, plan=plan, pk=pk)
    return _answer(request, MeetingPage(plan=found.plan, row=found, data=posted(request)))


def _answer(request, page: MeetingPage):
    """Save the meeting: a new one goes on to its 次第; or show the form with what keeps it from saving."""
    is_new = page.is_new
    if request.method == "POST" and page.is_valid():
        try:
            meeting = services.meeting_save(
                meeting=page.row, edits=page.edits, attendances=page.attendances,
                author=Author.of(request), today=timezone.localdate(),
            )  # fmt: skip
        except ValidationError as refusal:
            page.explain(refusal)
        except EditConflict as conflict:
            page.after(conflict)
        except PortalError as refusal:
            page.form.add_error("held_on", str(refusal))
        else:
            messages.success(request, f"「{meeting}」を保存しました。")
            return redirect("portal:meeting_agenda", *meeting.url_args) if is_new else redirect(meeting)
    return render(request, page.template, {"page": page, "plan": page.plan})


@require_http_methods(["GET", "POST"])
def meeting_delete(request, code, plan, pk):
    meeting = find_meeting_for_change(request.user, code=code, plan=plan, pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            services.meeting_delete(meeting=meeting, author=Author.of(request))
        except PortalError as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"「{meeting}」を削除しました。")
            return redirect("portal:meeting_list", *meeting.plan.url_args)
    return render(request, "reviews/meeting_delete.html", {"meeting": meeting, "refusal": refusal})


@require_POST
def meeting_hold(request, code, plan, pk):
    meeting = find_meeting_for_change(request.user, code=code, plan=plan, pk=pk)
    author = Author.of(request)
    try:
        if request.POST.get("action") == "undo":
            services.meeting_plan(meeting=meeting, author=author)
        else:
            services.meeting_hold(meeting=meeting, author=author, today=timezone.localdate())
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{meeting}」の開催の状態を変えました。")
    return redirect(meeting)


@require_http_methods(["GET", "POST"])
def attendance_edit(request, code, plan, pk):
    meeting = find_meeting_for_change(request.user, code=code, plan=plan, pk=pk)
    author = Author.of(request)
    if request.method == "POST" and request.POST.get("action") == PROPOSE:
        services.attendances_propose(
            meeting=meeting, attendances=expected(committee_of(meeting)), author=author
        )
        return redirect(request.path)
    page = AttendancePage(meeting=meeting, data=posted(request))

    def save():
        table = page.table
        services.attendances_save(
            meeting=meeting, wishes=table.wishes(), is_reordered=table.is_reordered, author=author
        )

    return _answer_rows(request, page, save, "reviews/attendance_edit.html")


@require_POST
def attendance_forget(request, code, plan, pk):
    meeting = find_meeting_for_change(request.user, code=code, plan=plan, pk=pk)
    count = services.attendance_names_forget(meeting=meeting, author=Author.of(request))
    messages.success(request, f"この会議の氏名を{count}人分、すべて削除しました。記録にも残っていません。")
    return redirect(meeting)


@require_http_methods(["GET", "POST"])
def minutes_edit(request, code, plan, pk):
    meeting = find_meeting_for_change(request.user, code=code, plan=plan, pk=pk)
    page = MinutesPage(meeting=meeting, data=posted(request))

    def save():
        services.minutes_save(
            meeting=meeting, wishes=page.table.wishes(), edits=page.summary_form.edits(),
            author=Author.of(request), today=timezone.localdate(),
        )  # fmt: skip

    return _answer_rows(request, page, save, "reviews/minutes_edit.html")


def _answer_rows(request, page, save, template: str):
    """Save a list of the meeting and go back to it, or show the list with what keeps it from saving."""
    if request.method == "POST" and page.is_reshaped:
        page.reshaped()
    elif request.method == "POST" and page.is_valid():
        try:
            save()
        except ValidationError as refusal:
            page.reason_form.add_error(None, refusal.messages)
        except EditConflict as conflict:
            page.after(conflict)
        except PortalError as refusal:
            page.reason_form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{page.meeting}」の{page.title}を保存しました。")
            return redirect(page.meeting)
    return render(request, template, {"page": page, "plan": page.plan})
