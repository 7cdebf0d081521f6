"""Jobs: long work of one person, done by a worker, with progress that can be left and found again.

A floor above registers what runs for each kind of job; the job's number is all that goes into the queue,
so a job can be started again from its row.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from organizations.models import Municipality, User
from workspace.exceptions import JobStillRunning
from workspace.models import Job, Notice, StoredFile

KEPT_FOR = timedelta(days=30)
LEAST_PAUSE = timedelta(seconds=1)

Enqueue = Callable[[int], Any]
_enqueue_by_kind: dict[str, Enqueue] = {}


def register_job_kind(kind: str, enqueue: Enqueue) -> None:
    """Say how a job of `kind` is put into the queue, by its primary key."""
    _enqueue_by_kind[kind] = enqueue


@transaction.atomic
def job_enqueue(
    *, owner: User, municipality: Municipality, kind: str, title: str, arguments: dict[str, Any]
) -> Job:
    """Make a job and hand it to the workers once it is in the database."""
    job = Job.objects.create(
        owner=owner,
        municipality=municipality,
        kind=kind,
        title=title,
        arguments=arguments,
        heartbeat_at=timezone.now(),
    )
    transaction.on_commit(partial(_enqueue_by_kind[kind], job.pk))
    return job


@transaction.atomic
def job_restart(*, job: Job, now: datetime) -> Job:
    """Start a stopped or failed job again. Raise JobStillRunning while its worker shows signs of life."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not job.may_restart(now):
        raise JobStillRunning
    job.state, job.done, job.message, job.heartbeat_at = Job.State.QUEUED, 0, "", now
    job.save(update_fields=["state", "done", "message", "heartbeat_at"])
    transaction.on_commit(partial(_enqueue_by_kind[job.kind], job.pk))
    return job


def job_start(*, job: Job, total: int) -> None:
    """Mark a job as taken up, with the number of its steps."""
    job.state, job.total, job.done = Job.State.RUNNING, total, 0
    job.heartbeat_at = timezone.now()
    job.save(update_fields=["state", "total", "done", "heartbeat_at"])


def job_progress(*, job: Job, done: int, message: str) -> None:
    """Show how far a job is, at most once a second; never call it inside a long transaction."""
    now = timezone.now()
    if done < job.total and now - job.heartbeat_at < LEAST_PAUSE and message == job.message:
        return
    job.done, job.message, job.heartbeat_at = done, message, now
    job.save(update_fields=["done", "message", "heartbeat_at"])


@transaction.atomic
def job_finish(*, job: Job, name: str, content_type: str, content: bytes) -> None:
    """Keep what a job made, and tell its owner."""
    now = timezone.now()
    job.result = StoredFile.objects.create(
        municipality=job.municipality,
        owner=job.owner,
        name=name,
        content_type=content_type,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        expires_at=now + KEPT_FOR,
    )
    job.state, job.done, job.message, job.heartbeat_at = Job.State.DONE, job.total, "", now
    job.save(update_fields=["result", "state", "done", "message", "heartbeat_at"])
    Notice.objects.create(owner=job.owner, text=f"「{job.title}」ができました。", url=job.get_absolute_url())


@transaction.atomic
def job_fail(*, job: Job, message: str) -> None:
    """Say in Japanese why a job ended without a result, and tell its owner."""
    job.state, job.message, job.heartbeat_at = Job.State.FAILED, message, timezone.now()
    job.save(update_fields=["state", "message", "heartbeat_at"])
    Notice.objects.create(
        owner=job.owner, text=f"「{job.title}」はできませんでした。", url=job.get_absolute_url()
    )


def notices_read(*, user: User, now: datetime) -> None:
    """Mark all notices of a person as read."""
    Notice.objects.visible_to(user).filter(read_at=None).update(read_at=now)


def expired_files_delete(*, now: datetime) -> int:
    """Delete files past their date; return how many."""
    return StoredFile.objects.expired(now).delete()[0]
