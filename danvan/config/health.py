"""Two questions of a machine: is the process alive, and can it do its work?

Short codes only: whoever asks need not be signed in. Readiness is looked at once in a
while, however often it is asked for.
"""

import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Lock
from time import monotonic

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from danvan.foundation import programme
from danvan.shared.outages import cause_of

OK, FAULT, SLOW, PENDING = "ok", "fault", "database_slow", "migrations_pending"
PATIENCE = 3.0
"""Seconds the database has to answer."""
FRESH = 2.0
"""Seconds for which an answer serves whoever else asks."""
PROBE = b"danvan" * 700
"""About one block of a file system."""

type Checks = dict[str, str]


@require_safe
@login_not_required
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is touched."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@login_not_required
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when everything a page needs is there, 503 when not; a code for each."""
    checks = LOOK.checks()
    is_ready = all(code == OK for code in checks.values())
    status = 200 if is_ready else 503
    return JsonResponse({"ready": is_ready, "checks": checks}, status=status)


class Look:
    """The last look and when it was; one thread asks the database, so that one that
    hangs keeps nobody else waiting."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.asker = ThreadPoolExecutor(1, thread_name_prefix="ready")
        self.asked: Future[Checks] | None = None
        self.seen: Checks = {}
        self.at = -FRESH

    def checks(self) -> Checks:
        with self.lock:
            if monotonic() - self.at >= FRESH:
                self.seen = self.database() | {
                    "data": coded(data_takes_files),
                    "programme": coded(programme_reads),
                }
                self.at = monotonic()
            return self.seen

    def database(self) -> Checks:
        if self.asked is None or self.asked.done():
            self.asked = self.asker.submit(ask_database)
        try:
            return self.asked.result(PATIENCE)
        except TimeoutError:
            return {"database": SLOW}


def coded(check: Callable[[], str]) -> str:
    """What the check says, or a code for why it could not be made."""
    try:
        return check()
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is not ready
        return cause_of(fault) or FAULT


def ask_database() -> Checks:
    """On a connection of this thread's own, which is closed again."""
    try:
        database = coded(database_answers)
        if database != OK:
            return {"database": database}
        return {"database": OK, "migrations": coded(migrations_applied)}
    finally:
        connection.close()


def database_answers() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return OK


def migrations_applied() -> str:
    applied = set(MigrationRecorder(connection).applied_migrations())
    return OK if newest_migrations() <= applied else PENDING


@cache
def newest_migrations() -> set[tuple[str, str]]:
    """The last migration of every application in this version of the program."""
    return set(MigrationLoader(None).graph.leaf_nodes())


def data_takes_files() -> str:
    """A file can be written where uploads are kept."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".ready-") as probe:
        probe.write(PROBE)
        probe.flush()
    return OK


def programme_reads() -> str:
    with Path(settings.DANVAN_PROGRAMME).open("rb") as file:
        file.read(1)
    programme.current()
    return OK


LOOK = Look()
