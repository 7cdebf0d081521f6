"""Child processes that live and end together."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

ENDING_SECONDS = 30  # what requests and a job under way get before they are cut off
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Processes:
    """Run functions, each in a fork of this process; when one ends or a stop signal comes, `end` them all.

    Forks, because what Django took seconds to load is there already. Each has a process group of its own, so
    that Ctrl+C in the terminal reaches this process alone and the children are ended in order.
    """

    def __init__(self) -> None:
        self.children: list[multiprocessing.Process] = []
        for number in STOP_SIGNALS:  # also where a shell in the background had them ignored
            signal.signal(number, self._leave)

    def start(self, function: Callable[[], None]) -> None:
        child = multiprocessing.get_context("fork").Process(target=self._run, args=[function])
        child.start()
        self.children.append(child)

    @property
    def are_running(self) -> bool:
        return all(child.is_alive() for child in self.children)

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
            child.join(max(0, deadline - time.monotonic()))
            if child.is_alive():
                child.kill()
                child.join()

    @staticmethod
    def _run(function: Callable[[], None]) -> None:
        os.setpgid(0, 0)
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        function()

    @staticmethod
    def _leave(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(0)
