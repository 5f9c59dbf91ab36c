"""The loop that looks for due jobs, in a thread of the server or in a worker."""

import logging
import threading

from django.db import close_old_connections

from danvan.foundation.jobs.actions import Clock, run_due

PAUSE = 15
"""Seconds between two looks."""

log = logging.getLogger(__name__)


def start(clock: Clock) -> threading.Thread:
    """A thread that ends with its process, whatever it is doing."""
    words = {"clock": clock, "stop": threading.Event()}
    thread = threading.Thread(target=loop, kwargs=words, name="jobs", daemon=True)
    thread.start()
    return thread


def loop(*, clock: Clock, stop: threading.Event, pause: float = PAUSE) -> None:
    """Look for due jobs until told to stop; a job that is running is finished."""
    while not stop.is_set():
        look(clock)
        stop.wait(pause)


def look(clock: Clock) -> int:
    """One look; a database that is away for a while is asked again at the next."""
    close_old_connections()
    try:
        return run_due(clock)
    except Exception:
        log.exception("Looking for due jobs failed")
        return 0
    finally:
        close_old_connections()
