"""Showing that long work goes on while the process that does it has no time to say so."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)
EVERY = 20.0  # seconds; what waits for signs gives up after a minute at the earliest


@contextmanager
def signs_of_life(beat: Callable[[], object]) -> Iterator[None]:
    """Call `beat` every 20 seconds in a thread with its own connection, until the work is done."""
    is_done = Event()
    thread = Thread(target=_beat_until, args=(is_done, beat), daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_done.set()
        thread.join()


def _beat_until(is_done: Event, beat: Callable[[], object]) -> None:
    while not is_done.wait(EVERY):
        try:
            beat()
        except DatabaseError:
            logger.warning("no sign of life could be given", exc_info=True)
        finally:
            connection.close()
