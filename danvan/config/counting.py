"""Where the processes of one server put their counts, so that they add up."""

import os
import shutil
import tempfile
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Read by prometheus_client when it is imported."""
MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is private


def share_counts() -> None:
    """A folder for this server: its processes have one parent, which names it.

    In memory: a process whose count met a full disk would be ended at once. Folders of
    servers that are gone are cleared away.
    """
    base = MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    mine = f"danvan-{os.getuid()}-"
    for old in base.glob(f"{mine}*"):
        if is_gone(old.name.removeprefix(mine)):
            shutil.rmtree(old, ignore_errors=True)
    folder = base / f"{mine}{os.getppid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.environ[FOLDER] = str(folder)


def is_gone(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return True
    except PermissionError:
        return False
    return False
