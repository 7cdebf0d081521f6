"""Printing 情報システム台帳と更新の工程 in the worker."""

from django.utils import timezone

from plans.models import Plan
from portal.place import place_of
from portal.printing.in_worker import printed_in_worker
from portal.printing.pdf import pdf_bytes
from portal.printing.press import PDF
from portal.printing.systems_book import systems_book
from portal.printing.systems_press import systems_css, systems_file_name, systems_html
from workspace.models import Job
from workspace.services import job_finish, job_progress

SYSTEMS_BOOK = "systems"


@printed_in_worker("情報システム台帳")
def print_systems(job: Job) -> None:
    """Print the inventory of a job's arguments."""
    today, edition = timezone.localdate(), job.arguments["edition"]
    plans = Plan.objects.visible_to(job.owner).select_related("municipality")
    plan = plans.get(pk=job.arguments["plan"])
    place = place_of(plan.municipality, plan.code, today=today)
    job_progress(job=job, done=1, message="台帳を読み、確認事項を調べています")
    html = systems_html(systems_book(place, edition, today))
    job_progress(job=job, done=2, message="ページに割り付けています")
    content = pdf_bytes(html, systems_css())
    job_finish(job=job, name=systems_file_name(place, edition, today), content_type=PDF, content=content)
