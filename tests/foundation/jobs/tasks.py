"""Jobs for the tests; the settings name them by their path."""

import os
import time
from datetime import datetime
from pathlib import Path

RAN: list[datetime] = []
FAULTS: list[Exception] = []


def note(at: datetime) -> str:
    """Fails once for each of FAULTS."""
    RAN.append(at)
    if FAULTS:
        raise FAULTS.pop()
    return f"{len(RAN)}"


def slow(at: datetime) -> None:
    """Long enough for another worker to look meanwhile."""
    time.sleep(0.5)
    RAN.append(at)


def mark(at: datetime) -> None:
    """Say in a file who began; in a process that is to be killed, never end."""
    with Path(os.environ["MARKS"]).open("a", encoding="utf-8") as marks:
        marks.write(f"{os.environ['WORKER']} began\n")
    if os.environ["WORKER"] == "victim":
        time.sleep(60)
    with Path(os.environ["MARKS"]).open("a", encoding="utf-8") as marks:
        marks.write(f"{os.environ['WORKER']} ended\n")
