"""Printing in the worker: a job's number goes in, its file and a notice come out."""

from django.utils import timezone
from django_tasks import task

from plans.models import Edition, EditionBook, Plan
from plans.services.editions import edition_book_keep
from portal.printing.html import book_css, book_html
from portal.printing.pdf import pdf_bytes
from portal.printing.press import PDF, book_file_name, book_of
from workspace.models import Job
from workspace.services import job_fail, job_finish, job_progress, job_start

PLAN_BOOK = "plan-book"
STEPS = 3
FAILED = "計画書を作れませんでした。もう一度始めても直らないときは、管理者に連絡してください。"


@task()
def print_plan_book(job_id: int) -> None:
    """Print the plan of a job's arguments, `keep` beside its edition; may be run again when it stopped."""
    job = Job.objects.select_related("owner", "municipality").get(pk=job_id)
    if job.result_id is not None:
        return
    try:
        _print(job)
    except Exception:
        job_fail(job=job, message=FAILED)
        raise


def _print(job: Job) -> None:
    job_start(job=job, total=STEPS)
    plans = Plan.objects.visible_to(job.owner).select_related("municipality")
    plan = plans.get(pk=job.arguments["plan"])
    edition = plan.editions.filter(number=job.arguments.get("edition")).first()
    name = book_file_name(plan, edition)
    if edition and job.arguments.get("keep"):
        kept = EditionBook.objects.filter(edition=edition).first()
        book = kept or edition_book_keep(edition=edition, name=name, content=_content(job, plan, edition))
        content = bytes(book.content)
    else:
        content = _content(job, plan, edition)
    job_finish(job=job, name=name, content_type=PDF, content=content)


def _content(job: Job, plan: Plan, edition: Edition | None) -> bytes:
    job_progress(job=job, done=1, message="計画を読み、紙面を組んでいます")
    html = book_html(book_of(plan, day=timezone.localdate(), edition=edition))
    job_progress(job=job, done=2, message="ページに割り付けています。1分ほどかかることがあります")
    return pdf_bytes(html, book_css())
