"""作り置き: rendered once for all who ask at once, taken over from the dead, swept when nobody wants it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event, Lock

import pytest
from django.db import connection
from django.utils import timezone

from tests.processes import start
from workspace import printed_files
from workspace.models import PrintedFile
from workspace.printed_files import RenderingFailed, expired_prints_delete, printed_once

DIGEST = "0" * 64
on_a_real_database = pytest.mark.django_db(transaction=True)


class Renderer:
    """Counts how often it is asked; waits for `may_end` where one is given."""

    def __init__(self, content=b"%PDF-", may_end=None, error=None):
        self.asked, self.lock, self.content, self.may_end, self.error = 0, Lock(), content, may_end, error

    def __call__(self):
        with self.lock:
            self.asked += 1
        if self.may_end:
            assert self.may_end.wait(30)
        if self.error:
            raise self.error
        return self.content


def in_a_thread(render):
    """Ask as another process would: with a connection of its own."""
    try:
        return printed_once(DIGEST, render)
    finally:
        connection.close()


@pytest.fixture(autouse=True)
def looks_often(monkeypatch):
    monkeypatch.setattr(printed_files, "PAUSE", 0.02)


@pytest.mark.django_db
def test_what_was_rendered_is_not_rendered_again():
    render = Renderer()
    assert [printed_once(DIGEST, render) for _ in range(3)] == [b"%PDF-"] * 3
    assert render.asked == 1


@pytest.mark.django_db
def test_another_page_is_another_file():
    render = Renderer()
    printed_once(DIGEST, render)
    printed_once("1" * 64, render)
    assert render.asked == 2


@on_a_real_database
def test_thirty_who_ask_at_once_cost_one_rendering():
    may_end = Event()
    render = Renderer(may_end=may_end)
    with ThreadPoolExecutor(30) as people:
        answers = [people.submit(in_a_thread, render) for _ in range(30)]
        may_end.set()
        assert {answer.result(60) for answer in answers} == {b"%PDF-"}
    assert render.asked == 1
    assert PrintedFile.objects.count() == 1


@pytest.mark.once
@on_a_real_database
def test_two_processes_that_ask_at_once_cost_one_rendering(tmp_path):
    notes, may_end = tmp_path / "notes", tmp_path / "may-end"
    asking = [
        start("-m", "tests.workspace.one_of_several", DIGEST, str(notes), str(may_end)) for _ in range(2)
    ]
    assert [process.stdout.readline() for process in asking] == [b"asks\n"] * 2
    may_end.touch()
    assert [process.communicate(timeout=60)[0] for process in asking] == [b"%PDF-"] * 2
    assert notes.read_text() == "rendered\n"
    assert PrintedFile.objects.count() == 1


@on_a_real_database
def test_the_claim_of_a_dead_process_is_taken_over_by_one_of_those_who_wait():
    long_ago = timezone.now() - PrintedFile.GONE_AFTER - timedelta(seconds=1)
    PrintedFile.objects.create(digest=DIGEST, token="dead", used_at=long_ago)
    render = Renderer()
    with ThreadPoolExecutor(5) as people:
        answers = [people.submit(in_a_thread, render) for _ in range(5)]
        assert {answer.result(60) for answer in answers} == {b"%PDF-"}
    assert render.asked == 1


@on_a_real_database
def test_a_living_claim_is_waited_for_and_its_failure_told():
    claim = PrintedFile.objects.create(digest=DIGEST, token="alive", used_at=timezone.now())
    render = Renderer()
    with ThreadPoolExecutor(1) as people:
        answer = people.submit(in_a_thread, render)
        with pytest.raises(TimeoutError):
            answer.result(0.3)
        claim.delete()
        with pytest.raises(RenderingFailed, match="途中で止まりました"):
            answer.result(60)
    assert render.asked == 0


@pytest.mark.django_db
def test_a_failed_rendering_leaves_no_claim_behind():
    with pytest.raises(MemoryError):
        printed_once(DIGEST, Renderer(error=MemoryError()))
    assert printed_once(DIGEST, Renderer()) == b"%PDF-"


@pytest.mark.django_db
def test_what_nobody_asked_for_in_thirty_days_goes():
    now = timezone.now()
    for days, digest in ((29, "a"), (31, "b")):
        PrintedFile.objects.create(digest=digest, token="", content=b"x", used_at=now - timedelta(days=days))
    assert expired_prints_delete(now=now) == 1
    assert PrintedFile.objects.get().digest == "a"


@pytest.mark.django_db
def test_asking_keeps_it_for_another_thirty_days():
    before = timezone.now() - timedelta(days=29)
    PrintedFile.objects.create(digest=DIGEST, token="", content=b"x", used_at=before)
    printed_once(DIGEST, Renderer())
    assert PrintedFile.objects.get().used_at > before
