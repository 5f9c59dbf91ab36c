"""The one-time link of an invitation: signed by Django, void once a password is set.

Nothing is kept: the link holds the account's number and a keyed hash over its
password, its address and its last sign-in, so that any of these ends it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from danvan.foundation.access import actions as access
from danvan.foundation.access.models import User
from danvan.foundation.audit import actions as audit
from danvan.foundation.notices import mail
from danvan.foundation.notices.actions import send_once
from danvan.shared.refusals import Refused


class Links(PasswordResetTokenGenerator):
    """Reads the time from the edge, as everything does."""

    key_salt = "danvan.identity.invitation"

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def _now(self) -> datetime:
        return timezone.make_naive(self.at)


def link_for(user: User, at: datetime) -> str:
    number = urlsafe_base64_encode(str(user.pk).encode())
    words = {"number": number, "token": Links(at).make_token(user)}
    return mail.absolute(reverse("identity:invitation", kwargs=words))


def invited(number: str, token: str, at: datetime) -> User | None:
    """Whose invitation this is, as long as it is open."""
    try:
        pk = int(urlsafe_base64_decode(number).decode())
        user = User.objects.filter(pk=pk, is_active=True).first()
    except (ValueError, OverflowError):
        return None
    return user if user and Links(at).check_token(user, token) else None


def invite(user: User, *, by: User, at: datetime) -> None:
    """Send the link; Refused when there is no address or no mail server."""
    access.check_manages(by, user, on=timezone.localdate(at))
    if not user.email:
        raise Refused(_("%(user)s has no e-mail address yet.") % {"user": user})
    if not user.is_active:
        raise Refused(_("This account is closed."))
    sent = send_once(
        user,
        key=f"invitation {at.isoformat()}",
        subject=_("Invitation to the system of grassroots mass mobilisation"),
        body_text=letter(user, at),
        items=1,
        at=at,
    )
    if sent:
        unit_id = access.unit_id(user)
        audit.record("send_invitation", user, by=by, at=at, unit_id=unit_id)


def letter(user: User, at: datetime) -> str:
    ends = timezone.localtime(at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT))
    return _(
        "%(name)s,\n\nAn account with the user name %(username)s was made for you. "
        "Choose your password here:\n\n%(link)s\n\nThe link works once, until "
        "%(until)s. If you do not know of this, tell your administrator."
    ) % {
        "name": user.full_name,
        "username": user.username,
        "link": link_for(user, at),
        "until": date_format(ends, "H:i d/m/Y"),
    }


def tell_of_removal(user: User, *, at: datetime) -> None:
    """The mail to a person whose second factor an administrator has removed."""
    send_once(
        user,
        key=f"factors removed {at.isoformat()}",
        subject=_("Your second factor was removed"),
        body_text=_(
            "%(name)s,\n\nAn administrator has removed the second factor of your "
            "account %(username)s and ended all its sessions. Sign in with your "
            "password and set up a new one.\n\nIf you did not ask for this, tell your "
            "administrator at once."
        )
        % {"name": user.full_name, "username": user.username},
        items=1,
        at=at,
    )
