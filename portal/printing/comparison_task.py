"""Printing a 新旧対照表 in the worker: a job's number goes in, its file and a notice come out."""

from django.utils import timezone
from django_tasks import task

from plans.models import Plan
from portal.comparison import chosen, versions_of
from portal.printing.comparison_press import form_css, form_file_name, form_html, form_of
from portal.printing.pdf import pdf_bytes
from portal.printing.press import PDF
from workspace.models import Job
from workspace.services import job_fail, job_finish, job_progress, job_start

COMPARISON = "comparison"
STEPS = 3
FAILED = "新旧対照表を作れませんでした。もう一度始めても直らないときは、管理者に連絡してください。"


@task()
def print_comparison(job_id: int) -> None:
    """Print the two versions of a job's arguments; may be run again when it stopped."""
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
    plans = Plan.objects.visible_to(job.owner).select_related("municipality")
    plan = plans.get(pk=arguments["plan"])
    old, new = chosen(versions_of(plan, today), arguments["old"], arguments["new"])
    job_progress(job=job, done=1, message="2つの版を比べています")
    html = form_html(form_of(plan, old, new, day=today))
    job_progress(job=job, done=2, message="ページに割り付けています")
    name = form_file_name(plan, old, new)
    job_finish(job=job, name=name, content_type=PDF, content=pdf_bytes(html, form_css()))
