"""A print that asks for too much ends with a sentence, whatever it is doing, and leaves no process behind."""

import hashlib
import logging
import os
import re
import signal
import threading
import time

import pytest

from portal.printing import confined as limits
from portal.printing.confined import (
    PagesPrintInAHurry,
    PrintTookTooLong,
    PrintTooLarge,
    confined,
    hurried,
    seconds_allowed,
)
from portal.printing.pdf import pdf_bytes

pytestmark = pytest.mark.once  # no database is asked
PAGE = '<!doctype html><html lang="ja"><head><title>一</title></head><body>{}</body></html>'
CELL = "<td>一<td>二<td>三"


@pytest.fixture(autouse=True)
def no_process_is_left():
    """Fail a test after which a child of this process is still there."""
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.fixture
def short(settings):
    settings.PRINT_TIME_LIMIT = 1
    return settings


def for_ever():
    while True:
        pass


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(for_ever, id="in Python"),
        pytest.param(lambda: hashlib.pbkdf2_hmac("sha256", b"a", b"b", 10**9), id="in C"),
        pytest.param(lambda: re.match("(a+)+$", "a" * 60 + "b"), id="in a pattern"),
    ],
)
def test_work_without_an_end_is_ended(work, short):
    with pytest.raises(
        PrintTookTooLong, match=r"印刷が制限時間（1秒）の内に終わらないので止めました。.+ください。"
    ):
        confined(work)


def test_waiting_without_an_end_is_ended(short, monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 0.2)
    with pytest.raises(PrintTookTooLong):
        confined(lambda: threading.Event().wait())


def test_work_that_eats_memory_is_ended(settings):
    settings.PRINT_MEMORY_LIMIT = 200
    with pytest.raises(PrintTooLarge):
        confined(lambda: bytes(10**9))


def test_a_library_that_gives_up_is_no_crash_of_ours():
    with pytest.raises(PrintTooLarge):
        confined(lambda: os.kill(os.getpid(), signal.SIGKILL))


def deeper():
    return deeper()


def test_what_is_nested_too_deeply_is_refused():
    with pytest.raises(PrintTooLarge, match="入れ子が深すぎる"):
        confined(deeper)


def test_lists_nested_a_thousand_deep_are_ended_in_time(short):
    with pytest.raises((PrintTooLarge, PrintTookTooLong)):
        pdf_bytes(PAGE.format("<ul><li>" * 1000), "")


def test_a_table_of_a_hundred_thousand_rows_is_ended_in_time(short):
    page = PAGE.format(f"<table>{f'<tr>{CELL}' * 100_000}</table>")
    began = time.monotonic()
    with pytest.raises(PrintTookTooLong):
        pdf_bytes(page, "")
    assert time.monotonic() - began < 20


def test_a_page_of_many_millions_of_characters_is_not_even_begun():
    with pytest.raises(PrintTooLarge):
        pdf_bytes("x" * (limits.LARGEST_PAGE + 1), "")


def test_what_the_child_logs_comes_through(caplog):
    def work():
        logging.getLogger("weasyprint").warning("Ignored %s", "that")
        return b"done"

    assert confined(work) == b"done"
    assert [record.getMessage() for record in caplog.records] == ["Ignored that"]
    caplog.clear()


def test_an_error_of_the_renderer_says_what_it_was():
    with pytest.raises(RuntimeError, match="ZeroDivisionError: division by zero"):
        confined(lambda: 1 / 0)


def test_a_request_has_less_time_than_a_job(settings):
    settings.PRINT_TIME_LIMIT, settings.PRINT_PAGE_TIME_LIMIT = 600, 30
    assert seconds_allowed() == 600
    assert PagesPrintInAHurry(lambda request: seconds_allowed())(None) == 30
    with hurried():
        assert seconds_allowed() == 30
    assert seconds_allowed() == 600


def test_threads_print_side_by_side():
    made = []
    threads = [
        threading.Thread(target=lambda: made.append(pdf_bytes(PAGE.format("<p>一</p>"), "")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
