"""The project's files, rooms and templates, as the house rules see them."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.apps import AppConfig, apps

ROOT = Path(__file__).resolve().parents[2]
MADE = {
    ".git",
    ".hypothesis",
    ".venv",
    ".tools",
    "var",
    "__pycache__",
    "test-results",
    "staticfiles",
}


def files() -> Iterator[Path]:
    """Every file a person wrote; caches and what bin/* makes are left out."""
    for folder, below, names in os.walk(ROOT):
        below[:] = [
            name for name in below if name not in MADE and not name.endswith("_cache")
        ]
        yield from (Path(folder) / name for name in names if not name.endswith(".mo"))


def rooms() -> list[AppConfig]:
    return [app for app in apps.get_app_configs() if app.name.startswith("danvan.")]


def modules(name: str = "*") -> list[Path]:
    """Python files of the rooms, migrations apart."""
    return sorted(
        path
        for path in (ROOT / "danvan").rglob(f"{name}.py")
        if "migrations" not in path.parts
    )


def templates() -> list[Path]:
    return sorted((ROOT / "danvan").glob("**/templates/**/*.html"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
