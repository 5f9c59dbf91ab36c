"""Reads a programme file whole, or not at all."""

from functools import lru_cache
from pathlib import Path as File

from django.conf import settings

from danvan.foundation.programme.check import check
from danvan.foundation.programme.faults import Fault, ProgrammeBroken
from danvan.foundation.programme.lines import Lines
from danvan.foundation.programme.reader import Unreadable, parse, read
from danvan.foundation.programme.schema import Programme
from danvan.foundation.programme.shape import Shaper


def load(path: File | str) -> Programme:
    """The programme in a file; ProgrammeBroken with every fault when it has any."""
    programme, faults = _examine(File(path))
    if programme is None:
        raise ProgrammeBroken(str(path), faults)
    return programme


def check_file(path: File | str) -> list[Fault]:
    """Every fault of a file, in the order of its lines; empty when it would load."""
    return sorted(_examine(File(path))[1])


def current() -> Programme:
    """The programme of this installation, from settings.DANVAN_PROGRAMME."""
    return _cached(str(settings.DANVAN_PROGRAMME))


@lru_cache(maxsize=8)
def _cached(path: str) -> Programme:
    return load(path)


def _examine(path: File) -> tuple[Programme | None, list[Fault]]:
    try:
        reading = parse(read(path))
    except Unreadable as reason:
        return None, [Fault(0, "", str(reason))]
    if not reading.text and reading.faults:
        return None, reading.faults
    shaper = Shaper(reading.data, Lines(reading.text), reading.blanked)
    programme = shaper.shape(Programme)
    check(shaper)
    faults = reading.faults + shaper.faults
    return (None if faults else programme), faults
