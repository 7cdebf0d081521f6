"""What every print in the worker does: a job's number goes in, its file and a notice come out."""

from collections.abc import Callable
from functools import wraps

from django_tasks import task
from django_tasks.base import Task

from workspace.models import Job
from workspace.services import job_fail, job_start

STEPS = 3


def printed_in_worker(what: str) -> Callable[[Callable[[Job], None]], Task]:
    """Make a task of the decorated function, which prints `what` for a job and finishes it.

    The task may be run again when it stopped; a job that has its file already is left alone. When printing
    fails the job says so in Japanese and the error goes on to the log.
    """

    def decorate(print_job: Callable[[Job], None]) -> Task:
        @task()
        @wraps(print_job)
        def run(job_id: int) -> None:
            job = Job.objects.select_related("owner", "municipality").get(pk=job_id)
            if job.result_id is not None:
                return
            try:
                job_start(job=job, total=STEPS)
                print_job(job)
            except Exception:
                message = (
                    f"{what}を作れませんでした。もう一度始めても直らないときは、管理者に連絡してください。"
                )
                job_fail(job=job, message=message)
                raise

        return run

    return decorate
