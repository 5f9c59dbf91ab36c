"""What Django is told of a database: a SQLite file, or an address of PostgreSQL."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = {"postgres", "postgresql"}


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds after which PostgreSQL gives up; 0 is never."""

    statement: int = 30
    lock: int = 5
    idle: int = 60

    def options(self) -> str:
        """As the start of a connection hands them over."""
        given = {
            "statement_timeout": self.statement,
            "lock_timeout": self.lock,
            "idle_in_transaction_session_timeout": self.idle,
        }
        return " ".join(f"-c {name}={value}s" for name, value in given.items() if value)


ENDLESS = Patience(0, 0, 0)


def postgres(
    address: str, *, patience: Patience = ENDLESS, pool: int = 0
) -> dict[str, Any]:
    """From postgresql://user:password@host/name; what the address says goes first."""
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.path.strip("/"):
        raise ValueError("must be postgresql://user:password@host/name")
    query: dict[str, Any] = dict(parse_qsl(parts.query))
    host, port = query.pop("host", parts.hostname or ""), query.pop("port", "")
    query.setdefault("application_name", "danvan")
    if limits := " ".join(filter(None, [patience.options(), query.get("options")])):
        query["options"] = limits
    if pool:
        query["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or port),
        "CONN_MAX_AGE": 0 if pool else 60,  # a pool keeps them itself
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Write-ahead log, writers queue instead of failing, a commit survives a crash."""
    pragmas = (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA journal_size_limit=67108864",
        "PRAGMA cache_size=-20000",
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": ";".join(pragmas),
        },
    }
