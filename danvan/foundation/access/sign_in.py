"""Checking a password, with patience for slips and none for guessing.

Attempts are counted in the database, so every server process sees the same count.
"""

from datetime import datetime

from django.contrib.auth import authenticate
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from danvan.foundation.access.actions import unit_id
from danvan.foundation.access.models import Attempt, User
from danvan.foundation.access.rules import ATTEMPTS, ATTEMPTS_WITHIN
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit.system import Visitor
from danvan.shared import metrics
from danvan.shared.refusals import Refused


def verify(
    request: HttpRequest, username: str, password: str, *, address: str, at: datetime
) -> User:
    """The person who gave this name and password; raises Refused for anybody else."""
    username = User.objects.normalize_username(username)
    key = key_of(username, address)
    count_attempt(key, at)
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        log_failure(username, at)
        raise Refused(
            _(
                "The user name or the password is wrong. Check Caps Lock and that the "
                "Vietnamese keyboard is off."
            )
        )
    Attempt.objects.filter(key=key).delete()
    audit.record("sign_in", user, by=user, at=at, unit_id=unit_id(user))
    return user


def key_of(username: str, address: str) -> str:
    mixed = salted_hmac("danvan.sign_in", f"{username} {address}", algorithm="sha256")
    return mixed.hexdigest()


def count_attempt(key: str, at: datetime) -> None:
    """Write the attempt down before looking at the password; Refused when too many.

    A refused attempt is not kept, so the wait ends whatever a guesser does.
    """
    over = Q(at__lte=at - ATTEMPTS_WITHIN)
    of_a_wrong_clock = Q(at__gt=at + ATTEMPTS_WITHIN)
    Attempt.objects.filter(over | of_a_wrong_clock).delete()
    made = Attempt.objects.create(key=key, at=at)
    times = list(
        Attempt.objects.filter(key=key).order_by("at").values_list("at", flat=True)
    )
    if len(times) > ATTEMPTS:
        made.delete()
        free = timezone.localtime(times[0] + ATTEMPTS_WITHIN)
        raise Refused(
            _("Too many attempts. Try again after %(time)s.")
            % {"time": f"{free:%H:%M}"}
        )


def log_failure(username: str, at: datetime) -> None:
    """Names the account; a name that nobody has may be a mistyped password."""
    metrics.SIGN_INS_FAILED.inc()
    known = User.objects.filter(username=username).first()
    where = unit_id(known) if known else None
    audit.record("sign_in_failed", known or User(), by=Visitor(), at=at, unit_id=where)
