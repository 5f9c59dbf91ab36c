"""Handing a role over during leave, and taking it back."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.actions import end_on, refuse_role
from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.queries import stand_ins
from danvan.foundation.access.rules import LONGEST_DELEGATION, Role
from danvan.foundation.audit import actions as audit
from danvan.shared.dates import short
from danvan.shared.refusals import Refused


@transaction.atomic
def delegate(
    grant: Grant,
    to: User,
    *,
    valid_from: date,
    valid_to: date,
    by: User,
    at: datetime,
) -> Grant:
    """The same role for another account; both hold it until the day.

    It is a grant like any other, so every scoped read works unchanged; acts done by it
    alone are signed in the place of whoever handed it over.
    """
    today = timezone.localdate(at)
    held = Grant.objects.select_for_update(of=("self",)).select_related("user", "unit")
    grant = held.get(pk=grant.pk)
    User.objects.select_for_update().get(pk=to.pk)  # one role after the other
    refuse_giver(grant, by)
    refuse_period(grant, valid_from, valid_to, today)
    refuse_stand_in(grant, to, valid_from, valid_to)
    role = Role(grant.role)
    refuse_role(to, role, grant.unit, valid_from, valid_to)
    made = Grant.objects.create(
        user=to,
        role=role,
        unit=grant.unit,
        valid_from=valid_from,
        valid_to=valid_to,
        delegated_by=grant,
    )
    to.forget_grants()
    changes = {"valid_from": [None, valid_from], "valid_to": [None, valid_to]}
    audit.record("delegate", made, by=by, at=at, unit_id=grant.unit_id, changes=changes)
    return made


def refuse_giver(grant: Grant, by: User) -> None:
    if grant.user_id != by.pk:
        raise Refused(_("Only the person who holds a role hands it over."))
    if grant.delegated_by_id:
        raise Refused(_("A role that was handed over is not handed on."))
    if grant.role == Role.ADMINISTRATOR:
        raise Refused(
            _("The role of an administrator is not handed over: name a second one.")
        )


def refuse_period(grant: Grant, start: date, end: date, today: date) -> None:
    if start < today:
        raise Refused(_("Enter today or a later day."), field="valid_from")
    if end <= start:
        raise Refused(_("The role must end after it begins."), field="valid_to")
    if end - start > timedelta(days=LONGEST_DELEGATION):
        sentence = _("A role is handed over for at most %(days)d days.")
        raise Refused(sentence % {"days": LONGEST_DELEGATION}, field="valid_to")
    if start < grant.valid_from:
        sentence = _("Your own role begins on %(day)s.")
        raise Refused(sentence % {"day": short(grant.valid_from)}, field="valid_from")
    if grant.valid_to and grant.valid_to < end:
        sentence = _("Your own role ends on %(day)s.")
        raise Refused(sentence % {"day": short(grant.valid_to)}, field="valid_to")


def refuse_stand_in(grant: Grant, to: User, start: date, end: date) -> None:
    if not stand_ins(grant, on=start).filter(pk=to.pk).exists():
        raise Refused(
            _("%(user)s has no role at %(unit)s or above it: choose somebody else.")
            % {"user": to, "unit": grant.unit},
            field="user",
        )
    if grant.lent.running(start).filter(valid_from__lt=end).exists():
        raise Refused(
            _("This role is handed over to somebody else at that time. Take it back")
        )


@transaction.atomic
def take_back(lent: Grant, *, by: User, at: datetime) -> None:
    """It ends at once, whatever day was named."""
    if lent.delegated_by is None or lent.delegated_by.user_id != by.pk:
        raise Refused(_("Only the person who handed a role over takes it back."))
    Grant.objects.select_for_update().get(pk=lent.pk)
    lent.refresh_from_db(fields=["valid_to"])
    today = timezone.localdate(at)
    if lent.valid_to and lent.valid_to <= today:
        raise Refused(_("The role ends earlier already."))
    end_on(lent, today, "take_back", by=by, at=at)
