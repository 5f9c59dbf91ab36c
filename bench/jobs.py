"""What every job is given, and the few things they share."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.clock import Statement, in_database
from bench.scratch import Scratch
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Role


@dataclass(frozen=True, slots=True)
class Bench:
    """The databases, how often to run, and the day it is."""

    scratch: Scratch
    runs: int
    today: date
    districts: tuple[str, ...] = ()
    """Codes of the only districts to load; none: all."""

    @property
    def folder(self) -> Path:
        return self.scratch.folder


def database(statements: list[Statement], runs: int) -> str:
    spent = in_database(statements, runs)
    return f"{len(statements)} queries, {spent:.1f} ms in the database"


def holder(role: Role) -> User:
    """A demonstration account with that role."""
    return User.objects.filter(grants__role=role).order_by("pk")[0]
