"""Printing 会議資料 in the worker."""

from django.utils import timezone

from portal.meetings.papers import ALL, meeting_papers
from portal.printing.in_worker import printed_in_worker
from portal.printing.meeting_papers_press import papers_css, papers_file_name, papers_html
from portal.printing.pdf import pdf_bytes
from portal.printing.press import PDF
from reviews.models import Material, Meeting
from reviews.services.materials import material_note
from workspace.models import Job
from workspace.services import job_finish, job_progress

MEETING_PAPERS = "meeting-papers"


@printed_in_worker("会議資料")
def print_meeting_papers(job: Job) -> None:
    """Print the papers of the meeting of a job's arguments."""
    today = timezone.localdate()
    meetings = Meeting.objects.with_papers_for(job.owner)
    meeting = meetings.select_related("plan__municipality", "body", "round").get(pk=job.arguments["meeting"])
    job_progress(job=job, done=1, message="議題と報告を集めています")
    papers = meeting_papers(meeting, day=today, sheets=job.arguments.get("sheets", ALL))
    html = papers_html(papers)
    job_progress(job=job, done=2, message="ページに割り付けています")
    content = pdf_bytes(html, papers_css())
    if meeting.round:
        material_note(
            review_round=meeting.round, kind=Material.Kind.MEETING_PAPERS, title=f"{meeting}の会議資料",
            subjects=papers.subjects, by=job.owner, today=today,
        )  # fmt: skip
    job_finish(job=job, name=papers_file_name(meeting), content_type=PDF, content=content)
