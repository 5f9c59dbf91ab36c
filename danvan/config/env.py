"""Typed readers of environment variables; a wrong value refuses to start."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from danvan.shared import databases

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file that NAME_FILE names."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {error}") from error
    return os.environ.get(name, default)


def boolean(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}")


def integer(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number") from error


def count(name: str, default: int) -> int:
    """A whole number from 0."""
    value = integer(name, default)
    if value < 0:
        raise ImproperlyConfigured(f"{name} must be 0 or more")
    return value


def positive(name: str, default: int) -> int:
    """A whole number from 1 on."""
    value = integer(name, default)
    if value < 1:
        raise ImproperlyConfigured(f"{name} must be 1 or more, not {value}")
    return value


def choice(name: str, default: str, choices: set[str]) -> str:
    value = os.environ.get(name, "").strip().lower() or default
    if value in choices:
        return value
    known = ", ".join(sorted(choices))
    raise ImproperlyConfigured(f"{name} must be one of {known}, not {value!r}")


def web_address(name: str, default: str) -> str:
    """An address as http://host or https://host/path, without a slash at the end."""
    value = text(name).strip() or default
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise ImproperlyConfigured(f"{name} must begin with http:// or https://")
    return value.rstrip("/")


def listed(name: str, default: str = "") -> list[str]:
    """Comma-separated values."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def naturals(name: str, default: str, *, count: int) -> list[int]:
    """So many whole numbers from 0 on, separated by commas."""
    parts = listed(name, default)
    if len(parts) != count or not all(part.isdecimal() for part in parts):
        raise ImproperlyConfigured(f"{name} must be {count} numbers like {default}")
    return [int(part) for part in parts]


def folder(name: str) -> Path | None:
    """An absolute path; None when nothing is said."""
    value = os.environ.get(name, "").strip()
    if value and not Path(value).is_absolute():
        raise ImproperlyConfigured(f"{name} must be a path from / on, not {value!r}")
    return Path(value) if value else None


def openid() -> dict[str, str]:
    """The OpenID Connect provider that may vouch for people; empty without one."""
    issuer = text("OIDC_ISSUER").strip()
    if not issuer:
        return {}
    known = {
        "issuer": web_address("OIDC_ISSUER", ""),
        "client_id": text("OIDC_CLIENT_ID"),
        "client_secret": text("OIDC_CLIENT_SECRET"),
        "name": text("OIDC_NAME", "OpenID Connect"),
        "username_claim": text("OIDC_USERNAME_CLAIM"),
    }
    if not known["client_id"] or not known["client_secret"]:
        raise ImproperlyConfigured(
            "OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET"
        )
    return known


def secret_key(data: Path) -> str:
    """SECRET_KEY when given; else one made once and kept in the data directory."""
    if key := text("SECRET_KEY"):
        return key
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="utf-8").strip()


def database(data: Path) -> dict[str, Any]:
    """Django's DATABASES entry: DATABASE_URL when given, else SQLite in the data."""
    url = text("DATABASE_URL")
    if not url:
        return databases.sqlite(data / "danvan.sqlite3")
    patience = databases.Patience(
        statement=count("DANVAN_DB_STATEMENT_TIMEOUT", 30),
        lock=count("DANVAN_DB_LOCK_TIMEOUT", 5),
        idle=count("DANVAN_DB_IDLE_TIMEOUT", 60),
    )
    pool = count("DANVAN_DB_POOL", 0)
    try:
        return databases.postgres(url, patience=patience, pool=pool)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL {error}") from error


MAIL_TIMEOUT = 20
"""Seconds to wait for the mail server."""


def mailers() -> dict[str, Any]:
    """Django's MAILERS: the server of EMAIL_HOST; none when it is not given."""
    host = text("EMAIL_HOST").strip()
    if not host:
        return {}
    use_tls = boolean("EMAIL_USE_TLS", default=False)
    use_ssl = boolean("EMAIL_USE_SSL", default=False)
    if use_tls and use_ssl:
        raise ImproperlyConfigured("EMAIL_USE_TLS and EMAIL_USE_SSL exclude each other")
    options = {
        "host": host,
        "port": integer("EMAIL_PORT", 465 if use_ssl else 587 if use_tls else 25),
        "username": text("EMAIL_HOST_USER"),
        "password": text("EMAIL_HOST_PASSWORD"),
        "use_tls": use_tls,
        "use_ssl": use_ssl,
        "timeout": MAIL_TIMEOUT,
    }
    return {"default": {"OPTIONS": options}}
