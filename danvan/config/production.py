"""What an installation in production must not be started with, each in a sentence."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

SHORTEST = 50
"""Characters of a SECRET_KEY; secrets.token_urlsafe(50) gives 67."""
VARIED = 10
"""Different characters in it."""
SHORTEST_TOKEN = 20
PLACEHOLDERS = ("change", "secret", "example", "insecure", "django", "1234567")


def refuse_to_start(**given: Any) -> None:
    """Raise with every fault at once; takes what `faults` takes."""
    if found := faults(**given):
        raise ImproperlyConfigured("\n".join(found))


def faults(
    *,
    secret_key: str,
    seal_keys: list[str],
    allowed_hosts: list[str],
    address: str,
    is_demo: bool,
    is_debug: bool,
    metrics_token: str,
    data: Path,
) -> list[str]:
    return [
        *of_secret_key(secret_key),
        *of_seal_keys(seal_keys, data),
        *of_hosts(allowed_hosts),
        *of_address(address),
        *of_switches(is_demo=is_demo, is_debug=is_debug),
        *of_token(metrics_token),
    ]


def of_secret_key(key: str) -> Iterator[str]:
    if not key:
        yield "Production needs SECRET_KEY or SECRET_KEY_FILE"
    elif len(key) < SHORTEST or len(set(key)) < VARIED:
        yield (
            f"SECRET_KEY is too weak: it needs {SHORTEST} characters made by chance. "
            'Make one: python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    elif any(word in key.lower() for word in PLACEHOLDERS):
        yield "SECRET_KEY looks like one from an example; make one by chance"


def of_seal_keys(keys: list[str], data: Path) -> Iterator[str]:
    """Beside the database a key protects nothing: it goes wherever a copy goes."""
    if not keys:
        made = " Its value so far is in seal_key of the data directory." * (
            (data / "seal_key").exists()
        )
        yield (
            "Production needs SEAL_KEY or SEAL_KEY_FILE, kept apart from the data."
            + made
        )
    for key in keys:
        try:
            Fernet(key)
        except ValueError:
            yield (
                "SEAL_KEY is not a Fernet key. Make one: python3 -c "
                '"import base64, os; '
                'print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
            )


def of_hosts(hosts: list[str]) -> Iterator[str]:
    if not set(hosts) - {"localhost", "127.0.0.1", "[::1]"}:
        yield "Production needs ALLOWED_HOSTS: the names the server answers to"
    if any(host.strip(".") in {"", "*"} for host in hosts):
        yield "ALLOWED_HOSTS must name the server; * would answer to any name"


def of_address(address: str) -> Iterator[str]:
    if not address.startswith("https://"):
        yield "DANVAN_ADDRESS must begin with https:// in production"


def of_switches(*, is_demo: bool, is_debug: bool) -> Iterator[str]:
    if is_debug:
        yield "DANVAN_DEBUG and DANVAN_PRODUCTION exclude each other"
    if is_demo:
        yield (
            "DANVAN_DEMO and DANVAN_PRODUCTION exclude each other: everybody knows "
            "the passwords of the demonstration"
        )


def of_token(token: str) -> Iterator[str]:
    if token and len(token) < SHORTEST_TOKEN:
        yield f"DANVAN_METRICS_TOKEN needs at least {SHORTEST_TOKEN} characters"
