"""A worker that is killed in the middle of a print: nothing of it goes on, its job can be started again."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import F
from django.urls import reverse

from tests.factories import make_measure
from tests.processes import start
from workspace.models import Job, PrintedFile
from workspace.signs_of_life import EVERY

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
WORKER = ("manage.py", "db_worker", "--batch", "--no-reload", "--no-startup-delay", "--interval", "0.1")
STOPPED = "処理が止まっています"
PATIENCE = 90  # seconds for what takes three on an idle machine


@pytest.fixture(autouse=True)
def jobs_wait_for_a_worker(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def printing_child(worker: int) -> int:
    """Wait for the process in which a worker lays out; return its number."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        children = Path(f"/proc/{worker}/task/{worker}/children").read_text().split()
        if children and PrintedFile.objects.exists():  # before its claim it starts other processes
            return int(children[0])
        time.sleep(0.005)
    raise AssertionError("the worker never printed")


def is_at_work(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def time_goes_by(span: timedelta) -> None:
    Job.objects.update(heartbeat_at=F("heartbeat_at") - span)
    PrintedFile.objects.update(used_at=F("used_at") - span)


def test_its_print_ends_with_it_and_its_job_is_started_again(plan, client_as):
    for number in range(2, 8):
        make_measure(plan=plan, number=str(number), phases={2022: "検討", 2023: "構築"})
    client = client_as("planning")
    page = client.post(reverse("portal:paper_print", args=plan.url_args), {"kind": "plan-book"}).url
    worker = start(*WORKER)
    child = printing_child(worker.pid)
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    deadline = time.monotonic() + 5
    while is_at_work(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_at_work(child)
    assert Job.objects.get().state == Job.State.RUNNING
    assert STOPPED not in client.get(page).content.decode()
    time_goes_by(Job.STOPPED_AFTER)
    assert STOPPED in client.get(page).content.decode()
    assert "中断" in client.get(reverse("portal:paper_list", args=plan.url_args)).content.decode()
    client.post(reverse("workspace:job_restart", args=[Job.objects.get().pk]))
    start(*WORKER).communicate(timeout=PATIENCE)
    job = Job.objects.get()
    assert job.state == Job.State.DONE, job.message
    assert client.get(job.result.get_absolute_url()).content.startswith(b"%PDF-")


def test_who_starts_a_stopped_job_again_does_not_wait_for_the_dead():
    """The claim of a dead worker's print may be younger than its job's last sign of life by one beat."""
    assert timedelta(seconds=EVERY) + PrintedFile.GONE_AFTER <= Job.STOPPED_AFTER
