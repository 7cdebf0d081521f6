"""会議: the list, one meeting, its 次第, its papers and its record."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.exceptions import EditConflict, PortalError
from organizations.history import Author
from plans.edit_page import posted
from portal.meetings.agenda_page import AgendaPage
from portal.meetings.detail import meeting_page
from portal.meetings.figures import MeetingFigures
from portal.meetings.kept import compared
from portal.meetings.listing import meetings_of
from portal.meetings.papers import ALL, SHEETS, meeting_papers
from portal.papers.answering import printed_later, printed_now
from portal.papers.keeping import papers_keep_order
from portal.papers.options import INTERNAL, PUBLIC
from portal.papers.rendering import PDF
from portal.place import find_place
from portal.views.coverage import download
from reviews.meeting_finding import find_meeting, find_meeting_for_change
from reviews.models import KeptPapers, Meeting
from reviews.services.meetings import agenda_save

CURRENT = "portal:review_round_list"


@require_safe
def meeting_list(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    context = {
        "place": place,
        "meetings": meetings_of(place, request.user),
        "may_change": request.user.is_planning or request.user.is_administrator,
    }
    return render(request, "portal/meetings/meeting_list.html", context)


@require_safe
def meeting_detail(request, code, plan, pk):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    meeting = find_meeting(request.user, code=code, plan=plan, pk=pk)
    page = meeting_page(meeting, request.user, today)
    return render(request, "portal/meetings/meeting_detail.html", {"place": place, "page": page})


@require_http_methods(["GET", "POST"])
def meeting_agenda(request, code, plan, pk):
    today = timezone.localdate()
    meeting = find_meeting_for_change(request.user, code=code, plan=plan, pk=pk)
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    page = AgendaPage(meeting=meeting, figures=MeetingFigures(meeting, today), data=posted(request))
    if request.method == "POST" and page.is_reshaped:
        page.reshaped()
    elif request.method == "POST" and page.is_valid():
        try:
            agenda_save(meeting=meeting, author=Author.of(request), **page.changes)
        except ValidationError as refusal:
            page.reason_form.add_error(None, refusal.messages)
        except EditConflict as conflict:
            page.after(conflict)
        except PortalError as refusal:
            page.reason_form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{meeting}」の次第を保存しました。")
            return redirect(meeting)
    return render(request, "portal/meetings/meeting_agenda.html", {"place": place, "page": page})


@require_safe
def meeting_papers_detail(request, code, plan, pk):
    today = timezone.localdate()
    meeting = _with_papers(request.user, code, plan, pk)
    context = {
        "place": find_place(request.user, code, plan, today=today, current=CURRENT),
        "papers": meeting_papers(meeting, day=today),
        "kept": compared(meeting),
        "choices": SHEETS.items(),
    }
    return render(request, "portal/meetings/meeting_papers.html", context)


@require_POST
def meeting_papers_print(request, code, plan, pk):
    meeting = _with_papers(request.user, code, plan, pk)
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    sheets = request.POST.get("sheets", ALL)
    chosen = {"meeting": meeting.pk, "sheets": sheets if sheets in SHEETS else ALL}
    return printed_later(request, place, "meeting-papers", **chosen)


@require_POST
def meeting_papers_keep(request, code, plan, pk):
    meeting = find_meeting_for_change(request.user, code=code, plan=plan, pk=pk)
    try:
        return redirect(papers_keep_order(meeting, request.user))
    except PortalError as refusal:
        messages.error(request, str(refusal))
        return redirect(meeting)


@require_safe
def kept_papers_download(request, code, plan, pk):
    meeting = _with_papers(request.user, code, plan, pk)
    kept = KeptPapers.objects.visible_to(request.user).filter(meeting=meeting).first()
    if kept is None:
        raise Http404
    return download(bytes(kept.content), PDF, f"{kept.name}.pdf")


@require_POST
def meeting_record_print(request, code, plan, pk):
    meeting = find_meeting(request.user, code=code, plan=plan, pk=pk)
    with_names = request.POST.get("names") == "1"
    if with_names and not Meeting.objects.changeable_by(request.user).filter(pk=meeting.pk).exists():
        raise PermissionDenied
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    audience = INTERNAL if with_names else PUBLIC
    return printed_now(request, place, "meeting-record", meeting=meeting.pk, audience=audience)


def _with_papers(user, code, plan, pk):
    """Return a meeting whose papers `user` may read: 404 for one not to be known of, else 403."""
    meeting = find_meeting(user, code=code, plan=plan, pk=pk)
    if not Meeting.objects.with_papers_for(user).filter(pk=meeting.pk).exists():
        raise PermissionDenied
    return meeting
