"""kill -9 in the middle of a restore, again and again, then once to the end.

python -m deploy.drills.restore_killed [--database sqlite|postgresql] [--kills 5]
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deploy.drills.backup_under_load import address_of, settle

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 20.0
"""Seconds after which the last kill comes; a restore takes about as long."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    databases = ["sqlite", "postgresql"]
    parser.add_argument("--database", choices=databases, default="sqlite")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--longest", type=float, default=LONGEST)
    words = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="dv-killed-", dir="/tmp"))
    try:
        with address_of(words.database) as address:
            settle(folder / "data", address)
            path = back_up(folder)
            there = other(address) if address else ""
            drill(path, folder / "place", there, words.kills, words.longest)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def back_up(folder: Path) -> Path:
    """With files, so that a kill may fall among them as well."""
    from django.utils import timezone

    from danvan.foundation.keeping import making

    store = folder / "data" / "files" / "attachments"
    store.mkdir(parents=True)
    for number in range(300):
        (store / f"{number}").write_bytes(os.urandom(20_000))
    return making.make(folder / "backups", at=timezone.now()).path


def other(address: str) -> str:
    """A second, empty database on the same server."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute("CREATE DATABASE killed")
    return address.replace("/postgres?", "/killed?")


def drill(path: Path, place: Path, address: str, kills: int, longest: float) -> None:
    dice = random.Random(20261130)
    ended = 0
    for number in range(kills):
        began = restore(path, place, address)
        time.sleep(longest * (number + dice.random()) / kills)
        began.kill()
        ended += began.wait() == 0
        print(f"Kill {number + 1}: {state(place, address)}", flush=True)
    last = restore(path, place, address)
    said = last.communicate()[0]
    assert last.returncode == 0 or ended, said
    print(f"At the end: {state(place, address)}", flush=True)
    assert state(place, address) == "117 units, 300 files"


def restore(path: Path, place: Path, address: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "restore", path],
        env=os.environ | {"DANVAN_DATA": str(place), "DATABASE_URL": address},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def state(place: Path, address: str) -> str:
    """All rows or none; the files may be there before them."""
    from danvan.foundation.keeping.connecting import reaching
    from danvan.foundation.units.models import Unit
    from danvan.shared import databases

    file = place / "danvan.sqlite3"
    if not address and not file.exists():
        return "nothing yet"
    told = databases.postgres(address) if address else databases.sqlite(file)
    with reaching(told, "killed") as there:
        if "units_unit" not in there.introspection.table_names():
            return "nothing yet"
        units = Unit.objects.using("killed").count()
    files = len([path for path in (place / "files").rglob("*") if path.is_file()])
    assert units in {0, 117}
    return f"{units} units, {files} files"


if __name__ == "__main__":
    raise SystemExit(main())
