"""The real programme file, whole and broken."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

from danvan.foundation.programme import Fault, Programme, check_file, load

REAL = Path(__file__).parents[3] / "programmes/bac_kan_2023_2025.toml"
SECOND = Path(__file__).parents[2] / "programmes/second.toml"

type Breaker = Callable[..., tuple[list[Fault], str]]


@pytest.fixture(scope="session")
def text() -> str:
    return REAL.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def real() -> Programme:
    return load(REAL)


@pytest.fixture(scope="session")
def second() -> Programme:
    return load(SECOND)


@pytest.fixture
def broken(text: str, tmp_path: Path) -> Breaker:
    """Faults of the real file after `old` became `new`, and the changed text."""

    def change(*swaps: tuple[str, str]) -> tuple[list[Fault], str]:
        changed = text
        for old, new in swaps:
            assert old in changed, old
            changed = changed.replace(old, new, 1)
        path = tmp_path / "broken.toml"
        path.write_text(changed, encoding="utf-8")
        return check_file(path), changed

    return change


@pytest.fixture
def english() -> Iterator[None]:
    """Messages as the code writes them, whatever the catalogue says."""
    with override("en"):
        yield


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1
