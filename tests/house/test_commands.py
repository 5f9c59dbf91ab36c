"""The set-up that every command of bin/ begins with."""

import socket
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.house.tree import ROOT
from tests.runner import chromium, postgres


def bash(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", f"source {ROOT}/bin/_setup; {script}"],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def broken(folder, name: str) -> None:
    shim = folder / name
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(shim.stat().st_mode | stat.S_IXUSR)


def test_set_up_passes_over_a_python_that_does_not_run(tmp_path):
    broken(tmp_path, "python3.13")
    path = f"{tmp_path}:{Path(sys.executable).parent}:/usr/bin:/bin"
    found = bash("python=/nowhere; find_python", PATH=path, HOME=str(tmp_path))
    assert found.returncode == 0
    assert not found.stdout.startswith(str(tmp_path))


def test_set_up_says_when_the_named_python_does_not_run(tmp_path):
    broken(tmp_path, "mine")
    found = bash("find_python", PYTHON=f"{tmp_path}/mine")
    assert "is no working Python" in found.stderr
    assert found.returncode == 0


def test_run_says_that_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = subprocess.run(
            [sys.executable, ROOT / "bin/_port.py", port],
            capture_output=True,
            text=True,
            check=False,
        )
    assert said.returncode == 1
    assert said.stderr.startswith(f"Port {port} is taken by another program.")


def test_run_refuses_a_port_that_is_no_number():
    said = subprocess.run(
        [sys.executable, ROOT / "bin/_port.py", "web"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "must be a number" in said.stderr


def test_a_missing_browser_is_said_with_the_remedy(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(chromium.NoChromium, match="apt-get install chromium"):
        chromium.ensure()


def test_a_private_postgres_answers_and_leaves_nothing(monkeypatch):
    monkeypatch.setenv("DANVAN_TEST_POSTGRES", "wheel")
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    with postgres.server() as address:
        folder = Path(address.partition("host=")[2])
        with psycopg.connect(address) as connection:
            assert connection.info.server_version >= postgres.OLDEST * 10_000
    assert not folder.exists()
