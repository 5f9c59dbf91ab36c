"""Several acts at the same moment, for a database that has more than one writer."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

several_writers = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


def at_once(*acts: Callable[[], object]) -> list[BaseException | None]:
    """What each act raised; each on a connection of its own, started together."""
    gate = threading.Barrier(len(acts))
    faults: list[BaseException | None] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            gate.wait()
            act()
        except BaseException as fault:  # noqa: BLE001 - handed to the test
            faults[place] = fault
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(place, act))
        for place, act in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults
