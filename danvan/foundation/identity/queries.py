"""Which factors a person has, and where he or she is signed in."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from danvan.foundation.access.models import Session, User
from danvan.foundation.identity.models import Passkey, RecoveryCode, Totp
from danvan.foundation.identity.rules import needs_second_factor


def wrong_password() -> str:
    return _(
        "The user name or the password is wrong. Check Caps Lock and that the "
        "Vietnamese keyboard is off."
    )


def totp_of(user: User) -> Totp | None:
    return Totp.objects.filter(user=user).first()


def passkeys_of(user: User) -> list[Passkey]:
    return list(Passkey.objects.filter(user=user).order_by("added_at", "pk"))


def codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def has_second_factor(user: User) -> bool:
    """An app or a passkey; codes on paper alone are none."""
    return (
        Totp.objects.filter(user=user).exists()
        or Passkey.objects.filter(user=user).exists()
    )


def must_have_second_factor(user: User, today: date) -> bool:
    """Whether the setting and a role held today ask for one."""
    if settings.DANVAN_SECOND_FACTOR != "required":
        return False
    return needs_second_factor(
        (grant.role, grant.unit.level) for grant in user.grants_on(today)
    )


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A place where a person is signed in; `which` names it on the page."""

    which: str
    browser: str
    address: str
    began_at: datetime | None
    is_here: bool


def name_of(session_key: str) -> str:
    """The key itself opens the session, so that pages carry this in its stead."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:20]


def sessions_of(user: User, at: datetime) -> list[Session]:
    running = Session.objects.filter(user=user, expire_date__gt=at)
    return list(running.order_by("-began_at", "session_key"))


def places_of(user: User, here: str | None, at: datetime) -> list[SignedIn]:
    """The present one first, then the newest."""
    found = [
        SignedIn(
            name_of(row.session_key),
            row.browser or _("Unknown browser"),
            row.address,
            row.began_at,
            row.session_key == here,
        )
        for row in sessions_of(user, at)
    ]
    return sorted(found, key=lambda place: not place.is_here)
