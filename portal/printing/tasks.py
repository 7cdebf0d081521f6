"""Printing a plan's book in the worker."""

from django.utils import timezone

from plans.models import Edition, EditionBook, Plan
from plans.services.editions import edition_book_keep
from portal.printing.html import book_css, book_html
from portal.printing.in_worker import printed_in_worker
from portal.printing.pdf import pdf_bytes
from portal.printing.press import PDF, book_file_name, book_of
from workspace.models import Job
from workspace.services import job_finish, job_progress

PLAN_BOOK = "plan-book"


@printed_in_worker("計画書")
def print_plan_book(job: Job) -> None:
    """Print the plan of a job's arguments, `keep` beside its edition."""
    plans = Plan.objects.visible_to(job.owner).select_related("municipality")
    plan = plans.get(pk=job.arguments["plan"])
    edition = plan.editions.filter(number=job.arguments.get("edition")).first()
    is_internal = bool(job.arguments.get("internal"))
    name = book_file_name(plan, edition, is_internal=is_internal)
    if edition and job.arguments.get("keep"):
        kept = EditionBook.objects.filter(edition=edition).first()
        book = kept or edition_book_keep(edition=edition, name=name, content=_content(job, plan, edition))
        content = bytes(book.content)
    else:
        content = _content(job, plan, edition, is_internal=is_internal)
    job_finish(job=job, name=name, content_type=PDF, content=content)


def _content(job: Job, plan: Plan, edition: Edition | None, *, is_internal: bool = False) -> bytes:
    job_progress(job=job, done=1, message="計画を読み、紙面を組んでいます")
    html = book_html(book_of(plan, day=timezone.localdate(), edition=edition, is_internal=is_internal))
    job_progress(job=job, done=2, message="ページに割り付けています。1分ほどかかることがあります")
    return pdf_bytes(html, book_css())
