"""Printing a 年次報告 in the worker: a job's number goes in, its file and a notice come out."""

from django.utils import timezone
from django_tasks import task

from portal.annual_report.reading import annual_report
from portal.place import find_place
from portal.printing.annual_report_press import (
    annual_report_css,
    annual_report_file_name,
    annual_report_html,
)
from portal.printing.pdf import pdf_bytes
from portal.printing.press import PDF
from reviews.models import Material
from reviews.services.materials import material_note
from workspace.models import Job
from workspace.services import job_fail, job_finish, job_progress, job_start

ANNUAL_REPORT = "annual-report"
STEPS = 3
FAILED = "年次報告を作れませんでした。もう一度始めても直らないときは、管理者に連絡してください。"


@task()
def print_annual_report(job_id: int) -> None:
    """Print the round of a job's arguments; may be run again when it stopped."""
    job = Job.objects.select_related("owner", "municipality").get(pk=job_id)
    if job.result_id is not None:
        return
    try:
        _print(job)
    except Exception:
        job_fail(job=job, message=FAILED)
        raise


def _print(job: Job) -> None:
    today, arguments = timezone.localdate(), job.arguments
    job_start(job=job, total=STEPS)
    place = find_place(job.owner, job.municipality.code, arguments["plan"], today=today)
    job_progress(job=job, done=1, message="報告を集めています")
    report = annual_report(place, job.owner, today, round_key=arguments["round"])
    html = annual_report_html(report)
    job_progress(job=job, done=2, message="ページに割り付けています")
    content = pdf_bytes(html, annual_report_css())
    if report.round:
        material_note(
            review_round=report.round, kind=Material.Kind.ANNUAL_REPORT, title=job.title,
            subjects=report.told, by=job.owner, today=today,
        )  # fmt: skip
    job_finish(job=job, name=annual_report_file_name(report), content_type=PDF, content=content)
