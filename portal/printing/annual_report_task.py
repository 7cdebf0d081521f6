"""Printing a 年次報告 in the worker."""

from django.utils import timezone

from portal.annual_report.reading import annual_report
from portal.place import find_place
from portal.printing.annual_report_press import (
    annual_report_css,
    annual_report_file_name,
    annual_report_html,
)
from portal.printing.in_worker import printed_in_worker
from portal.printing.pdf import pdf_bytes
from portal.printing.press import PDF
from reviews.models import Material
from reviews.services.materials import material_note
from workspace.models import Job
from workspace.services import job_finish, job_progress

ANNUAL_REPORT = "annual-report"


@printed_in_worker("年次報告")
def print_annual_report(job: Job) -> None:
    """Print the round of a job's arguments."""
    today, arguments = timezone.localdate(), job.arguments
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
