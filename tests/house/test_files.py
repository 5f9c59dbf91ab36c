"""What no file of the project may say, and how the commands are kept."""

import os
import re
import subprocess
import tomllib

import pytest

from tests.house.tree import ROOT, files, name_of

ELSEWHERE = re.compile(rb"[/]work/|\.\./[s]hared|[/]home/[a-z]|[/]root/")
COMMANDS = sorted(path for path in (ROOT / "bin").iterdir() if os.access(path, os.X_OK))


def test_no_file_names_a_folder_of_one_machine():
    text = {".py", ".md", ".toml", ".html", ".css", ".js", ".po", ".yml", ".txt", ""}
    assert not [
        f"{name_of(path)}: {found.group().decode()}"
        for path in files()
        if path.suffix in text
        for found in ELSEWHERE.finditer(path.read_bytes())
    ]


def test_the_lock_names_only_the_public_index():
    hosts = re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text())
    assert set(hosts) == {"pypi.org", "files.pythonhosted.org"}


def test_every_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    named = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    assert not [
        name for name in named if not re.search(rf'"{re.escape(name)}", +# ', text)
    ]


def test_a_programme_file_is_called_by_its_id():
    for path in (ROOT / "programmes").glob("*.toml"):
        identity = tomllib.loads(path.read_text(encoding="utf-8"))["id"]
        assert path.stem == identity.replace("-", "_")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda path: path.name)
def test_a_command_is_sound_bash_and_says_what_it_is_for(command):
    subprocess.run(["bash", "-n", command], check=True)
    first, second = command.read_text().splitlines()[:2]
    assert first == "#!/usr/bin/env bash"
    assert second.startswith("# ")
