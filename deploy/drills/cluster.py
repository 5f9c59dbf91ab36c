"""A private PostgreSQL that writes through to the disk and may be killed."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from deploy.drills.ground import Broken
from tests.runner import postgres

OPTIONS = "-k {folder} -c listen_addresses= -c max_connections=60 -c fsync=on"
PATIENCE = 60


@dataclass
class Cluster:
    folder: Path
    binaries: Path
    owner: list[str]

    @property
    def address(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, program: str, *words: str) -> tuple[int, str]:
        with (self.folder / "said").open("w+") as said:
            command = [*self.owner, str(self.binaries / program), "-D", str(self.data)]
            # Output to a file: the server it starts would keep a pipe open.
            code = subprocess.call(
                [*command, *words],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
            said.seek(0)
            return code, said.read()

    def start(self) -> None:
        """Tries again: the orphans of a killed server take a moment to go."""
        options = OPTIONS.format(folder=self.folder)
        until = time.monotonic() + PATIENCE
        while True:
            log = str(self.folder / "log")
            code, said = self.run("pg_ctl", "-w", "-l", log, "-o", options, "start")
            if code == 0:
                return
            if time.monotonic() > until:
                raise Broken(f"PostgreSQL does not start again: {said}")
            time.sleep(0.2)

    def wait(self) -> None:
        """Until it takes connections again."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.address).close()
            except psycopg.OperationalError as fault:
                if time.monotonic() > until:
                    raise Broken(f"PostgreSQL does not recover: {fault}") from fault
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")

    def postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split("\n")[0])

    def backends(self) -> list[int]:
        """Processes that serve a connection."""
        parent = self.postmaster()
        task = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        return [int(pid) for pid in task.split() if serves(int(pid))]

    def kill(self) -> None:
        """kill -9 to the server and to everything it started."""
        for pid in [self.postmaster(), *self.backends()]:
            end(pid)

    def kill_one(self) -> None:
        """kill -9 to one backend: the server throws all others out and recovers."""
        for pid in self.backends()[:1]:
            end(pid)


def end(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def serves(pid: int) -> bool:
    try:
        title = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return False
    return bool(re.search(r"postgres: postgres postgres ", title))


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    folder.mkdir()
    folder.chmod(0o755)
    binaries = postgres.system_binaries() or postgres.wheel_binaries(folder)
    made = Cluster(folder, binaries, postgres.unprivileged(folder))
    words = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
    code, said = made.run("initdb", *words)
    if code:
        raise RuntimeError(f"initdb failed: {said}")
    made.start()
    try:
        yield made
    finally:
        made.stop()
