"""処理: who sees a job, how it ends, how a stopped one is started again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_municipality, make_user
from workspace import services
from workspace.exceptions import JobStillRunning
from workspace.models import Job, Notice, StoredFile

pytestmark = pytest.mark.django_db
KIND = "for-tests"


@pytest.fixture
def started(monkeypatch):
    """Register a kind of job that only notes which rows were put into the queue."""
    numbers = []
    monkeypatch.setitem(services._enqueue_by_kind, KIND, numbers.append)
    return numbers


def make_job(**fields):
    owner = fields.pop("owner", None) or make_user("planning")
    return Job.objects.create(
        **{
            "owner": owner,
            "municipality": make_municipality(),
            "kind": KIND,
            "title": "計画書",
            "heartbeat_at": timezone.now(),
        }
        | fields
    )


def finish(job):
    services.job_finish(job=job, name="計画書.pdf", content_type="application/pdf", content=b"%PDF-")


def test_a_job_is_queued_once_it_is_in_the_database(started, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = services.job_enqueue(
            owner=make_user("planning"), municipality=make_municipality(), kind=KIND, title="x", arguments={}
        )
        assert started == []
    assert started == [job.pk]


def test_a_finished_job_keeps_its_file_and_tells_its_owner():
    job = make_job(state=Job.State.RUNNING, total=3)
    finish(job)
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, 3)
    assert bytes(job.result.content) == b"%PDF-"
    assert Notice.objects.get(owner=job.owner).url == job.get_absolute_url()


def test_a_failed_job_says_why():
    job = make_job(state=Job.State.RUNNING)
    services.job_fail(job=job, message="計画書を作れませんでした。")
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, "計画書を作れませんでした。")


def test_progress_is_written_at_most_once_a_second():
    job = make_job(state=Job.State.RUNNING, total=1000, message="印刷中")
    first = job.heartbeat_at
    services.job_progress(job=job, done=5, message="印刷中")
    job.refresh_from_db()
    assert (job.done, job.heartbeat_at) == (0, first)


NOW = timezone.now()


@pytest.mark.parametrize(
    ("state", "silent_for", "may"),
    [
        ("running", timedelta(minutes=3), True),
        ("running", timedelta(minutes=1), False),
        ("queued", timedelta(minutes=3), False),
        ("failed", timedelta(), True),
        ("done", timedelta(), True),  # its file is gone
    ],
)
def test_only_what_came_to_nothing_is_started_again(state, silent_for, may, started):
    job = make_job(state=state, heartbeat_at=NOW - silent_for)
    assert job.may_restart(NOW) is may
    if not may:
        with pytest.raises(JobStillRunning):
            services.job_restart(job=job, now=NOW)


def test_a_stopped_job_starts_from_its_row(started, client_as, django_capture_on_commit_callbacks):
    client = client_as("planning")
    job = make_job(state="running", heartbeat_at=timezone.now() - timedelta(minutes=3))
    assert "止まっています" in client.get(job.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("workspace:job_restart", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    assert started == [job.pk]


def test_a_job_that_still_runs_is_not_started_twice(started, client_as):
    client = client_as("planning")
    job = make_job(state="running")
    response = client.post(reverse("workspace:job_restart", args=[job.pk]), follow=True)
    assert "まだ動いています" in response.content.decode()
    assert started == []


def test_a_waiting_page_asks_again_each_second_and_a_finished_one_does_not(client_as):
    client = client_as("planning")
    job = make_job(state="running", total=3, done=1)
    assert "every 1s" in client.get(job.get_absolute_url()).content.decode()
    finish(job)
    html = client.get(job.get_absolute_url()).content.decode()
    assert "every 1s" not in html
    assert "ダウンロード" in html


def test_htmx_gets_the_state_alone(client_as):
    client = client_as("planning")
    job = make_job(state="running")
    html = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert "実行中" in html


def test_a_file_is_downloaded_by_its_owner_alone(client_as):
    job = make_job(state="running")
    finish(job)
    url = job.result.get_absolute_url()
    response = client_as("planning").get(url)
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content == b"%PDF-"
    for role in ("department", "viewer", "administrator"):
        assert client_as(role).get(url).status_code == 404


def test_a_file_past_its_date_is_deleted_and_its_job_says_so(client_as):
    client = client_as("planning")
    job = make_job(state="running")
    finish(job)
    StoredFile.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert services.expired_files_delete(now=timezone.now()) == 1
    assert "保存期限が過ぎた" in client.get(job.get_absolute_url()).content.decode()


def test_notices_are_read_by_a_post_and_only_ones_own(client_as):
    client = client_as("planning")
    mine, other = make_job(), make_job(owner=make_user("viewer"))
    for job in (mine, other):
        services.job_fail(job=job, message="失敗")
    client.get(reverse("workspace:notice_list"))
    assert Notice.objects.filter(read_at=None).count() == 2
    client.post(reverse("workspace:notice_list"))
    assert Notice.objects.filter(read_at=None).get().owner == other.owner
