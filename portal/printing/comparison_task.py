"""Printing a 新旧対照表 in the worker."""

from django.utils import timezone

from plans.models import Plan
from portal.comparison import chosen, versions_of
from portal.printing.comparison_press import form_css, form_file_name, form_html, form_of
from portal.printing.in_worker import printed_in_worker
from portal.printing.pdf import pdf_bytes
from portal.printing.press import PDF
from workspace.models import Job
from workspace.services import job_finish, job_progress

COMPARISON = "comparison"


@printed_in_worker("新旧対照表")
def print_comparison(job: Job) -> None:
    """Print the two versions of a job's arguments."""
    today, arguments = timezone.localdate(), job.arguments
    plans = Plan.objects.visible_to(job.owner).select_related("municipality")
    plan = plans.get(pk=arguments["plan"])
    old, new = chosen(versions_of(plan, today), arguments["old"], arguments["new"])
    job_progress(job=job, done=1, message="2つの版を比べています")
    html = form_html(form_of(plan, old, new, day=today))
    job_progress(job=job, done=2, message="ページに割り付けています")
    name = form_file_name(plan, old, new)
    job_finish(job=job, name=name, content_type=PDF, content=pdf_bytes(html, form_css()))
