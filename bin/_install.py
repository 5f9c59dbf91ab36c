"""Makes .venv from uv.lock: python _install.py run|dev (bin/_setup calls it).

Runs on any Python from 3.9, because an old one may have to fetch a newer one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

UV_VERSION = "0.13.9"
PYTHON_WANTED = "3.13"
OLDEST, NEWER = (3, 12), (3, 15)

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
UV = TOOLS / f"uv-{UV_VERSION}" / "bin" / "uv"
GROUPS = {"run": ["--no-dev", "--inexact"], "dev": []}


def main(group: str) -> None:
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        wait_for(lock)
        if stamp(group).exists() and stamp(group).read_text() == checksum():
            return
        install_uv()
        sync(group, interpreter())
        stamp(group).write_text(checksum())


def wait_for(lock: TextIO) -> None:
    """Two commands started at once install one after the other."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another command is installing; waiting for it…", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


def stamp(group: str) -> Path:
    return VENV / f".installed-{group}"


def checksum() -> str:
    """The same words that bin/_setup compares."""
    both = b"".join(
        (ROOT / name).read_bytes() for name in ("pyproject.toml", "uv.lock")
    )
    done = subprocess.run(["cksum"], input=both, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def install_uv() -> None:
    if UV.exists():
        return
    print(f"Installing uv {UV_VERSION}, the package installer (once)…", flush=True)
    fresh = TOOLS / "uv.part"
    shutil.rmtree(fresh, ignore_errors=True)
    call(
        [sys.executable, "-m", "venv", str(fresh)],
        "could not make a virtual environment",
    )
    package = [f"uv=={UV_VERSION}", "--only-binary=:all:", "--no-cache-dir", "--quiet"]
    package += ["--retries=2", "--disable-pip-version-check"]
    call(
        [str(fresh / "bin" / "python"), "-m", "pip", "install", *package],
        "could not install uv from the Python package index. Is the network there? "
        "Run the command again",
    )
    fresh.rename(UV.parents[1])


def interpreter() -> str:
    """This very Python when it is new enough, else one that uv fetches."""
    if OLDEST <= sys.version_info[:2] < NEWER:
        return sys.executable
    running = ".".join(map(str, sys.version_info[:2]))
    print(f"Only Python {running} is here; fetching {PYTHON_WANTED}…", flush=True)
    call(
        [str(UV), "python", "install", "--no-bin", PYTHON_WANTED],
        f"Python 3.12, 3.13 or 3.14 is needed, only {running} is here, and no newer "
        f"one could be fetched. Install Python {PYTHON_WANTED} (with venv), or name "
        f"one: PYTHON=/path/to/python{PYTHON_WANTED}",
    )
    return PYTHON_WANTED


def sync(group: str, python: str) -> None:
    what = "the packages" if group == "run" else "the packages and test tools"
    print(f"Installing {what} of uv.lock…", flush=True)
    began = time.monotonic()
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    call(
        [str(UV), "sync", *quiet, "--locked", "--python", python, *GROUPS[group]],
        "could not install the packages. Is the network there? Nothing is lost: "
        "run the command again",
    )
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)


def call(command: list[str], trouble: str) -> None:
    if subprocess.call(command, env=environment(), stdin=subprocess.DEVNULL):
        raise SystemExit(f"Set-up stopped: {trouble}.")


def environment() -> dict[str, str]:
    """Everything inside the project where there is no home to write to."""
    made = os.environ | {
        "UV_PROJECT": str(ROOT),
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON_INSTALL_DIR": str(TOOLS / "python"),
        "UV_SYSTEM_CERTS": "1",
    }
    made.pop("VIRTUAL_ENV", None)
    home = os.environ.get("HOME", "")
    if not (home and os.access(home, os.W_OK)):
        made |= {"HOME": str(TOOLS), "UV_CACHE_DIR": str(TOOLS / "cache")}
    return made


if __name__ == "__main__":
    main(sys.argv[1])
