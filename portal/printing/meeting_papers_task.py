"""Printing 会議資料 in the worker: a job's number goes in, its file and a notice come out."""

from django.utils import timezone
from django_tasks import task

from portal.meetings.papers import ALL, meeting_papers
from portal.printing.meeting_papers_press import papers_css, papers_file_name, papers_html
from portal.printing.pdf import pdf_bytes
from portal.printing.press import PDF
from reviews.models import Material, Meeting
from reviews.services.materials import material_note
from workspace.models import Job
from workspace.services import job_fail, job_finish, job_progress, job_start

MEETING_PAPERS = "meeting-papers"
STEPS = 3
FAILED = "会議資料を作れませんでした。もう一度始めても直らないときは、管理者に連絡してください。"


@task()
def print_meeting_papers(job_id: int) -> None:
    """Print the papers of the meeting of a job's arguments; may be run again when it stopped."""
    job = Job.objects.select_related("owner", "municipality").get(pk=job_id)
    if job.result_id is not None:
        return
    try:
        _print(job)
    except Exception:
        job_fail(job=job, message=FAILED)
        raise


def _print(job: Job) -> None:
    today = timezone.localdate()
    job_start(job=job, total=STEPS)
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
