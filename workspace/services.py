"""Jobs, which are long work of one person, done by a worker; notices, which tell people; saved views.

A floor above registers what runs for each kind of job; the job's number is all that goes into the queue,
so a job can be started again from its row.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from organizations.models import Municipality, User
from workspace.exceptions import JobStillRunning
from workspace.models import Job, Notice, SavedView, StoredFile

JOB = "job"  # the kind of notices about jobs
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
        title=_shortened(title, Job, "title"),
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
    notify(people=[job.owner], text=f"「{job.title}」ができました。", url=job.get_absolute_url(), kind=JOB)


def job_beat(*, job: Job) -> None:
    """Show that the worker of a job is alive while nothing else can be told of it."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(heartbeat_at=timezone.now())


@transaction.atomic
def job_fail(*, job: Job, message: str) -> None:
    """Say in Japanese why a job ended without a result, and tell its owner."""
    job.state, job.heartbeat_at = Job.State.FAILED, timezone.now()
    job.message = _shortened(message, Job, "message")
    job.save(update_fields=["state", "message", "heartbeat_at"])
    text = f"「{job.title}」はできませんでした。"
    notify(people=[job.owner], text=text, url=job.get_absolute_url(), kind=JOB)


@transaction.atomic
def notify(*, people: Iterable[User], text: str, url: str, kind: str = "", key: str = "") -> int:
    """Tell active people something; return how many were told.

    `key` says what it is about ("round-3:due:2026-12-01"): whoever was told under it already is left alone.
    The first sentence of `text` also goes out by mail: no names of people and no figures in it.
    """
    told = {person.pk: person for person in people if person.is_active}
    if key:
        before = Notice.objects.filter(owner__in=told, key=key).values_list("owner", flat=True)
        told = {pk: person for pk, person in told.items() if pk not in set(before)}
    notices = [
        Notice(owner=person, kind=kind, key=key, text=_shortened(text, Notice, "text"), url=url)
        for person in told.values()
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=bool(key))
    return len(notices)


@transaction.atomic
def notices_give(*, notices: Iterable[Notice]) -> None:
    """Give each of these notices to its owner, who is active, unless one of the same key was given before.

    For a night that tells many people different things: one query for all of them.
    """
    given = list(notices)
    for notice in given:
        notice.text = _shortened(notice.text, Notice, "text")
    Notice.objects.bulk_create(given, ignore_conflicts=True)


def _shortened(text: str, model: type[Model], field: str) -> str:
    most = model._meta.get_field(field).max_length
    return text if len(text) <= most else f"{text[: most - 1]}…"


def notices_read(*, user: User, now: datetime) -> None:
    """Mark all notices of a person as read."""
    Notice.objects.visible_to(user).unread().update(read_at=now)


def notices_settle(*, key_prefix: str, now: datetime, people: Iterable[User] | None = None) -> int:
    """Mark as read what is no longer of interest: the notices whose key begins so, of all or of `people`.

    They keep their key: nobody is told again. End a prefix where a name ends: "round-3:" is not "round-31:".
    """
    wanted = Q(key__startswith=key_prefix)
    if people is not None:
        wanted &= Q(owner__in=[person.pk for person in people])
    return Notice.objects.unread().filter(wanted).update(read_at=now)


@transaction.atomic
def wants_mail_edit(*, user: User, wants_mail: bool) -> None:
    """Switch a person's digest by mail on or off."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    user.wants_mail = wants_mail
    user.save(update_fields=["wants_mail"])


@transaction.atomic
def saved_view_create(
    *, owner: User, municipality: Municipality, name: str, path: str, query: str, is_shared: bool
) -> SavedView:
    """Keep a page and its conditions under a name. Raise ValidationError for a name the owner has used."""
    view = SavedView(
        owner=owner, municipality=municipality, name=name, path=path, query=query, is_shared=is_shared
    )
    view.full_clean()
    view.save()
    return view


@transaction.atomic
def saved_view_edit(*, view: SavedView, name: str, is_shared: bool) -> SavedView:
    """Rename a view, share it or stop sharing it. Raise ValidationError for a name the owner has used."""
    view = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
    view.name, view.is_shared = name, is_shared
    view.full_clean()
    view.save(update_fields=["name", "is_shared"])
    return view


def saved_view_delete(*, view: SavedView) -> None:
    view.delete()


def expired_files_delete(*, now: datetime) -> int:
    """Delete files past their date; return how many."""
    return StoredFile.objects.expired(now).delete()[0]
