"""Printing in the worker: a job's number goes in, its file and a notice come out."""

from collections.abc import Sequence

from django.utils import timezone
from django_tasks import task

from organizations.exceptions import PortalError
from plans.models import EditionBook
from plans.services.editions import edition_book_keep
from portal.papers.choosing import edition_of
from portal.papers.kind import Asked, Paper
from portal.papers.orders import Order, orders_of_job, place_of_job
from portal.papers.pack import ZIP, pack_bytes, safe_name
from portal.papers.rendering import CONTENT_TYPES, composed, file_of
from workspace.models import Job
from workspace.services import job_beat, job_fail, job_finish, job_progress, job_start
from workspace.signs_of_life import signs_of_life

FAILED = "作れませんでした。もう一度始めても直らないときは、管理者に連絡してください。"
COMPOSING = "内容を読み、紙面を組んでいます"
LAYING_OUT = "ページに割り付けています。1分ほどかかることがあります"


@task()
def print_papers(job_id: int) -> None:
    """Print what a job orders.

    It may run again when it stopped; a job that has its file already is left alone. When printing fails the
    job says in Japanese why; an error that is not a refusal goes on to the log.
    """
    job = Job.objects.select_related("owner", "municipality").get(pk=job_id)
    if job.result_id is not None:
        return
    try:
        job_start(job=job, total=1)
        with signs_of_life(lambda: job_beat(job=job)):
            name, content_type, content = _printed(job)
    except PortalError as refusal:
        job_fail(job=job, message=str(refusal))
    except Exception:
        job_fail(job=job, message=FAILED)
        raise
    else:
        job_finish(job=job, name=name, content_type=content_type, content=content)


def _printed(job: Job) -> tuple[str, str, bytes]:
    """Return the name, the type and the bytes of what a job makes. Raise PortalError."""
    day = timezone.localdate()
    place, orders = place_of_job(job, day), orders_of_job(job)
    job.total = 2 * len(orders) + 1
    job.save(update_fields=["total"])
    steps = [(order, Asked(place, job.owner, day, order.options)) for order in orders]
    if job.arguments.get("keep"):
        name, content = _kept_book(job, *steps[0])
        return name, CONTENT_TYPES["pdf"], content
    files, notes = _files(job, steps)
    for order, asked, paper in notes:
        order.kind.printed(asked, paper)
    if len(files) == 1:
        name, content = files[0]
        return name, CONTENT_TYPES[orders[0].options.format], content
    pack = f"{place.municipality.name}_{place.plan.code}_印刷物_{day:%Y%m%d}.zip"
    return safe_name(pack), ZIP, pack_bytes(files)


Step = tuple[Order, Asked]


def _files(
    job: Job, steps: Sequence[Step]
) -> tuple[list[tuple[str, bytes]], list[tuple[Order, Asked, Paper]]]:
    """Return the files of a job's papers, and what is to be noted of each once all of them are there."""
    files, notes = [], []
    for number, (order, asked) in enumerate(steps):
        paper = _composed(job, order, asked, number)
        files.append(file_of(paper, asked))
        notes.append((order, asked, paper))
    return files, notes


def _composed(job: Job, order: Order, asked: Asked, number: int = 0) -> Paper:
    name = f"{order.kind.name}：" if job.total > 3 else ""
    job_progress(job=job, done=2 * number + 1, message=f"{name}{COMPOSING}")
    paper = composed(order.kind, asked)
    job_progress(job=job, done=2 * number + 2, message=f"{name}{LAYING_OUT}")
    return paper


def _kept_book(job: Job, order: Order, asked: Asked) -> tuple[str, bytes]:
    """Return the book that is kept beside an edition: made once, the same for ever."""
    edition = edition_of(asked)
    kept = EditionBook.objects.filter(edition=edition).first()
    if kept is None:
        name, content = file_of(_composed(job, order, asked), asked)
        kept = edition_book_keep(edition=edition, name=name, content=content)
    return kept.name, bytes(kept.content)
