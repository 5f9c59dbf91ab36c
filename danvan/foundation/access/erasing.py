"""Taking back what an account holds of a person."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.actions import (
    check_manages,
    end_on,
    end_sessions,
    unit_id,
)
from danvan.foundation.access.models import User
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.shared.refusals import Refused

ERASED = ("username", "email", "password", "last_login")


@transaction.atomic
def erase_account(user: User, *, reason: str, by: Actor, at: datetime) -> None:
    """User name, e-mail, password and last sign-in are gone; no log keeps the old ones.

    Number and full name stay: they stand behind acts of office. A closed account may
    still hold roles by name; they end with it, each with its entry.
    """
    today = timezone.localdate(at)
    check_manages(by, user, on=today)
    stored = User.objects.select_for_update().get(pk=user.pk)
    refuse_in_use(stored, today)
    for grant in stored.grants.running(today).select_related("user", "unit"):
        end_on(grant, today, "end_grant", by=by, at=at)
    stored.username = f"da-xoa-{stored.pk}"
    stored.email, stored.password = "", make_password(None)
    stored.is_active = stored.must_change_password = False
    stored.last_login, stored.password_until = None, None
    stored.erased_on = today
    stored.closed_on = stored.closed_on or today
    stored.version += 1
    stored.save()
    end_sessions(stored)
    audit.record(
        "erase_account",
        stored,
        by=by,
        at=at,
        unit_id=unit_id(stored),
        changes={"erased": [None, list(ERASED)]},
        reason=reason,
    )


def refuse_in_use(user: User, today: date) -> None:
    if user.is_active and user.grants.running(today).exists():
        raise Refused(
            _("%(name)s still holds a role: end it, or close the account, first.")
            % {"name": user}
        )


def note_closed(today: date) -> None:
    """Accounts closed in any other way count from the day this was seen."""
    closed = User.objects.filter(is_active=False, closed_on=None)
    closed.update(closed_on=today)
