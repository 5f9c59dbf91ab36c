"""The programme as data: `current()` is the one this installation follows."""

from danvan.foundation.programme.faults import Fault, ProgrammeBroken
from danvan.foundation.programme.loader import check_file, current, load
from danvan.foundation.programme.schema import Programme

__all__ = ["Fault", "Programme", "ProgrammeBroken", "check_file", "current", "load"]
