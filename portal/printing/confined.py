"""Printing in a process of its own, which ends when it asks for too much: a text may be a bomb.

The renderer spends its time in C as well as in Python, so nothing inside its process can stop it. A fork
costs milliseconds, has everything loaded, and leaves neither memory nor threads behind. The parent never
touches the renderer's libraries itself: a fork finds none of their locks taken, however many its threads.
"""

import gc
import logging
import os
import pickle
import resource
import select
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ctypes import CDLL
from typing import Any

from django.conf import settings

from organizations.exceptions import PortalError

PATIENCE = 4  # times the seconds of work that may pass on a busy machine
LARGEST_PAGE = 30_000_000  # characters; the work on more cannot end in time
LOGGERS = ("weasyprint", "fontTools")
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_MENDING = (
    "とても長い文、深い入れ子、行や列の多すぎる表がないか確かめて短くするか、部分に分けて印刷してください。"
)
_is_hurried: ContextVar[bool] = ContextVar("is_hurried", default=False)


class PrintTookTooLong(PortalError):
    """Printing was stopped because it took too much time."""

    def __init__(self, seconds: int):
        super().__init__(f"印刷が制限時間（{seconds}秒）の内に終わらないので止めました。{_MENDING}")


class PrintTooLarge(PortalError):
    """Printing was stopped because it took too much memory, or what is to be printed is nested too deeply."""

    def __init__(self) -> None:
        super().__init__(f"印刷するものが大きすぎるか、入れ子が深すぎるので止めました。{_MENDING}")


@contextmanager
def hurried() -> Iterator[None]:
    """Allow what is printed meanwhile no more time than a person waits for a page."""
    token = _is_hurried.set(True)
    try:
        yield
    finally:
        _is_hurried.reset(token)


class PagesPrintInAHurry:
    """The middleware: what a request prints must be short, long prints are jobs."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        with hurried():
            return self.get_response(request)


def seconds_allowed() -> int:
    """Return how many seconds of work a print may take: fewer within a request."""
    return settings.PRINT_PAGE_TIME_LIMIT if _is_hurried.get() else settings.PRINT_TIME_LIMIT


def confined(work: Callable[[], bytes]) -> bytes:
    """Return what `work` returns, done in a child process under limits of time and memory.

    Raise PrintTookTooLong, PrintTooLarge, or RuntimeError for what `work` raises. What it logs is logged here
    too.
    """
    seconds = seconds_allowed()
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        _work_and_die(work, sink, seconds)
    os.close(sink)
    try:
        answer = _read(source, time.monotonic() + PATIENCE * seconds)
    finally:
        os.close(source)
        _kill(child)
        _, status = os.waitpid(child, 0)
    if answer is None or (not answer and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        raise PrintTookTooLong(seconds)
    if not answer:  # a library gave up for want of memory or of stack
        raise PrintTooLarge
    return _told(answer)


def _kill(child: int) -> None:
    """End a child that is still at work; one that has answered is about to end by itself."""
    if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        os.kill(child, signal.SIGKILL)


def _read(source: int, deadline: float) -> bytes | None:
    """Return all that comes through a pipe until it is closed, None when the deadline comes first."""
    parts = []
    while select.select([source], [], [], max(0, deadline - time.monotonic()))[0]:
        part = os.read(source, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return None


def _told(answer: bytes) -> bytes:
    """Log what the child logged and return its bytes. Raise PrintTooLarge, RuntimeError."""
    content, error, records = pickle.loads(answer)
    for fields in records:
        record = logging.makeLogRecord(fields)
        logging.getLogger(record.name).handle(record)
    if error:
        raise RuntimeError(error)
    if not content:
        raise PrintTooLarge
    return content


def _work_and_die(work: Callable[[], bytes], sink: int, seconds: int) -> None:
    """Be the child: work, answer, and end without running anything of the parent's."""
    code = 1
    try:
        gc.disable()  # a sixth of the time; what is made here ends with the process
        _limit(seconds)
        records = _Records()
        for name in LOGGERS:
            logging.getLogger(name).handlers, logging.getLogger(name).propagate = [records], False
        answer = pickle.dumps((*_outcome(work), records.found))
        with os.fdopen(sink, "wb") as file:
            file.write(answer)
        code = 0
    finally:
        os._exit(code)


def _outcome(work: Callable[[], bytes]) -> tuple[bytes, str]:
    """Return what `work` returns and "", nothing where it is too large, or the words of its error."""
    try:
        return work(), ""
    except (MemoryError, RecursionError):
        return b"", ""
    except Exception:  # noqa: BLE001 - raised again by the parent
        return b"", traceback.format_exc()


def _limit(seconds: int) -> None:
    for signal_number in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU):
        signal.signal(signal_number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    with open("/proc/self/statm", "rb") as file:
        pages = int(file.read().split()[0])
    most = pages * resource.getpagesize() + settings.PRINT_MEMORY_LIMIT * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


class _Records(logging.Handler):
    """Keeps what is logged as plain values."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        plain = {"name": record.name, "levelno": record.levelno, "levelname": record.levelname}
        self.found.append(
            plain | {"msg": record.getMessage(), "pathname": record.pathname, "lineno": record.lineno}
        )
