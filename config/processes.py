"""Child processes that live and end together."""

import signal
import subprocess
import time
from types import FrameType
from typing import NoReturn

ENDING_SECONDS = 30  # what requests and a job under way get before they are cut off
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Processes:
    """Start commands; `wait` until one ends or a stop signal comes, then end them all.

    Each has a process group of its own, so that Ctrl+C in the terminal reaches this process alone and the
    children are ended in order.
    """

    def __init__(self) -> None:
        self.children: list[subprocess.Popen] = []
        for number in STOP_SIGNALS:  # also where a shell in the background had them ignored
            signal.signal(number, self._leave)

    def start(self, *command: str) -> None:
        self.children.append(subprocess.Popen(command, process_group=0))

    @property
    def are_running(self) -> bool:
        return all(child.poll() is None for child in self.children)

    def wait(self) -> None:
        """Return when a child ended by itself."""
        while self.are_running:
            time.sleep(0.5)

    def end(self) -> None:
        """Ask every child to end, and kill what has not after ENDING_SECONDS."""
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        for child in self.children:
            child.terminate()
        deadline = time.monotonic() + ENDING_SECONDS
        for child in self.children:
            try:
                child.wait(timeout=max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def _leave(self, number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(0)
