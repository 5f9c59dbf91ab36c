"""The real server, started as bin/run starts it, and killed as a drill wants."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.drills.ground import ROOT, Broken, free_port

PATIENCE = 90
"""Seconds a server may take until it answers on a busy machine."""
WORKERS = 2
READY = "/healthz"


class Nursery:
    """The warm process that servers are forked from; see warm.py."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deploy.drills.warm"],
            cwd=ROOT,
            env=os.environ | {"PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.read()

    def read(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise Broken("The servers could not be imported")
        return line.strip()

    def start(self, **asked: Any) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return int(self.read())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


@dataclass
class Server:
    """granian with two workers in a process group of its own."""

    data: Path
    nursery: Nursery
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    group: int = 0

    def start(self, *, ready: str = READY, file_limit: int = 0) -> None:
        """`file_limit`: no file may grow beyond so many bytes."""
        words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        words += ["--workers", str(WORKERS), "--blocking-threads", "1", "--no-ws"]
        words += ["--log-level", "warning", "danvan.config.wsgi:application"]
        self.group = self.nursery.start(
            words=words,
            environment=self.environment,
            log=str(self.log),
            file_limit=file_limit,
        )
        if ready:
            self.wait(ready)

    @property
    def log(self) -> Path:
        return self.data.parent / "server.log"

    def wait(self, address: str, status: int = 200, patience: float = PATIENCE) -> str:
        """Ask until the address answers with that status; the text of that answer."""
        until = time.monotonic() + patience
        said: object = None
        while time.monotonic() < until:
            if not self.is_alive:
                raise Broken(f"The server ended by itself; see {self.log}")
            try:
                said, _headers, text = self.ask(address)
            except (OSError, http.client.HTTPException) as fault:
                said = fault
            if said == status:
                return text
            time.sleep(0.05)
        raise Broken(f"{address} did not answer {status} within {patience} s: {said}")

    def status(self, address: str) -> int:
        return self.ask(address)[0]

    def ask(self, address: str, timeout: float = 30) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of a page that needs no signing in."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", address, headers={"Connection": "close"})
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
            return response.status, dict(response.getheaders()), text
        finally:
            connection.close()

    @property
    def is_alive(self) -> bool:
        """Whether any process of the group is left."""
        try:
            os.killpg(self.group, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self) -> None:
        """kill -9 to the whole group, as if the machine's killer had come."""
        self.end(signal.SIGKILL)

    def stop(self) -> None:
        self.end(signal.SIGTERM)

    def end(self, number: signal.Signals) -> None:
        if not self.group:
            return
        until = time.monotonic() + PATIENCE
        while self.is_alive:
            with suppress(ProcessLookupError):
                os.killpg(self.group, number)
            if time.monotonic() > until:
                raise Broken("The server does not end")
            time.sleep(0.02 if number == signal.SIGKILL else 0.5)
        self.group = 0


@contextmanager
def serving(data: Path, **environment: str) -> Iterator[Server]:
    """A server of that data that is gone in the end, whatever happened."""
    nursery = Nursery()
    server = Server(data, nursery, environment)
    try:
        yield server
    finally:
        server.kill()
        nursery.close()
