"""The ground a drill stands on: a scratch folder with a migrated, seeded database."""

import os
import random
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from danvan.foundation.access.models import User

ROOT = Path(__file__).resolve().parents[2]
COMMUNES = 3
"""Each has two clerks, so some write for the same unit and some for another."""


class Broken(AssertionError):
    """A promise did not hold; the drill ends with it."""


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """A folder that goes when the drill ends, also when somebody stops it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    # Directly under /tmp: the path of a Unix socket may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix=f"dv-{name}-", dir="/tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass
class Ground:
    """A settled installation: its folder and the people who write in it."""

    data: Path
    clerks: list["User"]


def settle(data: Path, database: str = "") -> Ground:
    """Django in this process and for servers it starts; tables, places, people."""
    for name in ("DANVAN_PRODUCTION", "DANVAN_DEBUG", "DANVAN_PROGRAMME"):
        os.environ.pop(name, None)
    os.environ |= {
        "DANVAN_DATA": str(data),
        "DANVAN_DEMO": "0",
        "DANVAN_SCHEDULER": "off",
        "DANVAN_LOG": "json",
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "deploy.drills.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    (data / "static").mkdir()
    call_command("prepare", stdout=(data / "said").open("w"))
    return Ground(data, seed())


def seed() -> list["User"]:
    """Places of the bundled list and two clerks at each of a few communes."""
    from django.utils import timezone

    from danvan.foundation.access.actions import create_account
    from danvan.foundation.access.rules import Role
    from danvan.foundation.access.system import CommandLine
    from danvan.foundation.units.actions import load_units
    from danvan.foundation.units.imports import BAC_KAN_2023, read_units
    from danvan.foundation.units.models import Unit
    from danvan.foundation.units.rules import Level

    by, at = CommandLine(), timezone.now()
    load_units(read_units(BAC_KAN_2023), by=by, at=at)
    communes = Unit.objects.filter(level=Level.COMMUNE).order_by("code")[:COMMUNES]
    return [
        create_account(
            username=f"ghi-chep-{commune.code}-{place}",
            full_name=f"Người Ghi Chép {place}",
            role=Role.COMMUNE,
            unit=commune,
            valid_from=timezone.localdate(at) - timedelta(days=1000),
            password=f"mat-khau-cua-dien-tap-{random.random()}",
            must_change_password=False,
            by=by,
            at=at,
        )[0]
        for commune in communes
        for place in (1, 2)
    ]


def hold(kept: bool, promise: str) -> None:
    """Raise Broken when a promise does not hold."""
    if not kept:
        raise Broken(promise)


def say(words: str) -> None:
    print(words, flush=True)
