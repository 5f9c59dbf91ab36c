"""Secrets in addresses, and how long a mail on its way is waited for."""

import hashlib
import secrets
from datetime import timedelta

ON_ITS_WAY = timedelta(minutes=5)
"""A mail claimed longer ago than this was lost with its process."""

SECRET_BYTES = 32


def new_secret() -> str:
    """256 bits, safe in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hashed(secret: str) -> str:
    """What is kept of it; a secret of 256 random bits needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
