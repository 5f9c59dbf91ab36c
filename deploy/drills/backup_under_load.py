"""Back up while eight processes write, restore, and compare.

python -m deploy.drills.backup_under_load [--database sqlite|postgresql] [--rounds 3]
"""

import argparse
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.synchronize import Event
from pathlib import Path

WRITERS = 8
PAUSE = 0.02
"""Seconds a writer rests, so that SQLite's place goes round."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    databases = ["sqlite", "postgresql"]
    parser.add_argument("--database", choices=databases, default="sqlite")
    parser.add_argument("--rounds", type=int, default=3)
    words = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="dv-backup-", dir="/tmp"))
    try:
        with address_of(words.database) as address:
            settle(folder / "data", address)
            drill(folder, address, words.rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


@contextmanager
def address_of(database: str) -> Iterator[str]:
    from tests.runner import postgres

    if database == "sqlite":
        yield ""
        return
    with postgres.server() as address:
        yield address


def settle(data: Path, address: str) -> None:
    """Tables and the places of the bundled list, in a folder of its own."""
    data.mkdir()
    os.environ |= {
        "DANVAN_DATA": str(data),
        "DANVAN_DEMO": "0",
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "danvan.config.settings",
    }
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    with (data / "said").open("w") as said:
        call_command("units", "load", stdout=said)
    connections.close_all()


def drill(folder: Path, address: str, rounds: int) -> None:
    fork = multiprocessing.get_context("fork")
    stop = fork.Event()
    writers = [
        fork.Process(target=write, args=(number, folder, stop))
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    try:
        wait_for_all(folder)
        made = [back_up(folder, number) for number in range(rounds)]
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert not any(writer.exitcode for writer in writers), "a writer failed"
    for path, known in made:
        prove(path, known, folder, address)


def write(number: int, folder: Path, stop: Event) -> None:
    """A record, its file and its audit entry in one transaction, then a receipt."""
    from django.db import OperationalError, transaction

    from danvan.foundation.units.models import Unit
    from tests import factories
    from tests.foundation.keeping.conftest import attached

    communes = Unit.objects.filter(level=3).order_by("pk")
    place = communes[number % communes.count()]
    with (folder / f"receipts-{number}").open("w") as receipts:
        while not stop.is_set():
            try:
                with transaction.atomic():
                    held = factories.activity(place, on=date(2024, 3, 5))
                    file = attached(held, os.urandom(2_000))
                    noted(held, file.file.name)
            except OperationalError:  # SQLite's one place was taken for too long
                continue
            receipts.write(f"{held.pk}\n")
            receipts.flush()
            time.sleep(PAUSE)


def noted(held: object, name: str) -> None:
    from django.utils import timezone

    from danvan.foundation.audit.actions import record
    from danvan.foundation.audit.system import CommandLine

    record(
        "recorded",
        held,  # type: ignore[arg-type]
        by=CommandLine(),
        at=timezone.now(),
        unit_id=None,
        changes={"file": [None, name]},
    )


def receipts(folder: Path) -> set[int]:
    """Numbers of the records that were acknowledged so far."""
    texts = [path.read_text() for path in folder.glob("receipts-*")]
    whole = [text[: text.rfind("\n") + 1] for text in texts]
    return {int(line) for text in whole for line in text.split()}


def wait_for_all(folder: Path) -> None:
    while True:
        texts = [path.read_text() for path in folder.glob("receipts-*")]
        if len([text for text in texts if text]) == WRITERS:
            return
        time.sleep(0.1)


def back_up(folder: Path, number: int) -> tuple[Path, set[int]]:
    from django.utils import timezone

    from danvan.foundation.keeping import making

    known, began = receipts(folder), time.monotonic()
    made = making.make(folder / f"backup-{number}", at=timezone.now())
    seconds = time.monotonic() - began
    meanwhile = len(receipts(folder)) - len(known)
    told = made.manifest
    print(
        f"Backup {number + 1}: {told.rows} rows, {len(told.files)} files, "
        f"{made.path.stat().st_size // 1000} kB in {seconds:.1f} s; "
        f"{meanwhile} records were written meanwhile",
        flush=True,
    )
    assert not told.missing, told.missing
    assert not told.damaged, told.damaged
    return made.path, known


def prove(path: Path, known: set[int], folder: Path, address: str) -> None:
    """Restored to the other place it has every record that was acknowledged before."""
    from danvan.foundation.audit.models import Entry
    from danvan.foundation.documents.models import Attachment
    from danvan.foundation.keeping import reading, restoring, verifying
    from danvan.foundation.keeping.connecting import reaching
    from danvan.foundation.keeping.reading import Keys
    from danvan.foundation.keeping.restoring import Place
    from danvan.records.activities.models import Activity
    from danvan.shared import databases

    place = path.parent
    told = databases.sqlite(place / "restored.sqlite3")
    began = time.monotonic()
    with (
        reading.opened(path, Keys(), place) as archive,
        reaching(told, "restored") as there,
    ):
        verifying.verify(archive, lambda _words: None)
        verified = time.monotonic() - began
        restoring.restore(
            archive, Place(there, place / "files", place), lambda _words: None
        )
        held = set(Activity.objects.using("restored").values_list("pk", flat=True))
        files = Attachment.objects.using("restored")
        entries = Entry.objects.using("restored").filter(verb="recorded")
        assert known <= held, f"lost: {sorted(known - held)[:5]}"
        assert {*files.values_list("subject_id", flat=True)} == held, "half a record"
        assert {int(pk) for pk in entries.values_list("subject_id", flat=True)} == held
        assert all((place / "files" / file.file.name).is_file() for file in files)
    restored = time.monotonic() - began - verified
    print(
        f"{place.name}: verified in {verified:.1f} s, restored in {restored:.1f} s; "
        f"{len(known)} acknowledged before it began, {len(held)} in it, none half, "
        "none lost",
        flush=True,
    )


if __name__ == "__main__":
    raise SystemExit(main())
